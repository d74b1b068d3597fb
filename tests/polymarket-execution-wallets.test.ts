import {
  type OrderIntent,
  orderRef,
  type PreparedOrder,
  parsePrice,
  parseSize,
  parseUsd,
} from '@bot/core'
import {
  createChainSettlement,
  createRpc,
  createTradingCredentials,
  deriveWallets,
  describeWallet,
  detectWallet,
  openSettlementStore,
  type TradingWallet,
} from '@bot/polymarket'
import { expect, test, vi } from 'vitest'
import { memoryLines } from './fixtures/memory-lines.js'
import { clock, type LiveVenue, startVenue } from './polymarket-execution-venue.js'

const { signal } = new AbortController()
let made = 0

const prepare = (
  { execution, market }: LiveVenue,
  own: Partial<OrderIntent> = {},
): Promise<PreparedOrder> =>
  execution.prepare({
    ref: orderRef(`order-${made++}`),
    owner: 'test',
    token: market.tokens[0],
    market: market.id,
    side: 'buy',
    shares: parseSize('20'),
    limit: parsePrice('0.6'),
    tif: 'fak',
    postOnly: false,
    ...own,
  } as never)

test.each(['eoa', 'proxy', 'safe', 'deposit'] as const)(
  'a %s wallet takes, rests, cancels and reads its own account, with a key of its signer',
  async (kind) => {
    const venue = await startVenue({
      wallet: ({ address }): TradingWallet => {
        if (kind !== 'deposit') return { kind }
        return { kind, address: deriveWallets(address).deposit[0] }
      },
    })
    const { execution, exchange, signer, reports } = venue
    const address = execution.address.toLowerCase()
    expect(address === signer.address.toLowerCase()).toBe(kind === 'eoa')
    const before = exchange.balances(address).cash

    const taking = await prepare(venue)
    expect(await execution.submit(taking, signal)).toEqual({ outcome: 'accepted' })
    await venue.settled()
    // 12 dollars, and 20 × 0.04 × 0.6 × 0.4 of fee.
    expect(exchange.balances(address).cash).toBe(before - parseUsd('12.192'))
    expect(reports.some(({ order, status }) => order === taking.id && status === 'confirmed')).toBe(
      true,
    )

    const resting = await prepare(venue, {
      ...{ token: venue.market.tokens[1], limit: parsePrice('0.45'), tif: 'gtc', postOnly: true },
    })
    expect(await execution.submit(resting, signal)).toEqual({ outcome: 'accepted' })
    expect(exchange.openOrders(address).map(({ id }) => id)).toEqual([resting.id])
    venue.stranger('buy', '0.55', '8')
    await venue.settled()
    const filled = reports.find(
      ({ order, liquidity }) => order === resting.id && liquidity === 'maker',
    )
    expect(filled?.exchanged).toEqual({ size: parseSize('8'), notional: parseUsd('3.6') })

    const account = await execution.account()
    expect(account.open).toEqual([resting.id])
    expect(account.cash).toBe(exchange.balances(address).cash)
    expect([...account.holdings].sort()).toEqual(
      [
        [venue.market.tokens[0], parseSize('20')],
        [venue.market.tokens[1], parseSize('8')],
      ].sort(),
    )
    expect(await execution.cancel([resting.id])).toMatchObject([{ status: 'cancelled' }])
    expect(exchange.openOrders(address)).toEqual([])
    expect(venue.problems).toEqual([])
  },
)

test('the wallet that has the money is found, by its balance and by its address', async () => {
  const venue = await startVenue({ wallet: () => ({ kind: 'safe' }) })
  const { signer, execution, exchange, reads } = venue
  const { transport } = reads
  const credentials = await createTradingCredentials({ transport, signer, clock })
  const options = { transport, clock, signer: signer.address, credentials }
  const named = await detectWallet({ ...options, funder: execution.address })
  expect(named.wallet).toEqual({ kind: 'safe', address: execution.address })
  const safe = named.readings.find(({ kind }) => kind === 'safe')
  if (safe === undefined) throw new Error('expected a safe')
  expect(safe.balance).toBe(exchange.balances(execution.address.toLowerCase()).cash)
  expect(describeWallet(safe)).toContain('both exchanges may spend it')
})

test('sets are split and merged over the chain of the simulated exchange', async () => {
  const venue = await startVenue({
    settle: ({ signer, facts, rpcUrl }) => {
      const opened = openSettlementStore(memoryLines()).then((store) =>
        createChainSettlement({
          request: createRpc({ url: rpcUrl, fetch, clock }),
          marketById: () => facts,
          ...{ signer, store, clock, confirmations: 1, pollMs: 20 },
        }),
      )
      return async (request) => (await opened).settle(request)
    },
  })
  const { execution, exchange, market } = venue
  const address = execution.address.toLowerCase()
  const settle = (action: 'split' | 'merge', shares: string) =>
    execution.settle({
      ref: `settle-${made++}`,
      action: { action, markets: [market.id], shares: parseSize(shares) },
    } as never)
  expect(await settle('split', '10')).toMatchObject({ status: 'confirmed' })
  expect(await settle('merge', '4')).toMatchObject({ status: 'confirmed' })
  expect(exchange.balances(address).cash).toBe(parseUsd('994'))
  for (const token of market.tokens) {
    expect(exchange.balances(address).holdings.get(token)).toBe(parseSize('6'))
  }
  const failed = await settle('merge', '7')
  expect(failed).toMatchObject({ status: 'failed' })
  expect(failed.reason).toContain('not-enough-shares')
  await vi.waitFor(
    async () => expect((await execution.account()).cash).toBe(parseUsd('994')),
    30_000,
  )
})
