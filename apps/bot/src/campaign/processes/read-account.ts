import { type OrderId, orderId, parseSize, parseUsd, type TimeMs, timeMs } from '@bot/core'
import {
  createTradingCredentials,
  hmacSignature,
  type PolymarketReads,
  type Signer,
  type TradingCredentials,
} from '@bot/polymarket'
import { systemClock } from '../../effects/system-clock.js'
import type { Balances } from '../checks/check-balances.js'
import { type Fill, mergeFills } from '../checks/check-fills.js'
import { ask } from './ask.js'

/** The bot's wallet as the exchange tells it, to nobody but its owner. */
export type ExchangeAccount = Readonly<{
  balances: () => Promise<Balances>
  /** Open orders with when they were placed, to the second. */
  openOrders: () => Promise<readonly Readonly<{ id: OrderId; createdAt: TimeMs }>[]>
  /** Every fill with when it was matched, to the second, oldest first. */
  fills: () => Promise<readonly TimedFill[]>
}>

/** A fill and the second of its match. */
export type TimedFill = Fill & Readonly<{ at: TimeMs }>

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

const LAST_PAGE = 'LTE='

/** Reads an account over HTTP, signed with the wallet's own key. */
export const readAccount = async (
  sim: string,
  signer: Signer,
  { transport }: Pick<PolymarketReads, 'transport'>,
): Promise<ExchangeAccount> => {
  const wallet = signer.address.toLowerCase()
  const credentials = await createTradingCredentials({ transport, signer, clock: systemClock })
  const rows = async (path: string): Promise<readonly unknown[]> => {
    const all: unknown[] = []
    for (let cursor = ''; cursor !== LAST_PAGE; ) {
      const query = cursor === '' ? '' : `?next_cursor=${encodeURIComponent(cursor)}`
      const headers = () => ({ headers: signedHeaders(signer.address, credentials, path) })
      const page = (await ask(`${sim}/clob${path}${query}`, headers)) as Page
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
  }
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

const fillsOf = (trade: WireTrade, wallet: string): readonly TimedFill[] => {
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
