import {
  createSeededRandom,
  type MarketFacts,
  marketId,
  orderRef,
  type Price,
  type Size,
  timeMs,
  tokenId,
} from '@bot/core'
import { buildMarket } from '@bot/core/testing'
import {
  createLocalSigner,
  createPolymarketExecution,
  createTransport,
  type OrderFields,
  orderDigest,
  signOrder,
} from '@bot/polymarket'
import {
  OrderBuilder,
  OrderType,
  orderToJsonV2,
  Side,
  SignatureTypeV2,
} from '@polymarket/clob-client-v2'
import fc from 'fast-check'
import { createWalletClient, http } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { polygon } from 'viem/chains'
import { expect, test } from 'vitest'

/** The first account of every local test chain: public, and worth nothing. */
const KEY = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'
const FUNDER = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const TOKEN = '71321045679252212594626385532706912750332728571942532289631379312455583992563'

const official = (signatureType: SignatureTypeV2): OrderBuilder => {
  const signer = createWalletClient({
    account: privateKeyToAccount(KEY),
    chain: polygon,
    transport: http('http://127.0.0.1:9'),
  })
  const funder = signatureType === SignatureTypeV2.EOA ? undefined : FUNDER
  return new OrderBuilder(signer, 137, signatureType, funder)
}

type Theirs = OrderFields & Readonly<{ signature: string; expiration: string }>
type Wish = Parameters<OrderBuilder['buildOrder']>[0]
type Options = Parameters<OrderBuilder['buildOrder']>[1]

const theirOrder = async (builder: OrderBuilder, wish: Wish, options: Options): Promise<Theirs> =>
  (await builder.buildOrder(wish, options, 2)) as unknown as Theirs

const TICKS: [Options['tickSize'], number][] = [
  ['0.1', 1_000],
  ['0.01', 100],
  ['0.005', 50],
  ['0.0025', 25],
  ['0.001', 10],
  ['0.0001', 1],
]

const fieldsOf = (order: Theirs): OrderFields => ({ ...order, salt: Number(order.salt) })

test('signs any order of any wallet exactly as the official client does', async () => {
  const signer = createLocalSigner(KEY)
  for (const signatureType of [0, 1, 2, 3] as const) {
    const client = official(signatureType as SignatureTypeV2)
    for (const negRisk of [false, true]) {
      const wish = { tokenID: TOKEN, price: 0.53, size: 12.34, side: Side.SELL }
      const theirs = await theirOrder(client, wish, { tickSize: '0.01', negRisk })
      const mine = await signOrder(signer, fieldsOf(theirs), { chainId: 137, negRisk })
      expect(mine).toBe(theirs.signature)
    }
  }
})

const facts = (tick: number, negRisk: boolean): MarketFacts =>
  buildMarket('m', {
    id: marketId('m'),
    tokens: [tokenId(TOKEN), tokenId('2')],
    tick: tick as Price,
    minimumSize: 10_000 as Size,
    negRisk: negRisk ? { group: 'g', augmented: false, role: 'named', feeBips: 0 } : 'none',
  })

const preparer = async (tick: number, negRisk: boolean) =>
  createPolymarketExecution({
    transport: createTransport({ fetch, clock: { now: () => timeMs(0), after: () => () => {} } }),
    signer: createLocalSigner(KEY),
    credentials: { apiKey: 'u', secret: 'AAAA', passphrase: 'p' },
    marketOf: () => facts(tick, negRisk),
    clock: { now: () => timeMs(1_795_351_095_138), after: () => () => {} },
    random: createSeededRandom(tick),
    venue: { name: 'none', simulated: true },
    onProblem: () => {},
  })

test('builds a limit order of exact amounts as the official client does in floats, bytes and id too', async () => {
  const client = official(SignatureTypeV2.EOA)
  const runs = fc.record({
    tick: fc.constantFrom(...TICKS),
    steps: fc.integer({ min: 1, max: 9_999 }),
    hundredths: fc.integer({ min: 500, max: 10_000_000 }),
    buys: fc.boolean(),
    negRisk: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(runs, async ({ tick: [name, units], steps, hundredths, buys, negRisk }) => {
      const limit = (1 + (steps % (10_000 / units - 1))) * units
      const execution = await preparer(units, negRisk)
      const prepared = await execution.prepare({
        ref: orderRef('r'),
        owner: 'o',
        token: tokenId(TOKEN),
        market: marketId('m'),
        side: buys ? 'buy' : 'sell',
        shares: (hundredths * 10_000) as Size,
        limit: limit as Price,
        tif: 'gtc',
        postOnly: false,
      } as never)
      const { order } = JSON.parse(prepared.wire)
      const side = buys ? Side.BUY : Side.SELL
      const wish = { tokenID: TOKEN, price: limit / 10_000, size: hundredths / 100, side }
      const theirs = await theirOrder(client, wish, { tickSize: name, negRisk })
      const amounts = (of: OrderFields) => [
        of.makerAmount,
        of.takerAmount,
        of.side,
        of.signatureType,
      ]
      expect(amounts(order)).toEqual(amounts(theirs))
      expect(prepared.id).toBe(orderDigest(order, { chainId: 137, negRisk }))
      expect(Number.isSafeInteger(order.salt)).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test('builds a market order of amounts that need no rounding as the official client does', async () => {
  const client = official(SignatureTypeV2.EOA)
  const execution = await preparer(100, false)
  const cases = [
    { side: 'buy', shares: 20, limit: 6_000, amount: 12 },
    { side: 'buy', shares: 2.5, limit: 4_400, amount: 1.1 },
    { side: 'sell', shares: 12.34, limit: 5_300, amount: 12.34 },
  ] as const
  for (const { side, shares, limit, amount } of cases) {
    const intent = {
      ...{ ref: orderRef('r'), owner: 'o', token: tokenId(TOKEN), market: marketId('m'), side },
      ...{ shares: shares * 1_000_000, limit, tif: 'fak', postOnly: false },
    }
    const { order } = JSON.parse((await execution.prepare(intent as never)).wire)
    const wish = {
      ...{ tokenID: TOKEN, price: limit / 10_000, amount },
      side: side === 'buy' ? Side.BUY : Side.SELL,
    }
    const options = { tickSize: '0.01', negRisk: false } as const
    const theirs = await client.buildMarketOrder(wish, options, 2)
    expect(order).toMatchObject({
      makerAmount: theirs.makerAmount,
      takerAmount: theirs.takerAmount,
    })
  }
})

test('posts the same body as the official client, key by key', async () => {
  const client = official(SignatureTypeV2.EOA)
  const theirs = await theirOrder(
    client,
    { tokenID: TOKEN, price: 0.55, size: 10, side: Side.BUY },
    { tickSize: '0.01', negRisk: false },
  )
  const sent = JSON.stringify(orderToJsonV2(theirs as never, 'u', OrderType.GTC))
  const execution = await preparer(100, false)
  const { wire } = await execution.prepare({
    ...{ ref: orderRef('r'), owner: 'o', token: tokenId(TOKEN), market: marketId('m') },
    ...{ side: 'buy', shares: 10_000_000, limit: 5_500, tif: 'gtc', postOnly: false },
  } as never)
  const shape = (text: string): unknown => {
    const { order, ...rest } = JSON.parse(text)
    const { salt, timestamp, signature, ...fixed } = order
    return [
      Object.keys(rest),
      Object.keys(order).sort(),
      rest,
      fixed,
      typeof salt,
      typeof timestamp,
    ]
  }
  expect(shape(wire)).toEqual(shape(sent))
})
