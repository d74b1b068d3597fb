import {
  type ClosedPosition,
  createLedger,
  type Ledger,
  marketId,
  type Position,
  recordEntry,
  type Stamped,
  timeMs,
  tokenId,
  type Usd,
  usd,
} from '@bot/core'
import { describe, expect, test } from 'vitest'
import { FIRST_SYSTEM_LIMITS } from './risk-limits.js'
import { createRiskState } from './risk-state.js'

const DAY = 86_400_000
const HOUR = 3_600_000
const noon = 20_000 * DAY + DAY / 2

const closed = (realised: number, at: number, basket?: string): ClosedPosition => ({
  position: {
    ...(basket === undefined ? {} : { basket }),
    entries: [] as Position['entries'],
    realised: usd(realised),
  } as Position,
  invested: usd(0),
  realised: usd(realised),
  closedAt: timeMs(at),
})
const ledgerOf = (...positions: readonly ClosedPosition[]): Ledger => ({
  ...createLedger(usd(1_000_000_000)),
  closed: positions,
  realised: positions.reduce((sum, { realised }) => sum + realised, 0) as Usd,
})
const start = () => {
  const risk = createRiskState(FIRST_SYSTEM_LIMITS)
  const update = (at: number, ledger: Ledger, isOver = true): void =>
    risk.update(timeMs(at), ledger, () => isOver)
  return { risk, update }
}
const operator = (command: 'kill' | 'pause' | 'resume'): Stamped => ({
  seq: 1,
  at: timeMs(noon),
  event: { type: 'operator', command },
})

describe('the day', () => {
  test('begins at midnight UTC; what is realised at the first event of a day is of that day', () => {
    const { risk, update } = start()
    update(noon, ledgerOf())
    const loss = closed(-60_000_000, noon)
    update(noon + 1, ledgerOf(loss))
    expect(risk.dailyPnl(ledgerOf(loss))).toBe(-60_000_000)
    const late = ledgerOf(loss, closed(-50_000_000, noon + DAY))
    update(noon + DAY, late)
    expect(risk.dailyPnl(late)).toBe(-50_000_000)
    expect(risk.blocked(timeMs(noon + DAY), 'position')).toBeUndefined()
  })

  test("a restart remembers today's closed losses, and not yesterday's", () => {
    const { risk, update } = start()
    const ledger = ledgerOf(closed(-70_000_000, noon - DAY), closed(-100_000_000, noon - 1))
    update(noon, ledger)
    expect(risk.dailyPnl(ledger)).toBe(-100_000_000)
    expect(risk.blocked(timeMs(noon), 'position')).toBe('daily-loss-limit')
  })

  test("a restart remembers today's losses of positions that are still open, and not yesterday's", () => {
    const entry = (id: string, shares: number, dollars: number, at: number) => ({
      ...{ id, shares, cash: usd(dollars * 1_000_000), fee: usd(0), at: timeMs(at) },
      settled: 'provisional' as const,
    })
    const of = { owner: 'someone', token: tokenId('1'), market: marketId('m') }
    const ledger = [
      entry('buy', 400_000_000, -240, noon - DAY - 2),
      entry('sell yesterday', -100_000_000, 20, noon - DAY - 1),
      entry('sell today', -200_000_000, 30, noon - 2),
    ].reduce((before, each) => recordEntry(before, of, each), ledgerOf())
    const { risk, update } = start()
    update(noon, ledger)
    expect(risk.dailyPnl(ledger)).toBe(-90_000_000)
    const sold = recordEntry(ledger, of, entry('sell the rest', -100_000_000, 40, noon - 1))
    const again = start()
    again.update(noon, sold)
    expect(again.risk.dailyPnl(sold)).toBe(-110_000_000)
    expect(again.risk.blocked(timeMs(noon), 'position')).toBe('daily-loss-limit')
  })

  test('the loss limit stops entries at exactly the limit, and a person may begin a new budget', () => {
    const { risk, update } = start()
    update(noon, ledgerOf())
    const almost = ledgerOf(closed(-99_999_999, noon))
    update(noon, almost)
    expect(risk.blocked(timeMs(noon), 'position')).toBeUndefined()
    const reached = ledgerOf(...almost.closed, closed(-1, noon))
    update(noon, reached)
    expect(risk.blocked(timeMs(noon), 'position')).toBe('daily-loss-limit')
    risk.observe(operator('resume'), reached)
    update(noon, reached)
    expect(risk.blocked(timeMs(noon), 'position')).toBeUndefined()
    const again = ledgerOf(...reached.closed, closed(-100_000_000, noon))
    update(noon, again)
    expect(risk.blocked(timeMs(noon), 'position')).toBe('daily-loss-limit')
  })
})

