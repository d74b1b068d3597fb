import type { Relation } from '@bot/arbitrage'
import {
  createLedger,
  eventId,
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
import { completeSettings } from './session.js'
import { createUniverse } from './universe.js'

const NOW = 1_700_000_000_000
const HOUR = 3_600_000
const market = (id: string, parts: Parameters<typeof buildMarket>[1] = {}) =>
  buildMarket(id, { event: eventId(id), ...parts })
const game = (id: string, inHours: number) =>
  market(id, { gameId: `game ${id}`, startsAt: timeMs(NOW + inHours * HOUR) } as never)

test('what comes and what goes is told, once', () => {
  const universe = createUniverse(() => buildView(), completeSettings({}), [])
  const first = universe.update([market('a'), market('b')])
  expect(first).toEqual({ added: ['a-yes', 'a-no', 'b-yes', 'b-no'], removed: [] })
  expect(universe.update([market('a'), market('b')])).toEqual({ added: [], removed: [] })
  expect(universe.update([market('b'), market('c')])).toEqual({
    added: ['c-yes', 'c-no'],
    removed: ['a-yes', 'a-no'],
  })
  expect(universe.size()).toBe(4)
})

test('with little room the most liquid come first, and wanted markets before them', () => {
  const universe = createUniverse(() => buildView(), completeSettings({ maxStreamedTokens: 2 }), [])
  const markets = [market('thin', { liquidity: 1 }), market('deep', { liquidity: 9 })]
  expect(universe.update(markets).added).toEqual(['deep-yes', 'deep-no'])
  universe.want('thin-yes')
  expect(universe.update(markets)).toEqual({
    added: ['thin-yes', 'thin-no'],
    removed: ['deep-yes', 'deep-no'],
  })
})

test('markets of relations that a person confirmed come before more liquid ones', () => {
  const literal = (id: string) => ({ market: marketId(id), outcome: 0 }) as const
  const told: Relation = {
    ...{ kind: 'implication', premise: literal('thin'), conclusion: literal('other') },
    ...{ id: 'told', rule: 'confirmed', splits: 'never', evidence: { because: 'read' } },
  }
  const settings = completeSettings({ maxStreamedTokens: 2 })
  const markets = [market('thin', { liquidity: 1 }), market('deep', { liquidity: 9 })]
  const { added } = createUniverse(() => buildView(), settings, [told]).update(markets)
  expect(added).toEqual(['thin-yes', 'thin-no'])
})

test('what is held stays, whatever else there is', () => {
  const ledger = recordEntry(
    createLedger(parseUsd('100')),
    { owner: 's', token: tokenId('thin-yes'), market: marketId('thin') },
    {
      id: 'e',
      shares: parseSize('1'),
      cash: usd(-1),
      fee: usd(0),
      settled: 'confirmed',
      at: timeMs(1),
    },
  )
  const settings = completeSettings({ maxStreamedTokens: 2 })
  const universe = createUniverse(() => buildView({ ledger }), settings, [])
  expect([...universe.held()]).toEqual(['thin'])
  const markets = [market('thin', { liquidity: 1, tradable: false }), market('deep')]
  expect(universe.update(markets).added).toEqual(['thin-yes', 'thin-no'])
})

test('games that start too far ahead are left out, and all that have not started when told so', () => {
  const markets = [game('under-way', -1), game('soon', 5), game('later', 30), market('no-game')]
  const chosen = (settings: Parameters<typeof completeSettings>[0]) =>
    createUniverse(() => buildView({ now: NOW }), completeSettings(settings), [])
      .update(markets)
      .added.filter((token) => token.endsWith('-yes'))
      .sort()
  expect(chosen({})).toEqual(['no-game-yes', 'soon-yes', 'under-way-yes'])
  expect(chosen({ upcomingHoursAhead: 48 })).toContain('later-yes')
  expect(chosen({ includeUpcomingMarkets: false })).toEqual(['no-game-yes', 'under-way-yes'])
})
