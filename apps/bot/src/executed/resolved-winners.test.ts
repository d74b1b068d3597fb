import { parseUsd, type Stamped, size, timeMs } from '@bot/core'
import type { SimMarket } from '@bot/sim'
import { expect, test } from 'vitest'
import { openBotBooks } from '../campaign/checks/bot-books.js'
import { createSeller } from '../fixtures/create-seller.js'
import { openExecutedWorld } from './executed-world.js'

const SECOND = 1_000
const YES = [1_000_000, 0] as const
const NO = [0, 1_000_000] as const
const EMPTY = {
  binaries: 0,
  shorts: 0,
  pairs: 0,
  exhaustive: 0,
  augmented: 0,
  ladders: 0,
  twins: 0,
}

/** How many positions the bot ever had in each market, and what the closed ones realised. */
const judge = (entries: () => readonly Stamped[], markets: readonly SimMarket[]) => {
  const books = openBotBooks(parseUsd('1000'), entries)
  books.catchUp()
  const { positions, closed } = books.account.ledger()
  const all = [...positions.values(), ...closed.map(({ position }) => position)]
  return {
    bought: markets.map(({ id }) => all.filter(({ market }) => market === id).length),
    held: positions.size,
    realised: closed.map(({ realised }) => realised),
  }
}

test('a winner whose payouts are on chain is bought and redeemed; what is proposed, overturned, or takes no orders is not', async () => {
  const { exchange, ...world } = await openExecutedWorld({
    seed: 1,
    population: { scale: EMPTY, plantEveryMs: 0, trapEveryMs: 0 },
  })
  const { offer, withdraw } = createSeller(exchange)
  const endsAt = timeMs(exchange.now() + 20 * SECOND)
  const [won, overturned, paused] = ['rain', 'snow', 'hail'].map((slug, index) =>
    exchange.createMarket({
      ...{ slug, question: `Will there be ${slug}?`, endsAt, minimumSize: size(5e6) },
      event: { id: String(index + 1), slug, title: slug },
    }),
  ) as [SimMarket, SimMarket, SimMarket]
  const markets = [won, overturned, paused]
  for (const market of markets) offer(market, 0, 60, 40)
  await world.pass(60 * SECOND)
  withdraw()
  for (const market of markets) {
    exchange.propose(market.id, YES)
    offer(market, 0, 95, 40)
  }
  await world.pass(60 * SECOND)
  expect(judge(world.entries, markets).bought).toEqual([0, 0, 0])
  const reasons = world.bot.stats.funnel().arbitrage.refusals.map(({ reason }) => reason)
  expect(reasons).toContain('resolution-not-final')

  exchange.dispute(overturned.id)
  exchange.propose(overturned.id, NO)
  exchange.setStatus(paused.id, 'paused')
  for (const { id } of [won, paused]) exchange.report(id, YES)
  await world.pass(30 * SECOND)
  exchange.report(overturned.id, NO)
  await world.pass(30 * SECOND)
  // The chain's word is enough: the venue has not ended the market yet.
  expect(judge(world.entries, markets)).toMatchObject({ held: 0, realised: [parseUsd('2')] })
  for (const { id } of markets) exchange.resolve(id, id === overturned.id ? NO : YES)
  await world.pass(600 * SECOND)
  await world.stop()
  // 40 shares at 0.95, redeemed at a dollar each.
  expect(judge(world.entries, markets)).toEqual({
    ...{ bought: [1, 0, 0], held: 0, realised: [parseUsd('2')] },
  })
  const redeemed = world
    .entries()
    .filter(({ event }) => event.type === 'settlement' && event.status === 'confirmed')
  expect(redeemed).toHaveLength(1)
}, 120_000)
