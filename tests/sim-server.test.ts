import {
  type Clock,
  createSeededRandom,
  orderId,
  parsePrice,
  parseSize,
  timeMs,
  usd,
} from '@bot/core'
import { createExchange, type SimExchange, type SimMarket } from '@bot/sim'
import { createExchangeServer, type ExchangeServer } from '@bot/sim/server'
import { AssetType, Chain, ClobClient, OrderType, Side } from '@polymarket/clob-client-v2'
import { createWalletClient, http } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { polygon } from 'viem/chains'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const clock: Clock = {
  now: () => timeMs(Date.now()),
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs)
    return () => clearTimeout(timer)
  },
}

describe.each(['binary', 'negRisk'] as const)('the official client on a %s market', (kind) => {
  let exchange: SimExchange
  let server: ExchangeServer
  let market: SimMarket
  let client: ClobClient
  let address: string

  beforeEach(async () => {
    exchange = createExchange({
      start: clock.now(),
      seed: kind,
      settlement: { minedMs: 20, confirmedMs: 40 },
    })
    market = exchange.createMarket({
      slug: 'a',
      question: 'A?',
      endsAt: timeMs(clock.now() + 86_400_000),
      fee: { ratePpm: 40_000, exponent: 1, takerOnly: true },
      ...(kind === 'binary'
        ? {}
        : {
            event: { id: '1', slug: 'e', title: 'E', negRisk: { group: '0x1', augmented: false } },
          }),
    })
    exchange.deposit('maker', usd(1_000_000_000_000))
    exchange.split('maker', market.id, parseSize('100000'))
    rest('sell', '0.60', '100')
    rest('buy', '0.50', '100')
    server = await createExchangeServer({ exchange, clock, random: createSeededRandom(1) })
    const account = privateKeyToAccount(generatePrivateKey())
    address = account.address
    const signer = createWalletClient({
      account,
      chain: polygon,
      transport: http('http://127.0.0.1:9'),
    })
    const host = server.urls.clob
    const creds = await new ClobClient({
      host,
      chain: Chain.POLYGON,
      signer,
    }).createOrDeriveApiKey()
    client = new ClobClient({ host, chain: Chain.POLYGON, signer, creds, throwOnError: true })
  })

  afterEach(() => server.close())

  let made = 0
  const rest = (side: 'buy' | 'sell', at: string, shares: string): void => {
    const placed = exchange.place({
      id: orderId(`maker-${made++}`),
      owner: 'maker',
      token: market.tokens[0],
      side,
      shares: parseSize(shares),
      limit: parsePrice(at),
      tif: 'gtc',
      postOnly: false,
    })
    expect(placed.outcome).toBe('live')
  }

  test('derives the same keys again and reads the money that came with them', async () => {
    const again = await client.deriveApiKey()
    expect((await client.getApiKeys()).apiKeys).toEqual([again.key])
    const money = await client.getBalanceAllowance({ asset_type: AssetType.COLLATERAL })
    expect(money.balance).toBe('1000000000')
    expect((await client.getClosedOnlyMode()).closed_only).toBe(false)
  })

  test('rests a limit order, sees it, and cancels it', async () => {
    const [tokenID] = market.tokens
    const placed = await client.createAndPostOrder(
      { tokenID, price: 0.55, size: 20, side: Side.BUY },
      {},
      OrderType.GTC,
    )
    expect(placed).toMatchObject({ success: true, status: 'live', errorMsg: '', makingAmount: '' })
    const [open] = await client.getOpenOrders({ market: market.id })
    expect(open).toMatchObject({
      id: placed.orderID,
      status: 'LIVE',
      maker_address: address.toLowerCase(),
      side: 'BUY',
      original_size: '20',
      size_matched: '0',
      price: '0.55',
      outcome: 'Yes',
      order_type: 'GTC',
      expiration: '0',
    })
    expect(await client.getOrder(placed.orderID)).toEqual(open)
    const book = await client.getOrderBook(tokenID)
    expect(book.bids.at(-1)).toEqual({ price: '0.55', size: '20' })
    expect(await client.cancelOrder({ orderID: placed.orderID })).toEqual({
      canceled: [placed.orderID],
      not_canceled: {},
    })
    expect(await client.cancelOrder({ orderID: placed.orderID })).toEqual({
      canceled: [],
      not_canceled: { [placed.orderID]: 'already canceled or matched' },
    })
    expect(await client.getOpenOrders()).toEqual([])
  })

  test('buys with a market order, pays the fee, and sees the trade confirmed', async () => {
    const [tokenID] = market.tokens
    const bought = await client.createAndPostMarketOrder(
      { tokenID, amount: 12, side: Side.BUY, price: 0.6 },
      {},
      OrderType.FAK,
    )
    expect(bought).toMatchObject({
      success: true,
      status: 'matched',
      makingAmount: '12',
      takingAmount: '20',
    })
    expect(bought.transactionsHashes).toHaveLength(1)
    const [trade] = await client.getTrades({ market: market.id })
    expect(trade).toMatchObject({
      id: bought.tradeIDs?.[0],
      taker_order_id: bought.orderID,
      side: 'BUY',
      size: '20',
      price: '0.6',
      trader_side: 'TAKER',
      maker_orders: [{ matched_amount: '20', price: '0.6', side: 'SELL' }],
    })
    const shares = { asset_type: AssetType.CONDITIONAL, token_id: tokenID }
    expect((await client.getBalanceAllowance(shares)).balance).toBe('20000000')
    const money = await client.getBalanceAllowance({ asset_type: AssetType.COLLATERAL })
    // 20 × 0.04 × 0.6 × 0.4 = 0.192 of fee on top of 12.
    expect(money.balance).toBe(String(1_000_000_000 - 12_000_000 - 192_000))
  })

  test('sells what it bought, cancels everything of a market, and beats', async () => {
    const [tokenID] = market.tokens
    await client.createAndPostOrder({ tokenID, price: 0.6, size: 10, side: Side.BUY }, {})
    // What was bought can be sold once it is mined.
    exchange.advanceTo(timeMs(exchange.now() + 20))
    const sold = await client.createAndPostMarketOrder(
      { tokenID, amount: 10, side: Side.SELL, price: 0.5 },
      {},
      OrderType.FOK,
    )
    expect(sold).toMatchObject({ status: 'matched', makingAmount: '10', takingAmount: '5' })
    const resting = await client.createAndPostOrder(
      { tokenID, price: 0.1, size: 10, side: Side.BUY },
      {},
    )
    expect((await client.cancelMarketOrders({ market: market.id })).canceled).toEqual([
      resting.orderID,
    ])
    const beat = await client.postHeartbeat('')
    await expect(client.postHeartbeat('stale')).rejects.toThrow(beat.heartbeat_id)
    expect((await client.postHeartbeat(beat.heartbeat_id)).heartbeat_id).not.toBe(beat.heartbeat_id)
  })

  test('posts a batch whose refused leg says why', async () => {
    const [tokenID] = market.tokens
    const good = await client.createOrder({ tokenID, price: 0.3, size: 10, side: Side.BUY })
    const large = await client.createOrder({ tokenID, price: 0.3, size: 99_999, side: Side.BUY })
    const legs = await client.postOrders([
      { order: good, orderType: OrderType.GTC },
      { order: large, orderType: OrderType.GTC },
    ])
    expect(legs).toMatchObject([
      { success: true, status: 'live', errorMsg: '' },
      { success: true, orderID: '', errorMsg: expect.stringContaining('not enough balance') },
    ])
    const again = client.postOrder(good, OrderType.GTC)
    await expect(again).rejects.toThrow(/order 0x[0-9a-f]{64} is invalid\. Duplicated\./)
    expect((await client.cancelAll()).canceled).toHaveLength(1)
  })
})
