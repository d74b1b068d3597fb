import type { Arrived, Event } from '@bot/core'
import { createManualClock } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { type Clockwork, startClockwork } from './clockwork.js'

const started = (subjects: number, scanEveryMs = 5_000, onTake: () => void = () => {}) => {
  const clock = createManualClock()
  const events: Event[] = []
  const take = (arrived: readonly Arrived[]): void => {
    onTake()
    events.push(...arrived.map(({ event }) => event))
  }
  const clockwork: Clockwork = startClockwork({
    engine: { subjects: () => subjects } as never,
    loop: { take, lastSeq: () => 0, halted: () => undefined },
    clock,
    scanEveryMs,
    sliceSize: 10,
  })
  const of = (type: Event['type']) => events.filter((event) => event.type === type)
  return { clock, clockwork, of }
}

test('a timer beats every second', () => {
  const { clock, of } = started(0)
  clock.advance(10_000)
  expect(of('timer')).toHaveLength(11)
})

test('a scan comes soon after the start and then at every interval, in slices', () => {
  const { clock, clockwork, of } = started(25)
  clock.advance(3_000)
  expect(of('scan-slice')).toEqual([
    { type: 'scan-slice', scan: 1, from: 0, to: 10, last: false },
    { type: 'scan-slice', scan: 1, from: 10, to: 20, last: false },
    { type: 'scan-slice', scan: 1, from: 20, to: 25, last: true },
  ])
  expect(clockwork.scans()).toEqual({ total: 1, lastAt: clock.now(), lastMillis: 0 })
  clock.advance(10_000)
  expect(clockwork.scans().total).toBe(3)
})

test('an interval below three seconds holds from the start', () => {
  const { clock, clockwork } = started(1, 1_000)
  clock.advance(1_000)
  expect(clockwork.scans().total).toBe(1)
})

test('there is a next scan and a next beat also when one threw', () => {
  let failing = false
  const { clock, clockwork } = started(1, 1_000, () => {
    if (failing) throw new Error('boom')
  })
  failing = true
  for (let turn = 0; turn < 4; turn++) expect(() => clock.advance(1_000)).toThrow('boom')
  failing = false
  clock.advance(3_000)
  expect(clockwork.scans().total).toBeGreaterThan(1)
})

test('after a stop nothing beats any more', () => {
  const { clock, clockwork, of } = started(25)
  clock.advance(2_000)
  clockwork.stop()
  clock.advance(60_000)
  expect([of('timer').length, of('scan-slice').length, clock.pending()]).toEqual([3, 0, 0])
})
