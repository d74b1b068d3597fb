import {
  type FeeSchedule,
  mirrorLevels,
  type Price,
  parseUsd,
  price,
  type Size,
  size,
  type TokenId,
  takerFee,
  tokenId,
} from '@bot/core'
import { buildMarket } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { NOW, putBook, type SampleEvent, sampleOptions } from '../fixtures/sample-event.js'
import { certifyResolved } from '../resolved/certify-resolved.js'
import { toSignal } from './to-signal.js'

const schedule: FeeSchedule = { ratePpm: 70_000, exponent: 1, takerOnly: true }
const fee = (_token: TokenId, at: Price, shares: Size) => takerFee(schedule, shares, at, 'up')

test('a basket of one leg may lose the highest fee that an order for it can be charged', () => {
  const market = buildMarket('m', { fee: schedule })
  const books: SampleEvent['books'] = new Map()
  const offers = [{ price: price(9_700), size: size(60_000_000) }]
  const bids = [{ price: price(9_600), size: size(1_000_000_000) }]
  putBook(books, tokenId('m-yes'), bids, offers)
  putBook(books, tokenId('m-no'), mirrorLevels(offers), mirrorLevels(bids))
  const reading = {
    ...({
      market: market.id,
      source: 'uma',
      state: 'resolved',
      outcome: 0,
      onChain: true,
    } as const),
    ...{ readAt: NOW, settlesAt: NOW },
  }
  const proven = certifyResolved(
    market,
    reading,
    sampleOptions((token) => books.get(token)),
  )
  if ('refused' in proven) throw new Error(proven.refused)
  // Undone at once, it loses a cent a share and two fees.
  expect(proven.maxLegLoss).toBeLessThan(1_000_000)
  const { basket } = toSignal('arbitrage', proven, { lifeMs: 1_000, maxUsd: parseUsd('100'), fee })
  // 58.2 dollars, all of them spent at next to nothing: 7 % of them are charged, of which 1.8 are earned.
  expect(basket?.maxLegLoss).toBeGreaterThan(0.07 * 58_200_000 - proven.worstProfit - 200_000)
  expect(basket?.maxLegLoss).toBeLessThan(0.07 * 58_200_000)
})
