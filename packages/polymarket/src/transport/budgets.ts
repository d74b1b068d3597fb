import type { TokenBucketOptions } from '@bot/core'

/** A host that requests go to. */
export type RestHost = 'gamma' | 'clob' | 'data'
/** How a request is made. */
export type HttpMethod = 'GET' | 'POST' | 'DELETE'

/**
 * One limit of the venue. A request must fit into every budget that it matches; without a condition it matches all.
 *
 * `per: 'item'` costs as many as the request says that it carries (orders, ids), else each request costs one.
 */
export type Budget = Readonly<{
  name: string
  host?: RestHost
  method?: HttpMethod
  paths?: RegExp
  per?: 'item'
  bucket: TokenBucketOptions
  /**
   * Marks a limit a signer: each signing address has a bucket of its own, filled by what the venue's headers say, and
   * of the size of the tier that they name (in lower case); `bucket` until they name one.
   */
  tiers?: Readonly<Record<string, TokenBucketOptions>>
}>

/**
 * Makes a bucket that never passes `requests` in any window of `seconds`: a fifth at once, the rest spread.
 */
export const withinWindow = (requests: number, seconds: number): TokenBucketOptions => ({
  perSecond: (requests * 0.8) / seconds,
  burst: Math.max(1, Math.floor(requests * 0.2)),
})

const perTenSeconds = (
  name: string,
  host: RestHost,
  requests: number,
  paths?: RegExp,
  method?: HttpMethod,
): Budget => ({
  name,
  host,
  ...(paths !== undefined && { paths }),
  ...(method !== undefined && { method }),
  bucket: withinWindow(requests, 10),
})

const perTenMinutes = (
  name: string,
  requests: number,
  paths: RegExp,
  method: HttpMethod,
): Budget => ({ name, host: 'clob', paths, method, bucket: withinWindow(requests, 600) })

const GAMMA: readonly Budget[] = [
  perTenSeconds('gamma', 'gamma', 4_000),
  perTenSeconds('gamma-events', 'gamma', 500, /^\/events\b/),
  perTenSeconds('gamma-markets', 'gamma', 300, /^\/markets\b/),
  perTenSeconds('gamma-listings', 'gamma', 900, /^\/(events|markets)\b/),
  perTenSeconds('gamma-search', 'gamma', 350, /^\/public-search$/),
  perTenSeconds('gamma-comments', 'gamma', 200, /^\/comments$/),
  perTenSeconds('gamma-tags', 'gamma', 200, /^\/tags\b/),
]

const DATA: readonly Budget[] = [
  perTenSeconds('data', 'data', 1_000),
  perTenSeconds('data-trades', 'data', 200, /\/trades$/),
  perTenSeconds('data-positions', 'data', 150, /^(\/v2)?\/positions$/),
  perTenSeconds('data-closed-positions', 'data', 150, /^\/closed-positions$/),
]

