import {
  createLedger,
  eventId,
  type Ledger,
  marketId,
  parseSize,
  parseUsd,
  recordEntry,
  timeMs,
  tokenId,
  usd,
} from '@bot/core'
import { buildMarket, buildView } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { basketCap } from './basket-cap.js'

const [a, b, c] = ['a', 'b', 'c'].map((id) => buildMarket(id, { event: eventId(`event-${id}`) }))
const caps = { maxUsd: 100, maxEventUsd: 100 }

const bought = (ledger: Ledger, market: string, dollars: string, basket?: string): Ledger =>
  recordEntry(
    ledger,
    {
      ...{ owner: 'arbitrage', token: tokenId(`${market}-yes`), market: marketId(market) },
      ...(basket === undefined ? {} : { basket }),
    },
    {
      ...{ id: market, at: timeMs(1), fee: usd(0), settled: 'confirmed' },
      ...{ shares: parseSize('100'), cash: usd(-parseUsd(dollars)) },
    },
  )

test('a basket over several events gets what the fullest of them has room for', () => {
  const markets = [a, b, c].flatMap((each) => each ?? [])
  const cash = createLedger(parseUsd('1000'))
  const capOf = (ledger: Ledger, ...of: readonly (typeof a)[]): number =>
    basketCap(
      buildView({ markets, ledger }),
      of.flatMap((each) => each ?? []),
      caps,
    )
  expect(capOf(cash, a, b)).toBe(parseUsd('100'))
  const one = bought(cash, 'a', '30')
  expect(capOf(one, a, b)).toBe(parseUsd('70'))
  expect(capOf(one, b)).toBe(parseUsd('100'))
})

test('a basket that is held in two events counts in both with all that it cost', () => {
  const markets = [a, b, c].flatMap((each) => each ?? [])
  const held = bought(bought(createLedger(parseUsd('1000')), 'a', '30', 'x'), 'b', '20', 'x')
  const capOf = (of: typeof a): number =>
    basketCap(buildView({ markets, ledger: held }), of === undefined ? [] : [of], caps)
  expect(capOf(a)).toBe(parseUsd('50'))
  expect(capOf(b)).toBe(parseUsd('50'))
  expect(capOf(c)).toBe(parseUsd('100'))
})
