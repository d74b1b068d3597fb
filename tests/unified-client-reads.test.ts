import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type ReadsStage, startReadsStage } from './fixtures/reads-stage.js'

// The client declares Node 24 and looks for the global that Node 20 has not.
globalThis.WebSocket ??= WebSocket as unknown as typeof globalThis.WebSocket
const { createPublicClient, forkEnvironmentConfig } = await import('@polymarket/client')
const actions = await import('@polymarket/client/actions')

type Client = ReturnType<typeof createPublicClient>
type Pages = AsyncIterable<{ items: unknown; hasMore: boolean }>

let stage: ReadsStage
let client: Client

beforeAll(async () => {
  stage = await startReadsStage()
  const { urls } = stage.server
  client = createPublicClient({
    environment: forkEnvironmentConfig({
      name: 'simulated',
      clob: { rest: urls.clob },
      gamma: { rest: urls.gamma },
      data: { rest: urls.data },
    }),
  })
})

afterAll(() => stage.server.close())

/** Follows a listing to its end and returns all rows; the client's schemas judge every page. */
const walk = async (pages: Pages): Promise<unknown[]> => {
  const rows: unknown[] = []
  let count = 0
  for await (const page of pages) {
    rows.push(...(Array.isArray(page.items) ? page.items : [page.items]))
    count += 1
    if (count > 200) throw new Error('The listing has no end')
  }
  return rows
}

const yes = (): string => stage.market.tokens[0]
const no = (): string => stage.market.tokens[1]

/** Every public read of the client, on what should have an answer with content. */
const READS: Readonly<Record<string, () => Promise<unknown>>> = {
  // Gamma
  listMarkets: () => walk(client.listMarkets({ pageSize: 7 })),
  fetchMarket: () => client.fetchMarket({ slug: 'rain', includeTag: true }),
  fetchMarketTags: () => client.fetchMarketTags({ id: stage.market.number }),
  listEvents: () => walk(client.listEvents({ pageSize: 7 })),
  fetchEvent: () => client.fetchEvent({ slug: 'who-wins' }),
  fetchEventTags: () => client.fetchEventTags({ id: '77' }),
  listSeries: () => walk(client.listSeries({ pageSize: 1 })),
  fetchSeries: async () => {
    const [first] = (await client.listSeries().firstPage()).items
    return client.fetchSeries({ id: first?.id ?? '' })
  },
  listTags: () => walk(client.listTags({ pageSize: 2 })),
  fetchTag: () => client.fetchTag({ slug: 'weather' }),
  fetchRelatedTags: () => client.fetchRelatedTags({ id: '84' }),
  fetchRelatedTagResources: () => client.fetchRelatedTagResources({ slug: 'weather' }),
  search: () => walk(client.search({ q: 'filler', pageSize: 4, searchTags: true })),
  listSports: () => client.listSports(),
  fetchSportsMarketTypes: () => client.fetchSportsMarketTypes(),
  listTeams: () => walk(client.listTeams()),
  fetchPublicProfile: () => client.fetchPublicProfile({ address: stage.wallet }),
  listComments: () =>
    walk(client.listComments({ parentEntityId: 77, parentEntityType: 'Event' } as never)),
  fetchCommentsById: () => client.fetchCommentsById({ id: '1' } as never),
  listCommentsByUserAddress: () =>
    walk(client.listCommentsByUserAddress({ address: stage.wallet } as never)),
  listMarketClarifications: () => walk(client.listMarketClarifications()),
  // Data
  listTrades: () => walk(client.listTrades({ pageSize: 4, takerOnly: false })),
  listActivity: () => walk(client.listActivity({ user: stage.wallet, pageSize: 4 })),
  listPositions: () => walk(client.listPositions({ user: stage.wallet, pageSize: 2 })),
  listClosedPositions: () => walk(client.listClosedPositions({ user: stage.wallet, pageSize: 1 })),
  listMarketPositions: () => walk(client.listMarketPositions({ market: stage.market.id })),
  fetchPortfolioValue: () => client.fetchPortfolioValue({ user: stage.wallet }),
  fetchTradedMarketCount: () => client.fetchTradedMarketCount({ user: stage.wallet }),
  downloadAccountingSnapshot: async () =>
    (await client.downloadAccountingSnapshot({ user: stage.wallet })).size,
  listMarketHolders: () => client.listMarketHolders({ market: [stage.market.id] }),
  listOpenInterest: () => client.listOpenInterest({ market: [stage.market.id] }),
  fetchEventLiveVolume: () => client.fetchEventLiveVolume({ id: '77' } as never),
  listTraderLeaderboard: () =>
    walk(client.listTraderLeaderboard({ timePeriod: 'ALL', orderBy: 'VOL', pageSize: 1 })),
  listBuilderLeaderboard: () => walk(client.listBuilderLeaderboard()),
  fetchBuilderVolume: () => client.fetchBuilderVolume({ timePeriod: 'WEEK' }),
  listComboPositions: () => walk(client.listComboPositions({ user: stage.wallet })),
  listComboActivity: () => walk(client.listComboActivity({ user: stage.wallet })),
  // CLOB
  fetchOrderBook: () => client.fetchOrderBook({ tokenId: yes() }),
  fetchOrderBooks: () => client.fetchOrderBooks([{ tokenId: yes() }, { tokenId: no() }] as never),
  fetchMidpoint: () => client.fetchMidpoint({ tokenId: yes() }),
  fetchMidpoints: () => client.fetchMidpoints([{ tokenId: yes() }] as never),
  fetchPrice: () => client.fetchPrice({ tokenId: yes(), side: 'BUY' } as never),
  fetchPrices: () => client.fetchPrices([{ tokenId: yes(), side: 'SELL' }] as never),
  fetchSpread: () => client.fetchSpread({ tokenId: yes() }),
  fetchSpreads: () => client.fetchSpreads([{ tokenId: yes() }] as never),
  fetchLastTradePrice: () => client.fetchLastTradePrice({ tokenId: yes() }),
  fetchLastTradePrices: () => client.fetchLastTradePrices([{ tokenId: no() }] as never),
  fetchPriceHistory: () =>
    client.fetchPriceHistory({ tokenId: yes(), interval: 'max', fidelity: 1 } as never),
  estimateMarketPrice: () =>
    client.estimateMarketPrice({ tokenId: yes(), side: 'BUY', amount: 5 } as never),
  listCurrentRewards: () => walk(client.listCurrentRewards()),
  listMarketRewards: () =>
    walk(client.listMarketRewards({ conditionId: stage.market.id } as never)),
  listBuilderTrades: () =>
    walk(client.listBuilderTrades({ builderCode: `0x${'1'.repeat(64)}` } as never)),
  fetchTickSize: () => actions.fetchTickSize(client, { tokenId: yes() } as never),
  fetchNegRisk: () => actions.fetchNegRisk(client, { tokenId: stage.candidate.tokens[0] } as never),
  fetchMarketInfo: () => actions.fetchMarketInfo(client, { conditionId: stage.market.id } as never),
  resolveConditionByToken: () =>
    actions.resolveConditionByToken(client, { tokenId: no() } as never),
  fetchBuilderFeeRates: () =>
    actions.fetchBuilderFeeRates(client, { builderCode: `0x${'1'.repeat(64)}` } as never),
}

