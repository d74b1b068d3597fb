import { orderRef, timeMs } from '@bot/core'
import { describe, expect, test } from 'vitest'
import { createOrderErrorBreaker, type OrderOutcome, outcomeOf } from './order-error-breaker.js'

const MINUTE = 60_000
const limit = { maxPercent: 25, ofLast: 20, withinMinutes: 60, coolDownMinutes: 5 }
const start = () => {
  const breaker = createOrderErrorBreaker(limit)
  let count = 0
  const order = (outcome: OrderOutcome, at: number): void => {
    const ref = orderRef(`r${++count}`)
    breaker.began(ref, timeMs(at))
    breaker.ended(ref, outcome, timeMs(at))
  }
  const orders = (good: number, bad: number, at: number): void => {
    for (let index = 0; index < good; index++) order('good', at)
    for (let index = 0; index < bad; index++) order('bad', at)
  }
  const isBlocked = (at: number): boolean => breaker.blocked(timeMs(at))
  return { breaker, order, orders, isBlocked }
}

describe('the breaker', () => {
  test('opens when a quarter of the last twenty orders went wrong, and not before there are twenty', () => {
    const { orders, isBlocked } = start()
    orders(0, 19, 0)
    expect(isBlocked(0)).toBe(false)
    const second = start()
    second.orders(16, 4, 0)
    expect(second.isBlocked(0)).toBe(false)
    second.orders(0, 1, 0)
    expect(second.isBlocked(0)).toBe(true)
  })

  test('forgets what is longer ago than the window', () => {
    const { orders, isBlocked } = start()
    orders(10, 9, 0)
    orders(0, 5, 60 * MINUTE)
    expect(isBlocked(60 * MINUTE)).toBe(false)
  })

  test('lets one order through after the cool-down, and closes when the venue takes it', () => {
    const { breaker, orders, isBlocked } = start()
    orders(15, 5, 0)
    expect(isBlocked(5 * MINUTE - 1)).toBe(true)
    expect(isBlocked(5 * MINUTE)).toBe(false)
    breaker.began(orderRef('probe'), timeMs(5 * MINUTE))
    expect(isBlocked(5 * MINUTE)).toBe(true)
    breaker.ended(orderRef('probe'), 'good', timeMs(6 * MINUTE))
    expect(isBlocked(6 * MINUTE)).toBe(false)
    orders(0, 4, 6 * MINUTE)
    expect(isBlocked(6 * MINUTE)).toBe(false)
  })

  test('waits twice as long after each probe that goes wrong, up to an hour', () => {
    const { breaker, orders, isBlocked } = start()
    orders(15, 5, 0)
    let at = 5 * MINUTE
    for (const minutes of [10, 20, 40, 60, 60]) {
      breaker.began(orderRef('probe'), timeMs(at))
      breaker.ended(orderRef('probe'), 'bad', timeMs(at))
      expect(isBlocked(at + minutes * MINUTE - 1)).toBe(true)
      at += minutes * MINUTE
      expect(isBlocked(at)).toBe(false)
    }
  })

  test('is closed by a person at once', () => {
    const { breaker, orders, isBlocked } = start()
    orders(15, 5, 0)
    breaker.reset()
    expect(isBlocked(0)).toBe(false)
    expect(breaker.errorPercent(timeMs(0))).toBe(0)
  })
})

test('an order counts once, at its first answer: refused, unknown and never sent are wrong', () => {
  expect(outcomeOf('prepared', 'open')).toBe('good')
  expect(outcomeOf('prepared', 'cancelled')).toBe('good')
  expect(outcomeOf('prepared', 'refused')).toBe('bad')
  expect(outcomeOf('prepared', 'unknown')).toBe('bad')
  expect(outcomeOf('wanted', 'not-sent')).toBe('bad')
  expect(outcomeOf('wanted', 'prepared')).toBeUndefined()
  expect(outcomeOf('unknown', 'refused')).toBeUndefined()
  expect(outcomeOf('open', 'cancelled')).toBeUndefined()
})
