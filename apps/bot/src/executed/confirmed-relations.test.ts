import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseUsd, size, timeMs } from '@bot/core'
import { createExchange, type SimExchange, type SimMarket } from '@bot/sim'
import { afterAll, expect, test } from 'vitest'
import { openBotBooks } from '../campaign/checks/bot-books.js'
import { createSeller } from '../fixtures/create-seller.js'
import { openExecutedWorld } from './executed-world.js'

const SECOND = 1_000
const YES = [1_000_000, 0] as const
const NO = [0, 1_000_000] as const
const EMPTY = {
  ...{ binaries: 0, shorts: 0, pairs: 0, exhaustive: 0, augmented: 0, ladders: 0, twins: 0 },
}
const SEED = 1
const teams = ['Kites', 'Wolves', 'Bears']
const folder = mkdtempSync(join(tmpdir(), 'bot-executed-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Pair = Readonly<{ reach: SimMarket; win: SimMarket }>

/** Two events a team: whether it reaches the final, and whether it wins the cup. Ids follow from the exchange's seed. */
const makePairs = (exchange: SimExchange, endsAt: number): readonly Pair[] =>
  teams.map((team, index) => {
    const [reach, win] = ['reach the final of the cup', 'win the cup'].map((what, place) => {
      const slug = `${team}-${place}`.toLowerCase()
      return exchange.createMarket({
        ...{ slug, question: `Will the ${team} ${what}?`, minimumSize: size(5e6) },
        ...{ event: { id: `${index}${place}`, slug, title: slug }, endsAt: timeMs(endsAt) },
      })
    }) as [SimMarket, SimMarket]
    return { reach, win }
  })

/** The Kites and the Wolves are confirmed; of the Bears only a program says it. */
const writeRelations = (pairs: readonly Pair[]): string => {
  const file = join(folder, 'relations.json')
  const relations = pairs.map(({ reach, win }, index) => ({
    ...{ id: `told ${teams[index]}`, kind: 'implication', splits: 'together' },
    premise: { market: win.id, outcome: 0 },
    conclusion: { market: reach.id, outcome: 0 },
    because: 'who wins the cup has reached its final',
    ...(index === 2 ? {} : { confirmedBy: 'Ada', confirmedAt: '2026-05-04' }),
  }))
  writeFileSync(file, JSON.stringify({ version: 1, relations }))
  return file
}

test('a relation over two events that a person confirmed is bought and held, and every leg redeemed when its own event ends; what nobody confirmed is not', async () => {
  const endsAt = Date.UTC(2026, 5, 1)
  const twin = createExchange({ start: timeMs(Date.UTC(2026, 4, 5)), seed: SEED })
  const relationsFile = writeRelations(makePairs(twin, endsAt))
  const { exchange, ...world } = await openExecutedWorld({
    ...{ seed: SEED, changed: { relationsFile } },
    population: { scale: EMPTY, plantEveryMs: 0, trapEveryMs: 0 },
  })
  const pairs = makePairs(exchange, endsAt)
  const { offer } = createSeller(exchange)
  const ledger = () => {
    const books = openBotBooks(parseUsd('1000'), world.entries)
    books.catchUp()
    return books.account.ledger()
  }
  for (const { reach } of pairs) offer(reach, 0, 50, 300)
  await world.pass(90 * SECOND)
  // The books of the events that the relations name first change last, and just after a scan: nothing else looks at them.
  for (const { win } of pairs) offer(win, 1, 40, 300)
  await world.pass(5 * SECOND)
  const held = [...ledger().positions.values()]
  const [kites, wolves, bears] = pairs as [Pair, Pair, Pair]
  expect(new Set(held.map(({ market }) => market))).toEqual(
    new Set([kites, wolves].flatMap(({ reach, win }) => [reach.id, win.id])),
  )
  // An event's hundred dollars hold for what both legs cost together.
  const costs = [kites, wolves].map(({ reach, win }) =>
    held
      .filter(({ market }) => market === reach.id || market === win.id)
      .reduce((sum, { cost }) => sum + cost, 0),
  )
  for (const cost of costs) expect(cost).toBeLessThanOrEqual(parseUsd('100'))
  for (const cost of costs) expect(cost).toBeGreaterThan(parseUsd('95'))

  exchange.resolve(kites.reach.id, YES)
  exchange.resolve(wolves.reach.id, NO)
  await world.pass(300 * SECOND)
  expect([...ledger().positions.values()].map(({ market }) => market).sort()).toEqual(
    [kites.win.id, wolves.win.id].sort(),
  )
  exchange.resolve(kites.win.id, YES)
  exchange.resolve(wolves.win.id, NO)
  for (const { id } of [bears.reach, bears.win]) exchange.resolve(id, NO)
  await world.pass(300 * SECOND)
  await world.stop()
  const { positions, closed } = ledger()
  expect(positions.size).toBe(0)
  const earned = closed.reduce((sum, { realised }) => sum + realised, 0)
  const spent = costs.reduce((sum, cost) => sum + cost, 0)
  // Each set cost 90 cents and paid a dollar, whichever of its legs it was.
  expect(earned).toBe(Math.round(spent / 0.9) - spent)
}, 600_000)
