import type { Host } from '../http/route.js'

/** At most `count` requests in any `seconds`. Rules without a method cover every method. */
export type LimitRule = Readonly<{
  host: Exclude<Host, 'sim'> | 'every'
  method?: 'GET' | 'POST' | 'DELETE'
  /** Paths as the host knows them, those that end with `*` with all below; a rule without paths covers the host. */
  paths?: readonly string[]
  seconds: number
  count: number
}>

const clob = (
  method: LimitRule['method'],
  paths: readonly string[],
  count: number,
  seconds = 10,
): LimitRule => ({
  host: 'clob',
  ...(method === undefined ? {} : { method }),
  paths,
  seconds,
  count,
})

/**
 * What the venue allows one network address, by its documentation of mid-2026. Each path of a rule with one path is
 * counted alone; several paths in one rule are counted together.
 *
 * @see the protocol sheet, 2, layer A
 */
export const NETWORK_LIMITS: readonly LimitRule[] = [
  { host: 'every', seconds: 10, count: 15_000 },
  { host: 'gamma', seconds: 10, count: 4_000 },
  { host: 'gamma', paths: ['/events', '/events/keyset'], seconds: 10, count: 500 },
  { host: 'gamma', paths: ['/markets', '/markets/keyset'], seconds: 10, count: 300 },
  {
    host: 'gamma',
    paths: ['/events', '/events/keyset', '/markets', '/markets/keyset'],
    seconds: 10,
    count: 900,
  },
  { host: 'gamma', paths: ['/public-search'], seconds: 10, count: 350 },
  { host: 'gamma', paths: ['/comments*'], seconds: 10, count: 200 },
  { host: 'gamma', paths: ['/tags*'], seconds: 10, count: 200 },
  { host: 'data', seconds: 10, count: 1_000 },
  { host: 'data', paths: ['/trades'], seconds: 10, count: 200 },
  { host: 'data', paths: ['/positions'], seconds: 10, count: 150 },
  { host: 'data', paths: ['/closed-positions'], seconds: 10, count: 150 },
  { host: 'clob', seconds: 10, count: 9_000 },
  clob('GET', ['/ok'], 100),
  clob('GET', ['/book'], 1_500),
  clob('GET', ['/price'], 1_500),
  clob('GET', ['/midpoint'], 1_500),
  clob('POST', ['/books'], 500),
  clob('POST', ['/prices'], 500),
  clob('POST', ['/midpoints'], 500),
  clob('GET', ['/prices-history'], 1_000),
  clob('GET', ['/tick-size*'], 200),
  clob('GET', ['/balance-allowance'], 200),
  clob('GET', ['/balance-allowance/update'], 50),
  clob('GET', ['/data/orders'], 500),
  clob('GET', ['/data/trades'], 500),
  clob(undefined, ['/notifications'], 125),
  clob('GET', ['/data/orders', '/data/trades', '/data/order/*', '/notifications'], 900),
  clob(undefined, ['/auth/*'], 100),
  clob('POST', ['/order'], 5_000),
  clob('POST', ['/order'], 120_000, 600),
  clob('DELETE', ['/order'], 5_000),
  clob('DELETE', ['/order'], 120_000, 600),
  clob('POST', ['/orders'], 2_000),
  clob('POST', ['/orders'], 21_000, 600),
  clob('DELETE', ['/orders'], 2_000),
  clob('DELETE', ['/orders'], 15_000, 600),
  clob('DELETE', ['/cancel-all'], 250),
  clob('DELETE', ['/cancel-all'], 6_000, 600),
  clob('DELETE', ['/cancel-market-orders'], 1_500),
  clob('DELETE', ['/cancel-market-orders'], 21_000, 600),
]
