import { eventId, marketId } from '@bot/core'
import { buildMarket } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { selectUniverse } from './select-universe.js'

const negRisk = { group: 'g', augmented: false, role: 'named', feeBips: 0 } as const
const group = ['a', 'b', 'c'].map((id) =>
  buildMarket(id, { event: eventId('race'), negRisk, liquidity: 10 }),
)
const rich = buildMarket('rich', { liquidity: 1e6 })
const poor = buildMarket('poor', { liquidity: 1 })
const closed = buildMarket('closed', { tradable: false, liquidity: 1e9 })
const all = [rich, poor, closed, ...group]
const choose = (maxTokens: number, held: readonly string[] = [], wanted: readonly string[] = []) =>
  selectUniverse(all, {
    held: new Set(held.map(marketId)),
    wanted: new Set(wanted),
    maxTokens,
  })

test('a negRisk event comes whole or not at all, before richer markets', () => {
  expect(choose(6)).toEqual(group.flatMap((market) => market.tokens))
  expect(choose(5)).toEqual([...rich.tokens, ...poor.tokens])
})

test('what is held comes first, even when it can no longer be traded', () => {
  expect(choose(2, ['closed'])).toEqual(closed.tokens)
})

test('what strategies want comes before what is merely liquid', () => {
  expect(choose(8, [], ['poor'])).toEqual([
    ...group.flatMap((market) => market.tokens),
    ...poor.tokens,
  ])
})

test('a market that cannot be traded is left out', () => {
  expect(choose(100)).not.toContain(closed.tokens[0])
})