const CLOB_READS: readonly Budget[] = [
  perTenSeconds('clob', 'clob', 9_000),
  perTenSeconds('clob-book', 'clob', 1_500, /^\/book$/),
  perTenSeconds('clob-price', 'clob', 1_500, /^\/price$/),
  perTenSeconds('clob-midpoint', 'clob', 1_500, /^\/midpoint$/),
  perTenSeconds('clob-books', 'clob', 500, /^\/books$/),
  perTenSeconds('clob-prices', 'clob', 500, /^\/prices$/),
  perTenSeconds('clob-midpoints', 'clob', 500, /^\/midpoints$/),
  perTenSeconds('clob-prices-history', 'clob', 1_000, /^\/prices-history$/),
  perTenSeconds('clob-tick-size', 'clob', 200, /^\/tick-size\b/),
  perTenSeconds('clob-balance', 'clob', 200, /^\/balance-allowance$/),
  perTenSeconds('clob-balance-update', 'clob', 50, /^\/balance-allowance\/update$/),
  perTenSeconds('clob-ledger', 'clob', 900, /^\/(trades|orders|notifications|order)\b/, 'GET'),
  perTenSeconds('clob-data-orders', 'clob', 500, /^\/data\/orders$/),
  perTenSeconds('clob-data-trades', 'clob', 500, /^\/data\/trades$/),
  perTenSeconds('clob-notifications', 'clob', 125, /^\/notifications$/),
  perTenSeconds('clob-auth', 'clob', 100, /^\/auth\//),
]

type Tiers = Readonly<Record<string, TokenBucketOptions>>

/** What each tier of 30-day volume may order a second, and at once. */
const ORDER_TIERS: Tiers = {
  standard: { perSecond: 40, burst: 60 },
  copper: { perSecond: 60, burst: 90 },
  bronze: { perSecond: 80, burst: 120 },
  silver: { perSecond: 200, burst: 300 },
  gold: { perSecond: 400, burst: 600 },
  platinum: { perSecond: 450, burst: 675 },
  diamond: { perSecond: 525, burst: 787 },
  elite: { perSecond: 600, burst: 900 },
}

/** Cancels have twice the room of orders in every tier, but for the burst of diamond, which is rounded. */
const CANCEL_TIERS: Tiers = {
  standard: { perSecond: 80, burst: 120 },
  copper: { perSecond: 120, burst: 180 },
  bronze: { perSecond: 160, burst: 240 },
  silver: { perSecond: 400, burst: 600 },
  gold: { perSecond: 800, burst: 1_200 },
  platinum: { perSecond: 900, burst: 1_350 },
  diamond: { perSecond: 1_050, burst: 1_575 },
  elite: { perSecond: 1_200, burst: 1_800 },
}

const CLOB_ORDERS: readonly Budget[] = [
  perTenSeconds('clob-post-order', 'clob', 5_000, /^\/order$/, 'POST'),
  perTenMinutes('clob-post-order-sustained', 120_000, /^\/order$/, 'POST'),
  perTenSeconds('clob-delete-order', 'clob', 5_000, /^\/order$/, 'DELETE'),
  perTenMinutes('clob-delete-order-sustained', 120_000, /^\/order$/, 'DELETE'),
  perTenSeconds('clob-post-orders', 'clob', 2_000, /^\/orders$/, 'POST'),
  perTenMinutes('clob-post-orders-sustained', 21_000, /^\/orders$/, 'POST'),
  perTenSeconds('clob-delete-orders', 'clob', 2_000, /^\/orders$/, 'DELETE'),
  perTenMinutes('clob-delete-orders-sustained', 15_000, /^\/orders$/, 'DELETE'),
  perTenSeconds('clob-cancel-all', 'clob', 250, /^\/cancel-all$/, 'DELETE'),
  perTenMinutes('clob-cancel-all-sustained', 6_000, /^\/cancel-all$/, 'DELETE'),
  perTenSeconds('clob-cancel-market', 'clob', 1_500, /^\/cancel-market-orders$/, 'DELETE'),
  perTenMinutes('clob-cancel-market-sustained', 21_000, /^\/cancel-market-orders$/, 'DELETE'),
  {
    name: 'signer-orders',
    host: 'clob',
    method: 'POST',
    paths: /^\/orders?$/,
    per: 'item',
    bucket: { perSecond: 40, burst: 60 },
    tiers: ORDER_TIERS,
  },
  {
    name: 'signer-cancels',
    host: 'clob',
    method: 'DELETE',
    paths: /^\/(orders?|cancel-all|cancel-market-orders)$/,
    per: 'item',
    bucket: { perSecond: 80, burst: 120 },
    tiers: CANCEL_TIERS,
  },
]

/**
 * The venue's published limits as of mid 2026. They move: pass another table to the transport.
 *
 * @see https://docs.polymarket.com/quickstart/introduction/rate-limits
 */
export const POLYMARKET_BUDGETS: readonly Budget[] = [
  { name: 'everything', bucket: withinWindow(15_000, 10) },
  ...GAMMA,
  ...DATA,
  ...CLOB_READS,
  ...CLOB_ORDERS,
]
