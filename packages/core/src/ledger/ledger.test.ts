import { expect, test } from 'vitest'
import { tokenId } from '../brand.js'
import { traded } from '../fixtures/bought.js'
import { parsePrice } from '../money/price.js'
import { parseUsd, type Usd, usd } from '../money/usd.js'
import { createLedger, type Ledger, markPosition, totalCash, trimClosed } from './ledger.js'
import { type Position, positionKey } from './position.js'

const start = createLedger(parseUsd('100'))
const key = positionKey('o', tokenId('m-yes'))
const positionOf = (ledger: Ledger): Position | undefined => ledger.positions.get(key)
const expectConserved = (ledger: Ledger): void => {
  const cost = [...ledger.positions.values()].reduce((sum, position) => sum + position.cost, 0)
  expect(totalCash(ledger) + cost).toBe(ledger.start + ledger.realised)
}

test('a provisional buy moves provisional cash, and confirming it moves the same to confirmed', () => {
  const bought = traded(start, 'buy', 'm-yes', ['10', '4.8', '0.05'], { settled: 'matched' })
  expect(bought.cash).toEqual({ confirmed: 100_000_000, provisional: -4_850_000 })
  expect(positionOf(bought)).toMatchObject({
    provisional: 10_000_000,
    confirmed: 0,
    cost: 4_850_000,
    fees: 50_000,
  })
  const confirmed = traded(bought, 'buy', 'm-yes', ['10', '4.8', '0.05'])
  expect(confirmed.cash).toEqual({ confirmed: 95_150_000, provisional: 0 })
  expect(positionOf(confirmed)).toMatchObject({ provisional: 0, confirmed: 10_000_000 })
})

test('a voided fill is undone exactly once', () => {
  const bought = traded(start, 'buy', 'm-yes', ['10', '4.8'], { settled: 'matched' })
  const voided = traded(bought, 'buy', 'm-yes', ['10', '4.8'], { settled: 'failed' })
  expect(voided.cash).toEqual(start.cash)
  expect(voided.positions.size).toBe(0)
  expect(voided).toMatchObject({ realised: 0, fees: 0 })
  for (const settled of ['failed', 'matched', 'confirmed'] as const) {
    expect(traded(voided, 'buy', 'm-yes', ['10', '4.8'], { settled })).toBe(voided)
  }
})

test('selling takes its share of the cost, the last share takes all, and the position closes', () => {
  const bought = traded(start, 'buy', 'm-yes', ['3', '1'], { at: 1_000 })
  const one = traded(bought, 'sell', 'm-yes', ['1', '0.5'], { at: 2_000 })
  expect(positionOf(one)).toMatchObject({ cost: 666_667, realised: 166_667 })
  const rest = traded(one, 'sell', 'm-yes', ['2', '0.7'], { at: 3_000 })
  expect(rest.positions.size).toBe(0)
  expect(rest.realised).toBe(200_000)
  expect(rest.closed).toMatchObject([
    { invested: 1_000_000, realised: 200_000, closedAt: 3_000, position: { openedAt: 1_000 } },
  ])
})

test('a position stays open while a trade of it may still fail', () => {
  const bought = traded(start, 'buy', 'm-yes', ['3', '1'])
  const sold = traded(bought, 'sell', 'm-yes', ['3', '2'], { settled: 'mined' })
  expect(sold.closed).toEqual([])
  const voided = traded(sold, 'sell', 'm-yes', ['3', '2'], { settled: 'failed' })
  expect(voided.realised).toBe(0)
  expect(positionOf(voided)).toMatchObject({ confirmed: 3_000_000, cost: 1_000_000 })
})

test('shares sold on before their buy was voided are owed, and buying them back realises the loss', () => {
  const bought = traded(start, 'buy', 'm-yes', ['10', '4'], { settled: 'matched' })
  const sold = traded(bought, 'sell', 'm-yes', ['10', '5'])
  const voided = traded(sold, 'buy', 'm-yes', ['10', '4'], { settled: 'failed' })
  expect(positionOf(voided)).toMatchObject({ confirmed: -10_000_000, cost: 0, realised: 5_000_000 })
  expectConserved(voided)
  const covered = traded(voided, 'buy', 'm-yes', ['12', '7.2'], { id: 'cover' })
  expect(positionOf(covered)).toMatchObject({ confirmed: 2_000_000, cost: 1_200_000 })
  expect(covered.realised).toBe(-1_000_000)
  expectConserved(covered)
})

test('a fee that the venue says late is taken over while the position is open', () => {
  const bought = traded(start, 'buy', 'm-yes', ['10', '4'], { settled: 'matched' })
  const mined = traded(bought, 'buy', 'm-yes', ['10', '4', '0.1'], { settled: 'mined' })
  expect(mined).toMatchObject({ fees: 100_000, cash: { provisional: -4_100_000 } })
  const confirmed = traded(mined, 'buy', 'm-yes', ['10', '4', '0.2'])
  expect(confirmed).toMatchObject({
    fees: 200_000,
    cash: { confirmed: 95_800_000, provisional: 0 },
  })
  expectConserved(confirmed)
})

test('a report of a closed position changes nothing, and a new trade opens a new one', () => {
  const closed = traded(traded(start, 'buy', 'm-yes', ['3', '1']), 'sell', 'm-yes', ['3', '2'])
  expect(traded(closed, 'buy', 'm-yes', ['3', '1'])).toBe(closed)
  const again = traded(closed, 'buy', 'm-yes', ['5', '2'])
  expect(positionOf(again)).toMatchObject({ confirmed: 5_000_000, cost: 2_000_000, realised: 0 })
  expect(traded(again, 'sell', 'm-yes', ['3', '2'])).toBe(again)
})

test('an id that comes back with other shares is refused', () => {
  const bought = traded(start, 'buy', 'm-yes', ['3', '1'], { id: 'x' })
  expect(() => traded(bought, 'buy', 'm-yes', ['4', '1'], { id: 'x' })).toThrow(
    expect.objectContaining({ code: 'ledger-inconsistent' }),
  )
})

test('the high-water mark of a position only rises', () => {
  const bought = traded(start, 'buy', 'm-yes', ['3', '1'])
  const marked = markPosition(bought, key, parsePrice('0.6'))
  expect(positionOf(marked)?.highWater).toBe(6_000)
  expect(markPosition(marked, key, parsePrice('0.5'))).toBe(marked)
  expect(markPosition(start, key, parsePrice('0.5'))).toBe(start)
  expect(positionOf(traded(marked, 'buy', 'm-yes', ['1', '1']))?.highWater).toBe(6_000)
})

test('trimming keeps the newest closed positions and forgets nothing of open ones', () => {
  const closing = (ledger: Ledger, token: string): Ledger =>
    traded(traded(ledger, 'buy', token, ['3', '1']), 'sell', token, ['3', '2'])
  const three = ['a-yes', 'b-yes', 'm-yes'].reduce(closing, start)
  const opened = traded(three, 'buy', 'a-yes', ['5', '1'])
  const names = (ledger: Ledger): string[] => ledger.closed.map((it) => it.position.token)
  expect(names(trimClosed(opened, 2))).toEqual(['b-yes', 'm-yes'])
  expect(names(trimClosed(opened, 0))).toEqual([])
  expect(trimClosed(opened, 3)).toBe(opened)
  const trimmed = trimClosed(opened, 1)
  expect(traded(trimmed, 'buy', 'm-yes', ['3', '1'])).toBe(trimmed)
  expect(traded(trimmed, 'buy', 'a-yes', ['3', '1'])).toBe(trimmed)
  expect(trimmed.realised).toBe(usd(3_000_000) as Usd)
})
