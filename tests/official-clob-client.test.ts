import { orderId, parsePrice, parseSize, tokenId } from '@bot/core'
import {
  AssetType,
  ClobClient,
  OrderType,
  PriceHistoryInterval,
  Side,
} from '@polymarket/clob-client-v2'
import { describe, expect, test } from 'vitest'
import { type OfficialStage, openStage, openTrader } from './fixtures/official-stage.js'

/** Methods that the client declares private; the public ones run them. */
const PRIVATE = [
  '_ensureMarketInfoCached',
  '_isOrderVersionMismatch',
  '_resolveFeeRateBps',
  '_resolveTickSize',
  '_retryOnVersionUpdate',
  'adjustBuyAmountForBalance',
  'canL1Auth',
  'canL2Auth',
  'del',
  'ensureBuilderFeeRateCached',
  'get',
  'getBuilderTakerFeeRate',
  'isBuilderOrder',
  'post',
  'resolveTransactionsHashes',
  'resolveVersion',
  'throwIfError',
  'waitForResolvedTrades',
]

type PublicMethod = {
  [Name in keyof ClobClient]-?: ClobClient[Name] extends (...given: never[]) => unknown
    ? Name
    : never
}[keyof ClobClient]

type Scene = Readonly<{
  stage: OfficialStage
  client: ClobClient
  address: string
  tokenID: string
  other: string
}>

const HASH = expect.stringMatching(/^0x[0-9a-f]{64}$/)
const UUID = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
const CREDENTIALS = { key: UUID, secret: expect.any(String), passphrase: expect.any(String) }
const BUILDER = `0x${'b'.repeat(64)}`
const EMPTY_PAGE = { data: [], next_cursor: 'LTE=', count: 0 }

const bid = (client: ClobClient, tokenID: string, price = 0.4) =>
  client.createAndPostOrder({ tokenID, price, size: 10, side: Side.BUY }, {})

const place = ({ exchange }: OfficialStage, owner: string, token: string, number: number): void =>
  void exchange.place({
    id: orderId(`0x${number.toString(16).padStart(64, '0')}`),
    owner: owner.toLowerCase(),
    token: tokenId(token),
    side: 'buy',
    shares: parseSize('5'),
    limit: parsePrice('0.01'),
    tif: 'gtc',
    postOnly: false,
  })

