import {
  createLedger,
  eventId,
  type MarketFacts,
  marketId,
  type OrderState,
  orderId,
  orderRef,
  parsePrice,
  parseSize,
  parseUsd,
  prepareOrder,
  recordTrade,
  reportOrder,
  timeMs,
  tokenId,
  type Usd,
  usd,
  wantOrder,
} from '@bot/core'
import { buildMarket, buildView } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { eventLoss } from './event-loss.js'

const race = ['a', 'b', 'c'].map((name) =>
  buildMarket(name, {
    event: eventId('race'),
    negRisk: { group: 'race', augmented: false, role: 'named', feeBips: 0 },
  }),
)
const order = (token: string, side: 'buy' | 'sell', shares: string, at: string): OrderState =>
  wantOrder({
    ref: orderRef(`${token} ${side}`),
    owner: 'sample',
    token: tokenId(token),
    market: marketId(token.replace(/-.*/, '')),
    side,
    shares: parseSize(shares),
    limit: parsePrice(at),
    tif: 'gtc',
    postOnly: true,
  })
/** Holds what these orders bought. */
const viewOf = (markets: readonly MarketFacts[], ...bought: readonly OrderState[]) => {
  let ledger = createLedger(usd(1_000_000_000))
  for (const wanted of bought) {
    const id = orderId(wanted.intent.ref)
    const { shares, limit } = wanted.intent
    const exchanged = { size: shares, notional: ((shares * limit) / 10_000) as Usd }
    const report = { order: id, tradeId: 't', status: 'confirmed', exchanged } as const
    const filled = reportOrder(prepareOrder(wanted, id, ''), report)
    for (const trade of filled.trades) ledger = recordTrade(ledger, filled, trade, timeMs(1))
  }
  return buildView({ markets, ledger })
}
const lossOf = (
  view: ReturnType<typeof viewOf>,
  orders: readonly OrderState[] = [],
  token?: string,
) => eventLoss(view, 'race', orders, [], token === undefined ? undefined : tokenId(token))

test('one position loses what it cost, where it does not pay', () => {
  const view = viewOf(race, order('a-yes', 'buy', '100', '0.4'))
  expect(lossOf(view)).toBe(parseUsd('40'))
})

test('positions in outcomes that exclude each other hedge', () => {
  const view = viewOf(
    race,
    order('a-yes', 'buy', '100', '0.4'),
    order('b-yes', 'buy', '100', '0.3'),
  )
  expect(lossOf(view)).toBe(parseUsd('70'))
  const whole = viewOf(
    race,
    order('a-yes', 'buy', '100', '0.4'),
    order('b-yes', 'buy', '100', '0.3'),
    order('c-yes', 'buy', '100', '0.2'),
  )
  expect(lossOf(whole)).toBe(parseUsd('-10'))
})

test('an augmented group may be won by none that is listed', () => {
  const open = race.map((market) => ({
    ...market,
    negRisk: { group: 'race', augmented: true, role: 'named', feeBips: 0 } as const,
  }))
  const bought = ['a-yes', 'b-yes', 'c-yes'].map((token) => order(token, 'buy', '100', '0.3'))
  expect(lossOf(viewOf(open, ...bought))).toBe(parseUsd('90'))
})

test('two outcomes of one market hedge, two markets that exclude nothing fail together', () => {
  const alone = ['x', 'y'].map((name) => buildMarket(name, { event: eventId('race') }))
  const pair = viewOf(
    alone,
    order('x-yes', 'buy', '100', '0.4'),
    order('x-no', 'buy', '100', '0.5'),
  )
  expect(lossOf(pair)).toBe(parseUsd('-10'))
  const both = viewOf(
    alone,
    order('x-yes', 'buy', '100', '0.4'),
    order('y-no', 'buy', '100', '0.5'),
  )
  expect(lossOf(both)).toBe(parseUsd('90'))
})

test('an open order counts only where filling it makes things worse', () => {
  const view = viewOf(race, order('a-yes', 'buy', '100', '0.4'))
  expect(lossOf(view, [order('b-yes', 'buy', '100', '0.3')])).toBe(parseUsd('70'))
  expect(lossOf(view, [order('a-no', 'buy', '100', '0.5')])).toBe(parseUsd('40'))
  expect(lossOf(view, [order('a-yes', 'sell', '100', '0.1')])).toBe(parseUsd('40'))
})

test('what a token may add to is the loss where it does not pay', () => {
  const view = viewOf(race, order('a-yes', 'buy', '100', '0.4'))
  expect(lossOf(view, [], 'b-yes')).toBe(parseUsd('40'))
  expect(lossOf(view, [], 'a-no')).toBe(parseUsd('-60'))
})

test('a basket under way counts with all that it may cost, a market that is not known with all that it did', () => {
  const view = viewOf([], order('race-yes', 'buy', '100', '0.4'))
  expect(eventLoss(view, 'race', [], [])).toBe(parseUsd('40'))
  const basket = { id: 'b', markets: [marketId('a')], most: parseUsd('25') }
  expect(eventLoss(viewOf(race), 'race', [], [basket])).toBe(parseUsd('25'))
})