/** What nothing here has: an empty answer is the right one. */
const EMPTY: readonly string[] = [
  'fetchBuilderVolume',
  'fetchCommentsById',
  'fetchRelatedTagResources',
  'fetchRelatedTags',
  'listBuilderLeaderboard',
  'listBuilderTrades',
  'listComboActivity',
  'listComboPositions',
  'listComments',
  'listCommentsByUserAddress',
  'listCurrentRewards',
  'listMarketClarifications',
  'listMarketRewards',
  'listTeams',
]

/** Perpetuals, combos and their quotes, and the relayer are out; what needs a key is read in other tests. */
const OUT_OF_SCOPE: readonly RegExp[] = [
  /Perps/,
  /^listComboMarkets$/,
  /^fetch(ExecuteParams|Transaction)$/,
  /^fetch(ApiKeys|BuilderApiKeys|BalanceAllowance|ClosedOnlyMode|Notifications)$/,
  /^fetch(Order|OrderScoring|OrdersScoring|RewardPercentages|TotalEarningsForUserForDay)$/,
  /^list(AccountTrades|OpenOrders|UserEarningsForDay|UserEarningsAndMarketsConfig)$/,
  /^subscribe$/,
  /^resolveEstimatedMarketPrice$/,
]

const readNames = (): string[] => {
  const names = new Set<string>()
  for (const name in client) {
    if (typeof client[name as keyof Client] === 'function') names.add(name)
  }
  for (const [name, value] of Object.entries(actions)) {
    const reads = /^(fetch|list|search|resolve|estimate|download)/.test(name)
    if (typeof value === 'function' && reads) names.add(name)
  }
  return [...names].filter((name) => !OUT_OF_SCOPE.some((pattern) => pattern.test(name))).sort()
}

test('every public read that the client exports is called here', () => {
  expect(Object.keys(READS).sort()).toEqual(readNames())
})

test.each(Object.keys(READS))('the client understands the answer to %s', async (name) => {
  const given = await READS[name]?.()
  expect(given).toBeDefined()
  if (EMPTY.includes(name)) expect(given).toEqual([])
  else expect(Array.isArray(given) ? given.length : 1, `${name} is empty`).toBeGreaterThan(0)
})

test('walks a listing without losing or repeating a row', async () => {
  const markets = (await READS['listMarkets']?.()) as { id: string }[]
  expect(new Set(markets.map(({ id }) => id)).size).toBe(markets.length)
  const open = stage.exchange
    .markets()
    .filter(({ status, negRiskRole }) => status !== 'resolved' && negRiskRole !== 'placeholder')
  expect(markets.map(({ id }) => id)).toEqual(open.map(({ number }) => number))
  const trades = (await READS['listTrades']?.()) as object[]
  expect(trades).toHaveLength(52)
  const activity = (await READS['listActivity']?.()) as { type: string }[]
  expect(new Set(activity.map(({ type }) => type))).toEqual(
    new Set(['TRADE', 'SPLIT', 'MERGE', 'CONVERSION', 'REDEEM']),
  )
})

test('filters as the client asks', async () => {
  const one = await client.listMarkets({ conditionIds: [stage.market.id as never] }).firstPage()
  expect(one.items.map(({ slug }) => slug)).toEqual(['rain'])
  const byToken = await client.listMarkets({ clobTokenIds: [no()] }).firstPage()
  expect(byToken.items).toHaveLength(1)
  const played = await client.listEvents({ live: true }).firstPage()
  expect(played.items.map(({ slug }) => slug)).toEqual(['foxes-herons'])
  const closed = await client.listMarkets({ closed: true }).firstPage()
  expect(closed.items.map(({ slug }) => slug)).toEqual(['over'])
  const best = await client
    .listMarkets({ order: 'volumeNum', ascending: false, pageSize: 1 })
    .firstPage()
  expect(best.items[0]?.slug).toBe('rain')
  await expect(client.listMarkets({ order: 'volume_num' }).firstPage()).rejects.toThrow()
  const event = await client.fetchEvent({ slug: 'who-wins' })
  expect(event.markets).toHaveLength(4)
  expect(await client.fetchPublicProfile({ address: `0x${'9'.repeat(40)}` })).toBeNull()
})