/** One call of every public method, with what must come of it. */
const CALLS: Readonly<Record<PublicMethod, (scene: Scene) => Promise<void>>> = {
  getOk: async ({ client }) => expect(await client.getOk()).toBe('OK'),
  getVersion: async ({ client }) => expect(await client.getVersion()).toBe(2),
  getServerTime: async ({ client, stage }) => {
    const seconds = await client.getServerTime()
    expect(Number.isInteger(seconds)).toBe(true)
    expect(Math.abs(seconds * 1000 - stage.exchange.now())).toBeLessThan(2_000)
  },
  postHeartbeat: async ({ client }) => {
    const { heartbeat_id } = await client.postHeartbeat()
    expect((await client.postHeartbeat(heartbeat_id)).heartbeat_id).not.toBe(heartbeat_id)
    await expect(client.postHeartbeat(heartbeat_id)).rejects.toThrow(/expected: [0-9a-f]{12}/)
  },
  getMarkets: async ({ client, stage }) => {
    const page = await client.getMarkets()
    expect(page).toMatchObject({ count: 1, limit: 1000, next_cursor: 'LTE=' })
    expect(page.data[0]).toMatchObject({
      condition_id: stage.market.id,
      accepting_orders: true,
      minimum_order_size: 5,
      minimum_tick_size: 0.01,
      tokens: [{ outcome: 'Yes', winner: false }, { outcome: 'No' }],
    })
    expect((await client.getMarkets('LTE=')).data).toEqual([])
  },
  getSimplifiedMarkets: async ({ client, stage }) => {
    const { data } = await client.getSimplifiedMarkets()
    expect(data).toMatchObject([{ condition_id: stage.market.id, active: true, closed: false }])
  },
  getSamplingMarkets: async ({ client, stage }) =>
    expect((await client.getSamplingMarkets()).data).toMatchObject([
      { condition_id: stage.market.id, question: 'Will it rain?' },
    ]),
  getSamplingSimplifiedMarkets: async ({ client, stage }) =>
    expect((await client.getSamplingSimplifiedMarkets()).data).toMatchObject([
      { condition_id: stage.market.id },
    ]),
  getMarket: async ({ client, stage, tokenID }) => {
    const market = await client.getMarket(stage.market.id)
    expect(market.tokens[0].token_id).toBe(tokenID)
    await expect(client.getMarket(`0x${'0'.repeat(64)}`)).rejects.toThrow('market not found')
  },
  getClobMarketInfo: async ({ client, stage, tokenID, other }) =>
    expect(await client.getClobMarketInfo(stage.market.id)).toMatchObject({
      c: stage.market.id,
      t: [
        { t: tokenID, o: 'Yes' },
        { t: other, o: 'No' },
      ],
      mts: 0.01,
      mos: 5,
      fd: { r: 0.04, e: 1, to: true },
      ao: true,
    }),
  getOrderBook: async ({ client, tokenID, other }) => {
    const book = await client.getOrderBook(tokenID)
    expect(book.bids.at(-1)).toEqual({ price: '0.5', size: '100000' })
    expect(book.asks.at(-1)).toEqual({ price: '0.6', size: '100000' })
    const mirrored = await client.getOrderBook(other)
    expect(mirrored.bids.at(-1)).toEqual({ price: '0.4', size: '100000' })
    await expect(client.getOrderBook('1')).rejects.toThrow(
      'No orderbook exists for the requested token id',
    )
  },
  getOrderBooks: async ({ client, tokenID, other }) => {
    const wanted = [tokenID, other, '1'].map((token_id) => ({ token_id, side: Side.BUY }))
    const books = await client.getOrderBooks(wanted)
    expect(books.map(({ asset_id }) => asset_id).sort()).toEqual([tokenID, other].sort())
  },
  getOrderBookHash: async ({ client, tokenID }) => {
    // The client hashes whatever order of keys it is given; the recipe's is this one.
    const { market, asset_id, timestamp, hash, bids, asks, ...rest } =
      await client.getOrderBook(tokenID)
    const { min_order_size, tick_size, neg_risk, last_trade_price } = rest
    const terms = { min_order_size, tick_size, neg_risk, last_trade_price }
    const ordered = { market, asset_id, timestamp, hash, bids, asks, ...terms }
    expect(await client.getOrderBookHash(ordered)).toBe(hash)
  },
  getTickSize: async ({ client, tokenID }) =>
    expect(await client.getTickSize(tokenID)).toBe('0.01'),
  getNegRisk: async ({ client, tokenID }) => expect(await client.getNegRisk(tokenID)).toBe(false),
  getFeeRateBps: async ({ client, tokenID }) => {
    expect(await client.getFeeRateBps(tokenID)).toBe(1000)
    await expect(client.getFeeRateBps('1')).rejects.toThrow('fee rate not found for market')
  },
  getFeeExponent: async ({ client, tokenID }) =>
    expect(await client.getFeeExponent(tokenID)).toBe(1),
  getMidpoint: async ({ client, tokenID }) =>
    expect(await client.getMidpoint(tokenID)).toEqual({ mid: '0.55' }),
  getMidpoints: async ({ client, tokenID, other }) => {
    const wanted = [tokenID, other].map((token_id) => ({ token_id, side: Side.BUY }))
    expect(await client.getMidpoints(wanted)).toEqual({ [tokenID]: '0.55', [other]: '0.45' })
  },
  getPrice: async ({ client, tokenID }) => {
    expect(await client.getPrice(tokenID, Side.BUY)).toEqual({ price: '0.5' })
    expect(await client.getPrice(tokenID, Side.SELL)).toEqual({ price: '0.6' })
    await expect(client.getPrice(tokenID, 'UP')).rejects.toThrow('Invalid side')
  },
  getPrices: async ({ client, tokenID }) => {
    const sides = [Side.BUY, Side.SELL].map((side) => ({ token_id: tokenID, side }))
    expect(await client.getPrices(sides)).toEqual({ [tokenID]: { BUY: '0.5', SELL: '0.6' } })
  },
  getSpread: async ({ client, tokenID }) =>
    expect(await client.getSpread(tokenID)).toEqual({ spread: '0.1' }),
  getSpreads: async ({ client, tokenID }) =>
    expect(await client.getSpreads([{ token_id: tokenID, side: Side.BUY }])).toEqual({
      [tokenID]: '0.1',
    }),
  getLastTradePrice: async ({ client, stage, tokenID, other }) => {
    expect((await client.getLastTradePrice(tokenID)).side).toBe('')
    stage.rest('buy', '0.60', '10')
    expect(await client.getLastTradePrice(tokenID)).toEqual({ price: '0.6', side: 'BUY' })
    expect(await client.getLastTradePrice(other)).toEqual({ price: '0.4', side: 'SELL' })
  },
  getLastTradesPrices: async ({ client, stage, tokenID }) => {
    stage.rest('sell', '0.50', '10')
    expect(await client.getLastTradesPrices([{ token_id: tokenID, side: Side.BUY }])).toEqual([
      { token_id: tokenID, price: '0.5', side: 'SELL' },
    ])
  },
  getPricesHistory: async ({ client, stage, tokenID }) => {
    stage.rest('buy', '0.60', '10')
    const asked = { market: tokenID, interval: PriceHistoryInterval.ONE_HOUR, fidelity: 1 }
    expect(await client.getPricesHistory(asked)).toEqual({
      history: [{ t: expect.any(Number), p: 0.6 }],
    })
  },
  getMarketTradesEvents: async ({ client, stage }) => {
    stage.rest('buy', '0.60', '10')
    expect(await client.getMarketTradesEvents(stage.market.id)).toMatchObject([
      { side: 'BUY', size: '10', price: '0.6', market: { condition_id: stage.market.id } },
    ])
  },
  createApiKey: async ({ client }) => {
    expect(await client.createApiKey(7)).toEqual(CREDENTIALS)
    await expect(client.createApiKey(7)).rejects.toThrow('Could not create api key')
  },
  deriveApiKey: async ({ client }) => {
    expect(await client.deriveApiKey()).toEqual(client.creds)
    await expect(client.deriveApiKey(9)).rejects.toThrow('Could not derive api key!')
  },
  createOrDeriveApiKey: async ({ client }) =>
    expect(await client.createOrDeriveApiKey(8)).toEqual(CREDENTIALS),
  getApiKeys: async ({ client }) =>
    expect(await client.getApiKeys()).toEqual({ apiKeys: [client.creds?.key] }),
  getClosedOnlyMode: async ({ client }) =>
    expect(await client.getClosedOnlyMode()).toEqual({ closed_only: false }),
  deleteApiKey: async ({ client }) => {
    expect(await client.deleteApiKey()).toBe('OK')
    await expect(client.getApiKeys()).rejects.toThrow('Unauthorized/Invalid api key')
  },
  createReadonlyApiKey: async ({ client }) =>
    expect(await client.createReadonlyApiKey()).toEqual({ apiKey: UUID }),
  getReadonlyApiKeys: async ({ client }) => {
    const { apiKey } = await client.createReadonlyApiKey()
    expect(await client.getReadonlyApiKeys()).toEqual([apiKey])
  },
  deleteReadonlyApiKey: async ({ client }) => {
    const { apiKey } = await client.createReadonlyApiKey()
    expect(await client.deleteReadonlyApiKey(apiKey)).toBe(true)
    expect(await client.getReadonlyApiKeys()).toEqual([])
  },
  createBuilderApiKey: async ({ client }) =>
    expect(await client.createBuilderApiKey()).toEqual(CREDENTIALS),
  getBuilderApiKeys: async ({ client }) => {
    const { key } = await client.createBuilderApiKey()
    expect(await client.getBuilderApiKeys()).toMatchObject([{ key }])
  },
  revokeBuilderApiKey: async ({ client }) => {
    await client.createBuilderApiKey()
    expect(await client.revokeBuilderApiKey()).toBe('OK')
    expect(await client.getBuilderApiKeys()).toEqual([])
  },
  getBalanceAllowance: async ({ client, tokenID }) => {
    const money = await client.getBalanceAllowance({ asset_type: AssetType.COLLATERAL })
    expect(money.balance).toBe('1000000000')
    expect(Object.keys(money.allowances)).toHaveLength(3)
    const shares = { asset_type: AssetType.CONDITIONAL, token_id: tokenID }
    expect((await client.getBalanceAllowance(shares)).balance).toBe('0')
  },
  updateBalanceAllowance: async ({ client }) =>
    expect(await client.updateBalanceAllowance({ asset_type: AssetType.COLLATERAL })).toBeTruthy(),
  createOrder: async ({ client, tokenID }) => {
    const order = await client.createOrder({ tokenID, price: 0.55, size: 10, side: Side.BUY })
    expect(order).toMatchObject({ makerAmount: '5500000', takerAmount: '10000000' })
    const off = { tokenID, price: 0.001, size: 10, side: Side.BUY }
    await expect(client.createOrder(off)).rejects.toThrow('invalid price (0.001), min: 0.01')
  },
  createMarketOrder: async ({ client, tokenID }) => {
    const order = await client.createMarketOrder({ tokenID, amount: 6, side: Side.BUY })
    expect(order).toMatchObject({ makerAmount: '6000000', takerAmount: '10000000' })
  },
  createExchangeV3OrderFromAmounts: async ({ client, tokenID }) => {
    const amounts = { makerAmount: '5500000', takerAmount: '10000000' }
    const order = await client.createExchangeV3OrderFromAmounts({
      tokenID,
      side: Side.BUY,
      ...amounts,
    })
    await expect(client.postOrder(order)).rejects.toThrow('order_version_mismatch')
  },
  createAndPostOrder: async ({ client, tokenID }) => {
    const order = { tokenID, price: 0.55, size: 10, side: Side.BUY }
    expect(await client.createAndPostOrder(order, {})).toEqual({
      success: true,
      errorMsg: '',
      orderID: HASH,
      status: 'live',
      makingAmount: '',
      takingAmount: '',
    })
    const expiration = Math.floor(Date.now() / 1000) + 300
    const gtd = await client.createAndPostOrder({ ...order, expiration }, {}, OrderType.GTD)
    expect((await client.getOrder(gtd.orderID)).expiration).toBe(String(expiration))
    const soon = { ...order, expiration: expiration - 200 }
    await expect(client.createAndPostOrder(soon, {}, OrderType.GTD)).rejects.toThrow(
      'invalid expiration',
    )
    const crossing = client.createAndPostOrder({ ...order, price: 0.6 }, {}, OrderType.GTC, true)
    await expect(crossing).rejects.toThrow('invalid post-only order: order crosses book')
    const deferred = await client.createAndPostOrder(order, {}, OrderType.GTC, false, true)
    expect(deferred.status).toBe('live')
  },
  createAndPostMarketOrder: async ({ client, stage, tokenID }) => {
    const buy = { tokenID, amount: 12, side: Side.BUY }
    expect(await client.createAndPostMarketOrder(buy, {}, OrderType.FOK)).toMatchObject({
      status: 'matched',
      makingAmount: '12',
      takingAmount: '20',
      tradeIDs: [UUID],
      transactionsHashes: [HASH],
    })
    stage.rest('buy', '0.70', '99990')
    const many = { tokenID, amount: 100, side: Side.BUY, price: 0.65 }
    const fok = client.createAndPostMarketOrder(many, {}, OrderType.FOK)
    await expect(fok).rejects.toThrow(
      "order couldn't be fully filled. FOK orders are fully filled or killed.",
    )
    const fak = client.createAndPostMarketOrder(many, {}, OrderType.FAK)
    await expect(fak).rejects.toThrow('no orders found to match with FAK order.')
  },
  postOrder: async ({ client, tokenID }) => {
    const order = await client.createOrder({ tokenID, price: 0.3, size: 10, side: Side.BUY })
    expect((await client.postOrder(order, OrderType.GTC, true)).status).toBe('live')
    await expect(client.postOrder(order)).rejects.toThrow(
      /order 0x\w{64} is invalid\. Duplicated\./,
    )
  },
  postOrders: async ({ client, tokenID }) => {
    const order = (size: number, price: number) =>
      client.createOrder({ tokenID, price, size, side: Side.BUY })
    const legs = await client.postOrders([
      { order: await order(10, 0.3), orderType: OrderType.GTC },
      { order: await order(99_999, 0.3), orderType: OrderType.GTC },
      { order: await order(10, 0.6), orderType: OrderType.GTC },
      { order: await order(4, 0.3), orderType: OrderType.GTC },
    ])
    expect(legs).toMatchObject([
      { success: true, status: 'live', errorMsg: '', orderID: HASH },
      { success: true, orderID: '', errorMsg: expect.stringContaining('not enough balance') },
      { success: true, status: 'matched', takingAmount: '10', transactionsHashes: [HASH] },
      {
        success: true,
        orderID: '',
        errorMsg: expect.stringContaining('lower than the minimum: 5'),
      },
    ])
    const many = Array(16).fill({ order: await order(5, 0.2), orderType: OrderType.GTC })
    await expect(client.postOrders(many)).rejects.toThrow(
      'Too many orders in payload: 16, max allowed: 15',
    )
  },
  getOrder: async ({ client, stage, tokenID }) => {
    const { orderID } = await bid(client, tokenID)
    expect(await client.getOrder(orderID)).toMatchObject({
      id: orderID,
      status: 'LIVE',
      owner: client.creds?.key,
      market: stage.market.id,
      asset_id: tokenID,
      side: 'BUY',
      original_size: '10',
      size_matched: '0',
      price: '0.4',
      associate_trades: [],
      outcome: 'Yes',
      created_at: expect.any(Number),
      expiration: '0',
      order_type: 'GTC',
    })
  },
  getOpenOrders: async ({ client, stage, address, tokenID, other }) => {
    const first = await bid(client, tokenID)
    const second = await bid(client, other, 0.3)
    expect((await client.getOpenOrders()).map(({ id }) => id)).toEqual([
      first.orderID,
      second.orderID,
    ])
    expect(await client.getOpenOrders({ asset_id: other })).toHaveLength(1)
    expect(await client.getOpenOrders({ id: first.orderID })).toHaveLength(1)
    expect(await client.getOpenOrders({ market: `0x${'1'.repeat(64)}` })).toEqual([])
    for (let i = 0; i < 99; i++) place(stage, address, tokenID, i)
    // More than one page of 100: the client walks to the last one.
    expect(await client.getOpenOrders()).toHaveLength(101)
    expect(await client.getOpenOrders({}, true)).toHaveLength(100)
  },
  getTrades: async ({ client, stage, tokenID }) => {
    const { tradeIDs = [] } = await bid(client, tokenID, 0.6)
    await bid(client, tokenID, 0.61)
    const trades = await client.getTrades({ market: stage.market.id })
    expect(trades.map(({ trader_side }) => trader_side)).toEqual(['TAKER', 'TAKER'])
    const [own] = await client.getTrades({ id: tradeIDs[0] ?? '' })
    expect(own).toMatchObject({
      id: tradeIDs[0],
      asset_id: tokenID,
      size: '10',
      price: '0.6',
      bucket_index: 0,
      maker_orders: [{ matched_amount: '10', price: '0.6', side: 'SELL', outcome: 'Yes' }],
    })
    await expect
      .poll(async () => (await client.getTrades()).map(({ status }) => status))
      .toEqual(['CONFIRMED', 'CONFIRMED'])
  },
  getTradesPaginated: async ({ client, tokenID }) => {
    for (const price of [0.6, 0.61, 0.62]) await bid(client, tokenID, price)
    expect(await client.getTradesPaginated({ asset_id: tokenID })).toMatchObject({
      trades: [{}, {}, {}],
      count: 3,
      limit: 100,
      next_cursor: 'LTE=',
    })
    // A cursor is the base64 of an offset.
    expect((await client.getTradesPaginated({}, 'Mg==')).trades).toHaveLength(1)
  },
  getPreMigrationOrders: async ({ client }) =>
    expect(await client.getPreMigrationOrders()).toEqual([]),
  cancelOrder: async ({ client, tokenID }) => {
    const { orderID } = await bid(client, tokenID)
    expect(await client.cancelOrder({ orderID })).toEqual({ canceled: [orderID], not_canceled: {} })
    expect(await client.cancelOrder({ orderID })).toEqual({
      canceled: [],
      not_canceled: { [orderID]: 'already canceled or matched' },
    })
  },
  cancelOrders: async ({ client, tokenID }) => {
    const { orderID } = await bid(client, tokenID)
    const unknown = `0x${'1'.repeat(64)}`
    expect(await client.cancelOrders([orderID, unknown])).toEqual({
      canceled: [orderID],
      not_canceled: { [unknown]: 'order not found' },
    })
  },
  cancelAll: async ({ client, tokenID }) => {
    await bid(client, tokenID)
    await bid(client, tokenID)
    expect((await client.cancelAll()).canceled).toHaveLength(2)
    expect(await client.cancelAll()).toEqual({ canceled: [], not_canceled: {} })
  },
  cancelMarketOrders: async ({ client, stage, tokenID, other }) => {
    const { orderID } = await bid(client, tokenID)
    await bid(client, other, 0.3)
    const asked = { market: stage.market.id, asset_id: tokenID }
    expect((await client.cancelMarketOrders(asked)).canceled).toEqual([orderID])
    expect(await client.getOpenOrders()).toHaveLength(1)
  },
  getNotifications: async ({ client, tokenID }) => {
    await bid(client, tokenID, 0.6)
    expect(await client.getNotifications()).toMatchObject([{ type: 2, owner: client.creds?.key }])
  },
  dropNotifications: async ({ client, tokenID }) => {
    await bid(client, tokenID, 0.6)
    const [note] = (await client.getNotifications()) as unknown as { id: number }[]
    await client.dropNotifications({ ids: [String(note?.id)] })
    expect(await client.getNotifications()).toEqual([])
  },
  isOrderScoring: async ({ client, tokenID }) => {
    const { orderID } = await bid(client, tokenID)
    expect(await client.isOrderScoring({ order_id: orderID })).toEqual({ scoring: false })
  },
  areOrdersScoring: async ({ client, tokenID }) => {
    const { orderID } = await bid(client, tokenID)
    expect(await client.areOrdersScoring({ orderIds: [orderID] })).toEqual({ [orderID]: false })
  },
  getEarningsForUserForDay: async ({ client }) =>
    expect(await client.getEarningsForUserForDay('2026-11-22')).toEqual([]),
  getTotalEarningsForUserForDay: async ({ client }) =>
    expect(await client.getTotalEarningsForUserForDay('2026-11-22')).toEqual([]),
  getUserEarningsAndMarketsConfig: async ({ client }) =>
    expect(await client.getUserEarningsAndMarketsConfig('2026-11-22')).toEqual([]),
  getRewardPercentages: async ({ client }) =>
    expect(await client.getRewardPercentages()).toEqual({}),
  getCurrentRewards: async ({ client }) => expect(await client.getCurrentRewards()).toEqual([]),
  getRawRewardsForMarket: async ({ client, stage }) =>
    expect(await client.getRawRewardsForMarket(stage.market.id)).toEqual([]),
  calculateMarketPrice: async ({ client, tokenID }) => {
    expect(await client.calculateMarketPrice(tokenID, Side.BUY, 100)).toBe(0.6)
    expect(await client.calculateMarketPrice(tokenID, Side.SELL, 100)).toBe(0.5)
  },
  getBuilderTrades: async ({ client, tokenID }) => {
    const { trades: none, ...page } = await client.getBuilderTrades({ builder_code: BUILDER })
    expect({ data: none, ...page }).toMatchObject(EMPTY_PAGE)
    const order = { tokenID, amount: 6, side: Side.BUY, builderCode: BUILDER }
    const bought = await client.createAndPostMarketOrder(order, {}, OrderType.FAK)
    const { trades } = await client.getBuilderTrades({ builder_code: BUILDER })
    expect(trades).toMatchObject([
      { id: bought.tradeIDs?.[0], side: 'BUY', size: '10', sizeUsdc: '6', builderCode: BUILDER },
    ])
  },
}

