import { type OrderId, orderId, parseSize, parseUsd, type TimeMs, timeMs } from '@bot/core'
import {
  createTradingCredentials,
  hmacSignature,
  type PolymarketReads,
  type Signer,
  type TradingCredentials,
} from '@bot/polymarket'
import type { VenueUrls } from '@bot/sim/server'
import { systemClock } from '../../effects/system-clock.js'
import type { DoneAction } from '../checks/check-actions.js'
import type { Balances } from '../checks/check-balances.js'
import { type MatchedFill, mergeFills } from '../checks/check-fills.js'
import { ask, insist } from './ask.js'

/** The bot's wallet as the exchange tells it, to nobody but its owner. */
export type ExchangeAccount = Readonly<{
  balances: () => Promise<Balances>
  /** Open orders with when they were placed, to the second. */
  openOrders: () => Promise<readonly Readonly<{ id: OrderId; createdAt: TimeMs }>[]>
  /** Every fill with when it was matched, to the second, oldest first. */
  fills: () => Promise<readonly MatchedFill[]>
  /** Every protocol action that took effect, oldest first. */
  actions: () => Promise<readonly DoneAction[]>
}>

type WireOrder = Readonly<{ id: string; created_at: number }>
type WireMaker = Readonly<{ order_id: string; maker_address: string; matched_amount: string }>
type WireTrade = Readonly<{
  id: string
  taker_order_id: string
  maker_address: string
  size: string
  status: string
  match_time: string
  maker_orders: readonly WireMaker[]
}>
type Page = Readonly<{ data: readonly unknown[]; next_cursor: string }>
type Wallet = Readonly<{
  usd: string
  shares: readonly Readonly<{ token: string; size: string }>[]
}>

type WireActivity = Readonly<{ type: string; usdcSize: number; transactionHash: string }>

const LAST_PAGE = 'LTE='
/** As many as one page of the Data API may have. */
const ACTIVITY_LIMIT = 500

/** Reads an account over HTTP, signed with the wallet's own key. */
export const readAccount = async (
  { sim, clob, data }: Pick<VenueUrls, 'sim' | 'clob' | 'data'>,
  signer: Signer,
  { transport }: Pick<PolymarketReads, 'transport'>,
): Promise<ExchangeAccount> => {
  const wallet = signer.address.toLowerCase()
  const credentials = await insist(() =>
    createTradingCredentials({ transport, signer, clock: systemClock }),
  )
  const rows = async (path: string): Promise<readonly unknown[]> => {
    const all: unknown[] = []
    for (let cursor = ''; cursor !== LAST_PAGE; ) {
      const query = cursor === '' ? '' : `?next_cursor=${encodeURIComponent(cursor)}`
      const headers = () => ({ headers: signedHeaders(signer.address, credentials, path) })
      const page = (await ask(`${clob}${path}${query}`, headers)) as Page
      all.push(...page.data)
      cursor = page.next_cursor
    }
    return all
  }
  return {
    balances: async () => {
      const { usd, shares } = (await ask(`${sim}/_sim/wallets/${wallet}`)) as Wallet
      const holdings = new Map(shares.map(({ token, size }) => [token, parseSize(size)]))
      return { cash: parseUsd(usd), holdings }
    },
    openOrders: async () =>
      ((await rows('/data/orders')) as readonly WireOrder[]).map((order) => ({
        id: orderId(order.id),
        createdAt: timeMs(order.created_at * 1_000),
      })),
    fills: async () =>
      ((await rows('/data/trades')) as readonly WireTrade[])
        .toReversed()
        .flatMap((trade) => fillsOf(trade, wallet)),
    actions: async () => {
      const types = Object.keys(ACTION_OF).join(',')
      const query = `user=${wallet}&type=${types}&limit=${ACTIVITY_LIMIT}&sortDirection=ASC`
      return actionsOf((await ask(`${data}/activity?${query}`)) as readonly WireActivity[])
    },
  }
}

const ACTION_OF: Readonly<Record<string, DoneAction['action']>> = {
  ...{ SPLIT: 'split', MERGE: 'merge', CONVERSION: 'convert', REDEEM: 'redeem' },
}

/** One transaction is one action, however many markets it names. */
const actionsOf = (rows: readonly WireActivity[]): readonly DoneAction[] => {
  const done = new Map<string, DoneAction>()
  for (const { type, usdcSize, transactionHash } of rows) {
    const action = ACTION_OF[type]
    const before = done.get(transactionHash)
    const paid = usdcSize > 0 || before?.paid === true
    if (action !== undefined) done.set(transactionHash, { action, paid })
  }
  return [...done.values()]
}

const signedHeaders = (
  address: string,
  { apiKey, secret, passphrase }: TradingCredentials,
  path: string,
): Readonly<Record<string, string>> => {
  const timestamp = String(Math.floor(systemClock.now() / 1_000))
  return {
    POLY_ADDRESS: address,
    POLY_API_KEY: apiKey,
    POLY_PASSPHRASE: passphrase,
    POLY_TIMESTAMP: timestamp,
    POLY_SIGNATURE: hmacSignature(secret, { timestamp, method: 'GET', path, body: '' }),
  }
}

const fillsOf = (trade: WireTrade, wallet: string): readonly MatchedFill[] => {
  const base = { trade: trade.id, failed: trade.status === 'FAILED' }
  const ours = (address: string): boolean => address.toLowerCase() === wallet
  const taker = ours(trade.maker_address)
    ? [{ ...base, order: orderId(trade.taker_order_id), size: parseSize(trade.size) }]
    : []
  const makers = trade.maker_orders
    .filter((maker) => ours(maker.maker_address))
    .map((maker) => ({
      ...{ ...base, order: orderId(maker.order_id), size: parseSize(maker.matched_amount) },
    }))
  const at = timeMs(Number(trade.match_time) * 1_000)
  return mergeFills([...taker, ...makers]).map((fill) => ({ ...fill, at }))
}
