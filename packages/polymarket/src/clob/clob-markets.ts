import {
  BotError,
  type MarketFacts,
  type MarketId,
  marketId,
  type Price,
  type TokenId,
  tokenId,
} from '@bot/core'
import { z } from 'zod'
import type { Getter } from '../transport/create-getter.js'
import { expectShape } from '../transport/expect-shape.js'
import type { ListingPage } from '../wire/listing-page.js'
import { readPrice } from '../wire/read-price.js'
import { readClobPage } from './clob-page.js'
import { parseClobMarket } from './parse-clob-market.js'
import { type CompactMarket, parseCompactMarket } from './parse-compact-market.js'

/** A token's market and both its tokens. */
export type TokenMarket = Readonly<{ market: MarketId; tokens: readonly [TokenId, TokenId] }>

/** Reads of markets. Each throws what `readJson` throws, and `unexpected-response` for another shape. */
export type ClobMarkets = Readonly<{
  /** Reads a page of all markets, old and new. */
  markets: (cursor?: string, signal?: AbortSignal) => Promise<ListingPage<MarketFacts>>
  /** Reads a page of the markets that pay rewards, which are the ones open now. */
  samplingMarkets: (cursor?: string, signal?: AbortSignal) => Promise<ListingPage<MarketFacts>>
  /** Reads one market with its fee, in two requests; `undefined` when the CLOB does not know it. */
  market: (id: MarketId, signal?: AbortSignal) => Promise<MarketFacts | undefined>
  /** Reads what order entry needs of a market; `undefined` when the CLOB does not know it. */
  compactMarket: (id: MarketId, signal?: AbortSignal) => Promise<CompactMarket | undefined>
  /** Reads which market a token belongs to; `undefined` when the CLOB does not know it. */
  marketByToken: (token: TokenId, signal?: AbortSignal) => Promise<TokenMarket | undefined>
  /** Reads a token's tick; `undefined` when the CLOB does not know it. */
  tickSize: (token: TokenId, signal?: AbortSignal) => Promise<Price | undefined>
  /** Reads whether a token belongs to a negRisk market; `undefined` when the CLOB does not know it. */
  negRisk: (token: TokenId, signal?: AbortSignal) => Promise<boolean | undefined>
}>

const START = 'MA=='
const byTokenShape = z.object({
  condition_id: z.string().min(1),
  primary_token_id: z.string().min(1),
  secondary_token_id: z.string().min(1),
})
const tickShape = z.object({ minimum_tick_size: z.unknown() })
const negRiskShape = z.object({ neg_risk: z.boolean() })

/** Makes the reads of markets. */
export const createClobMarkets = ({ get, getOrAbsent }: Getter): ClobMarkets => {
  const page =
    (path: string) =>
    async (cursor = START, signal?: AbortSignal): Promise<ListingPage<MarketFacts>> =>
      readClobPage(await get(path, { next_cursor: cursor }, signal), path)
  const compactMarket: ClobMarkets['compactMarket'] = async (id, signal) => {
    const raw = await getOrAbsent(`/clob-markets/${encodeURIComponent(id)}`, {}, signal)
    if (raw === undefined) return undefined
    const parsed = parseCompactMarket(raw)
    if ('compact' in parsed) return parsed.compact
    throw unreadable(id, parsed.rejected)
  }
  return {
    markets: page('/markets'),
    samplingMarkets: page('/sampling-markets'),
    compactMarket,
    market: async (id, signal) => {
      const raw = await getOrAbsent(`/markets/${encodeURIComponent(id)}`, {}, signal)
      if (raw === undefined) return undefined
      const compact = await compactMarket(id, signal)
      const parsed = parseClobMarket(raw, compact?.fee)
      if ('facts' in parsed) return parsed.facts
      throw unreadable(id, parsed.rejected)
    },
    marketByToken: async (token, signal) => {
      const raw = await getOrAbsent(`/markets-by-token/${encodeURIComponent(token)}`, {}, signal)
      if (raw === undefined) return undefined
      const found = expectShape(byTokenShape, raw, '/markets-by-token')
      const tokens = [tokenId(found.primary_token_id), tokenId(found.secondary_token_id)] as const
      return { market: marketId(found.condition_id), tokens }
    },
    tickSize: async (token, signal) => {
      const raw = await getOrAbsent('/tick-size', { token_id: token }, signal)
      if (raw === undefined) return undefined
      const tick = readPrice(expectShape(tickShape, raw, '/tick-size').minimum_tick_size)
      if (tick !== undefined && tick > 0) return tick
      throw unreadable(token, 'bad-tick-size')
    },
    negRisk: async (token, signal) => {
      const raw = await getOrAbsent('/neg-risk', { token_id: token }, signal)
      return raw === undefined ? undefined : expectShape(negRiskShape, raw, '/neg-risk').neg_risk
    },
  }
}

const unreadable = (id: string, reason: string): BotError =>
  new BotError('unexpected-response', `Expected a readable market ${id}, was refused: ${reason}`, {
    id,
    reason,
  })
