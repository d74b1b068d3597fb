import {
  createLedger,
  marketId,
  parsePrice,
  parseSize,
  parseUsd,
  recordEntry,
  timeMs,
  tokenId,
  usd,
} from '@bot/core'
import { expect, test } from 'vitest'
import { takenMs } from './taken-ms.js'

const plant = {
  from: timeMs(1_000),
  to: timeMs(9_000),
  legs: [
    {
      market: marketId('m'),
      token: tokenId('m-yes'),
      price: parsePrice('0.36'),
      shares: parseSize('48'),
    },
  ],
}

const taken = (token: string, shares: string, cash: string, at: number, owner = 'market-only') => {
  const owned = owner.startsWith('basket') ? { owner, basket: owner } : { owner }
  const ledger = recordEntry(
    createLedger(parseUsd('100')),
    { ...owned, token: tokenId(token), market: marketId('m') },
    {
      id: 'e',
      shares: parseSize(shares.replace('-', '')) * (shares.startsWith('-') ? -1 : 1),
      cash: parseUsd(cash),
      fee: usd(0),
      settled: 'provisional',
      at: timeMs(at),
    },
  )
  return takenMs(plant, ledger)
}

test('a sale of the other outcome at what the leg leaves of a dollar takes it', () => {
  expect(taken('m-no', '-48', '30.72', 1_002)).toBe(2)
})

test('a purchase of the leg itself at its price takes it', () => {
  expect(taken('m-yes', '10', '-3.60', 4_000)).toBe(3_000)
})

test('worse prices, other directions, other times and the bot\u2019s baskets do not', () => {
  expect(taken('m-no', '-48', '28.80', 1_002)).toBeUndefined()
  expect(taken('m-yes', '10', '-3.70', 1_002)).toBeUndefined()
  expect(taken('m-no', '10', '-6.40', 1_002)).toBeUndefined()
  expect(taken('m-no', '-48', '30.72', 999)).toBeUndefined()
  expect(taken('m-no', '-48', '30.72', 9_001)).toBeUndefined()
  expect(taken('m-no', '-48', '30.72', 1_002, 'basket-1')).toBeUndefined()
})
