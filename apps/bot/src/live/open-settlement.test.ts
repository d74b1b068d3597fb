import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Approved,
  type BasketAction,
  createSeededRandom,
  marketId,
  parseSize,
  parseUsd,
  type SettleRequest,
  timeMs,
} from '@bot/core'
import { createScaledClock } from '@bot/core/testing'
import { createPolymarketReads, createThrowawaySigner, resolveWallet } from '@bot/polymarket'
import { createExchange } from '@bot/sim'
import { createExchangeServer } from '@bot/sim/server'
import { afterAll, expect, test } from 'vitest'
import { systemClock } from '../effects/system-clock.js'
import { linesOf, openSettlement } from './open-settlement.js'

const folder = mkdtempSync(join(tmpdir(), 'bot-settlement-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each(['eoa', 'safe'] as const)(
  'complete sets of a wallet of kind %s are split, merged, converted and redeemed by transactions on the exchange’s chain',
  async (kind) => {
    const clock = createScaledClock(systemClock, 20)
    const exchange = createExchange({ start: clock.now(), seed: 1 })
    const event = {
      id: '1',
      slug: 'race',
      title: 'Who wins?',
      negRisk: { group: `0x${'ab'.repeat(31)}00`, augmented: false },
    }
    const endsAt = timeMs(clock.now() + 86_400_000)
    const made = ['a', 'b', 'c'].map((name) =>
      exchange.createMarket({ slug: name, question: name, label: name, event, endsAt }),
    )
    const server = await createExchangeServer({ exchange, clock, random: createSeededRandom(1) })
    const { gamma, clob, data, ws, sim } = server.urls
    const reads = createPolymarketReads({ fetch, clock, hosts: { gamma, clob, data, ws } })
    const { items } = await reads.gamma.markets({})
    const signer = createThrowawaySigner(randomBytes)
    const { address } = resolveWallet({ kind }, signer.address)
    const owner = address.toLowerCase()
    exchange.deposit(owner, parseUsd('100'))
    const file = join(folder, `${kind}.jsonl`)
    const given = {
      rpcUrl: `${sim}/rpc`,
      lines: linesOf(file),
      account: { signer, wallet: { kind } },
    }
    const problems: unknown[] = []
    const open = () =>
      openSettlement({
        ...given,
        marketById: (id) => items.find((market) => market.id === id),
        fetch,
        clock,
        confirmations: 2,
        onProblem: (thrown) => problems.push(thrown),
      })
    const settlement = await open()
    const approved = (ref: string, action: BasketAction) =>
      ({ ref, action }) as Approved<SettleRequest>
    const settle = (ref: string, action: Omit<BasketAction, 'shares'>, shares: string) =>
      settlement.settle(approved(ref, { ...action, shares: parseSize(shares) }))
    const ids = made.map(({ id }) => marketId(id))
    const [first, second] = made
    if (first === undefined || second === undefined) throw new Error('Expected markets')

    expect(await settle('s', { action: 'split', markets: [first.id] }, '10')).toMatchObject({
      status: 'confirmed',
      cash: -10_000_000,
    })
    expect(await settle('s', { action: 'split', markets: [first.id] }, '10')).toMatchObject({
      status: 'confirmed',
    })
    expect(exchange.balances(owner).cash).toBe(parseUsd('90'))
    expect(await settle('m', { action: 'merge', markets: [first.id] }, '4')).toMatchObject({
      cash: 4_000_000,
    })
    await settle('s2', { action: 'split', markets: [second.id] }, '6')
    const group = event.negRisk.group
    expect(
      await settle('c', { action: 'convert', markets: ids.slice(0, 2), group }, '6'),
    ).toMatchObject({ status: 'confirmed', cash: 6_000_000 })
    const [, , third] = made
    expect(exchange.balances(owner).holdings.get(third?.tokens[0] ?? first.tokens[0])).toBe(
      parseSize('6'),
    )
    expect(await settle('x', { action: 'merge', markets: [first.id] }, '50')).toMatchObject({
      status: 'failed',
    })
    for (const { id } of made)
      exchange.resolve(id, id === third?.id ? [1_000_000, 0] : [0, 1_000_000])
    if (third === undefined) throw new Error('Expected a third market')
    expect(await settle('r', { action: 'redeem', markets: [third.id] }, '6')).toMatchObject({
      status: 'confirmed',
      cash: 6_000_000,
    })
    await settlement.close()
    expect(readFileSync(file, 'utf8').trim().split('\n').length).toBeGreaterThanOrEqual(10)

    const again = await open()
    const before = exchange.balances(owner).cash
    const split = { action: 'split', markets: [first.id], shares: parseSize('10') } as const
    expect(await again.settle(approved('s', split))).toMatchObject({ status: 'confirmed' })
    expect(exchange.balances(owner).cash).toBe(before)
    await again.close()
    expect(problems).toEqual([])
    await server.close()
  },
)
