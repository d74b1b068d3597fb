import { createArbitrageStrategy } from '@bot/arbitrage'
import {
  type Arrived,
  type Command,
  type Event,
  eventId,
  type MarketFacts,
  notional,
  type OrderIntent,
  orderId,
  parseUsd,
  type Stamped,
  timeMs,
  tokenId,
  USD_ZERO,
} from '@bot/core'
import { buildMarket, level } from '@bot/core/testing'
import { createEngine, createRunLoop, restoreAccount } from '@bot/engine'
import { createExecutionPolicy, FIRST_SYSTEM_LIMITS } from '@bot/executor'
import { createMemoryJournal } from '@bot/journal'
import { expect, test } from 'vitest'

const START = 1_700_000_000_000
const CASH = parseUsd('1000')
const NAMES = ['a', 'b', 'c'] as const

const market = (name: string): MarketFacts =>
  buildMarket(name, {
    event: eventId('race'),
    negRisk: { group: 'race', augmented: false, role: 'named', feeBips: 0 },
    endsAt: timeMs(START + 86_400_000),
  })
/** Books on which YES of every outcome costs 0.90 together; b's is the thinnest. */
const books = (epoch: number): Event[] =>
  NAMES.flatMap((name) =>
    [
      [`${name}-yes`, '0.28', '0.30'],
      [`${name}-no`, '0.70', '0.72'],
    ].map(([token = '', bid = '', ask = '']): Event => {
      const size = name === 'b' ? '1500' : '3000'
      const sides = { bids: [level(bid, size)], asks: [level(ask, size)] }
      return { type: 'book-snapshot', token: tokenId(token), epoch, ...sides }
    }),
  )
const facts: Event[] = NAMES.map((name) => ({
  type: 'fact',
  kind: 'market',
  key: market(name).id,
  value: market(name),
  provenance: { source: 'test', ageMs: 0, state: 'live', simulated: true },
}))

type Journal = ReturnType<typeof createMemoryJournal>

/** A run over a journal: all that an earlier run left is read from there. Commands are noted, never performed. */
const openRun = async (journal: Journal) => {
  const policy = createExecutionPolicy({ limits: FIRST_SYSTEM_LIMITS })
  const shown = async function* (): AsyncIterable<Stamped> {
    for await (const entry of journal.read(0)) {
      policy.remember(entry)
      yield entry
    }
  }
  const account = await restoreAccount(CASH, shown())
  const strategies = [createArbitrageStrategy({ groupIsWhole: () => true })]
  const engine = createEngine({ strategies, policy, start: account, seed: 1 })
  const commands: Command[] = []
  const loop = createRunLoop({
    engine,
    journal,
    perform: (command) => void commands.push(command),
    listeners: [],
    onListenerFailed: (reason) => {
      throw reason
    },
    onHalted: (reason) => {
      throw reason
    },
  })
  const take = (afterMs: number, events: readonly Event[]): void => {
    const at = timeMs(START + afterMs)
    loop.take(events.map((event): Arrived => ({ at, venueAt: at, event })))
  }
  const orders = (): OrderIntent[] =>
    commands.flatMap((command) => (command.kind === 'submit' ? [command.order] : []))
  return { policy, engine, take, orders }
}

/** What a venue says of an order that was prepared, sent and filled whole. */
const filled = (order: OrderIntent): Event[] => {
  const id = orderId(`id-${order.ref}`)
  const exchanged = { size: order.shares, notional: notional(order.shares, order.limit, 'up') }
  return [
    { type: 'order-prepared', ref: order.ref, intent: order, id, wire: 'wire' },
    {
      type: 'execution',
      report: {
        order: id,
        tradeId: `t-${order.ref}`,
        status: 'confirmed',
        exchanged,
        fee: USD_ZERO,
      },
    },
  ]
}

test('a basket under way is taken up again from the journal, and nothing of it is bought twice', async () => {
  const journal = createMemoryJournal()
  const first = await openRun(journal)
  first.take(0, [...facts, ...books(1)])
  first.take(10, [{ type: 'scan-slice', scan: 1, from: 0, to: 3, last: true }])
  const [thinnest] = first.orders()
  expect(thinnest?.token).toBe('b-yes')
  if (thinnest === undefined) return
  first.take(20, filled(thinnest))
  // The second leg was commanded and never prepared: the run dies here.
  expect(first.orders()).toHaveLength(2)

  const second = await openRun(journal)
  second.take(5_000, [...facts, ...books(2)])
  second.take(5_010, [{ type: 'timer', name: 'tick' }])
  for (let leg = 0; leg < 2; leg++) {
    const order = second.orders().at(-1)
    if (order !== undefined) second.take(5_020 + leg, filled(order))
  }
  const tokens = [thinnest, ...second.orders()].map(({ token }) => token)
  expect(tokens.sort()).toEqual(['a-yes', 'b-yes', 'c-yes'])
  for (const order of second.orders()) expect(order.shares).toBe(thinnest.shares)
  const status = second.policy.status(second.engine.view())
  expect(status['activeBaskets']).toEqual([])
  expect(status['endedBaskets']).toMatchObject([{ how: 'held', reason: 'to-resolution' }])
})

test('a basket is in the journal before its first order', async () => {
  const journal = createMemoryJournal()
  const run = await openRun(journal)
  run.take(0, [...facts, ...books(1)])
  run.take(10, [{ type: 'scan-slice', scan: 1, from: 0, to: 3, last: true }])
  const [order] = run.orders()
  if (order === undefined) throw new Error('Expected an order')
  run.take(20, filled(order))
  const types: string[] = []
  for await (const { event } of journal.read(0)) types.push(event.type)
  expect(types.indexOf('basket')).toBeGreaterThan(0)
  expect(types.indexOf('basket')).toBeLessThan(types.indexOf('order-prepared'))
})