describe('the official client', () => {
  test('has no public method that is not called here', () => {
    const methods = Object.getOwnPropertyNames(ClobClient.prototype)
    const known = ['constructor', ...PRIVATE, ...Object.keys(CALLS)]
    expect(methods.filter((name) => !known.includes(name))).toEqual([])
    expect(known.filter((name) => !methods.includes(name))).toEqual([])
  })

  test.each(Object.entries(CALLS))('%s', async (_name, call) => {
    const stage = await openStage()
    const trader = await openTrader(stage)
    const [tokenID, other] = stage.market.tokens
    await call({ stage, ...trader, tokenID, other })
  })

  test('buys no more than its balance pays with the market’s fee', async () => {
    const stage = await openStage()
    const { client } = await openTrader(stage)
    const [tokenID] = stage.market.tokens
    const all = { tokenID, amount: 1_000, side: Side.BUY, userUSDCBalance: 1_000 }
    const bought = await client.createAndPostMarketOrder(all, {}, OrderType.FAK)
    expect(bought.status).toBe('matched')
    const left = await client.getBalanceAllowance({ asset_type: AssetType.COLLATERAL })
    expect(Number(left.balance)).toBeLessThan(1_000_000)
  })

  test('names the key that an order was sent with, where a wallet has several', async () => {
    const stage = await openStage()
    const { client } = await openTrader(stage)
    const [tokenID] = stage.market.tokens
    const creds = await client.createApiKey(1)
    const second = new ClobClient({ ...client, chain: client.chainId, creds })
    const orders = [await bid(client, tokenID, 0.55), await bid(second, tokenID, 0.55)]
    const open = await second.getOpenOrders()
    expect(open.map(({ id, owner }) => [id, owner])).toEqual([
      [orders[0]?.orderID, client.creds?.key],
      [orders[1]?.orderID, creds.key],
    ])
    stage.rest('sell', '0.55', '20')
    const [trade] = await client.getTrades()
    expect(trade?.maker_orders.map(({ owner }) => owner)).toEqual([client.creds?.key, creds.key])
  })

  test('signs with the venue’s time when its own is not to be trusted', async () => {
    const stage = await openStage({ rules: { timestampToleranceMs: 30_000 } })
    const { client } = await openTrader(stage)
    stage.exchange.inject({ kind: 'clock-skew', millis: 600_000 })
    await expect(client.getApiKeys()).rejects.toThrow('Unauthorized/Invalid api key')
    const { creds, signer } = client
    if (creds === undefined || signer === undefined) throw new Error('The client has no key')
    const wise = new ClobClient({ ...client, chain: client.chainId, useServerTime: true })
    expect(await wise.getApiKeys()).toEqual({ apiKeys: [creds.key] })
  })
})