describe('the losing streak', () => {
  test('counts losses in a row, forgets them at a gain, and takes no notice of nothing', () => {
    const { risk, update } = start()
    const history = [-1, -1, 0, -1].map((realised, index) => closed(realised, noon + index))
    update(noon + 4, ledgerOf(...history))
    expect(risk.losingStreak()).toBe(3)
    update(noon + 5, ledgerOf(...history, closed(1, noon + 5)))
    expect(risk.losingStreak()).toBe(0)
  })

  test('counts each closed position once, also when old ones are dropped', () => {
    const { risk, update } = start()
    const [first, second, third] = [1, 2, 3].map((index) => closed(-1, noon + index))
    if (first === undefined || second === undefined || third === undefined) throw new Error('none')
    update(noon + 2, ledgerOf(first, second))
    update(noon + 2, ledgerOf(first, second))
    update(noon + 3, ledgerOf(second, third))
    expect(risk.losingStreak()).toBe(3)
  })

  test('a basket is one result, counted when all of it is over', () => {
    const { risk, update } = start()
    const parts = [closed(-5, noon, 'b'), closed(8, noon, 'b')]
    const [one] = parts
    if (one === undefined) throw new Error('none')
    update(noon, ledgerOf(closed(-1, noon), one), false)
    expect(risk.losingStreak()).toBe(1)
    update(noon, ledgerOf(closed(-1, noon), ...parts), true)
    expect(risk.losingStreak()).toBe(0)
  })

  test('each loss from the fifth on pauses for an hour', () => {
    const { risk, update } = start()
    const losses = [0, 1, 2, 3, 4].map((index) => closed(-1, noon + index))
    update(noon + 4, ledgerOf(...losses))
    expect(risk.blocked(timeMs(noon + 4 + HOUR - 1), 'position')).toBe('loss-streak-pause')
    expect(risk.blocked(timeMs(noon + 4 + HOUR), 'position')).toBeUndefined()
    update(noon + 2 * HOUR, ledgerOf(...losses, closed(-1, noon + 2 * HOUR)))
    expect(risk.blocked(timeMs(noon + 3 * HOUR - 1), 'position')).toBe('loss-streak-pause')
  })
})

describe('baskets', () => {
  const five = (basket?: string): readonly ClosedPosition[] =>
    [0, 1, 2, 3, 4].map((index) =>
      closed(-1, noon + index, basket === undefined ? undefined : `${basket}${index}`),
    )

  test('losses of positions pause positions, and no basket, whose payoff is proven', () => {
    const { risk, update } = start()
    update(noon + 4, ledgerOf(...five()))
    expect(risk.blocked(timeMs(noon + 5), 'position')).toBe('loss-streak-pause')
    expect(risk.blocked(timeMs(noon + 5), 'basket')).toBeUndefined()
  })

  test('five baskets in a row that lost pause both: what was proven does not come true', () => {
    const { risk, update } = start()
    update(noon + 4, ledgerOf(...five('b')))
    expect(risk.blocked(timeMs(noon + 5), 'basket')).toBe('loss-streak-pause')
    expect(risk.blocked(timeMs(noon + 5), 'position')).toBe('loss-streak-pause')
    expect(risk.blocked(timeMs(noon + 5 + HOUR), 'basket')).toBeUndefined()
    update(noon + 6, ledgerOf(...five('b')))
    risk.observe(operator('resume'), ledgerOf())
    expect(risk.blocked(timeMs(noon + 6), 'basket')).toBeUndefined()
  })
})

describe('a person', () => {
  test('a kill outlasts the day and a later pause; resume lifts both', () => {
    const { risk, update } = start()
    update(noon, ledgerOf())
    risk.observe(operator('kill'), ledgerOf())
    risk.observe(operator('pause'), ledgerOf())
    update(noon + 2 * DAY, ledgerOf())
    expect(risk.blocked(timeMs(noon + 2 * DAY), 'position')).toBe('killed')
    risk.observe(operator('resume'), ledgerOf())
    expect(risk.blocked(timeMs(noon + 2 * DAY), 'position')).toBeUndefined()
  })
})
