import {
  defineStrategy,
  type Exit,
  type Levels,
  type MarketFacts,
  type Position,
  PRICE_ONE,
  type Refusal,
  type Signal,
  type Strategy,
  type TimeMs,
  type View,
} from '@bot/core'
import { checkOptions } from './parts/check-options.js'
import { entryPrice } from './parts/entry-price.js'
import { isEngaged } from './parts/is-engaged.js'
import { changePercent, leaveAt } from './parts/leave-at.js'
import { planTrade, type TradeRule } from './parts/plan-trade.js'
import { quoteOf } from './parts/quote.js'
import { refuse } from './parts/refuse.js'

const NAME = 'volatility-scalp'
const RULE: TradeRule = {
  side: 'buy',
  entry: 'rest',
  target: 95,
  targetFrom: 'ask',
  stop: 98,
  takeProfit: 103,
}

/** Settings, each with its default. */
export type VolatilityScalpOptions = Readonly<{
  /** Spread worth scalping, in percent of the mid: 3. */
  spreadPercent?: number
  /** The loosest spread that any loosening may set: 2, or `spreadPercent` when that is less. */
  floorSpreadPercent?: number
  /** How long a position is held at most: 300,000 ms. */
  maxHoldMs?: number
  /** How long ago a book may have been proven current: 30,000 ms. */
  maxBookAgeMs?: number
  /** How long a signal, and the order that rests for it, lives: 60,000 ms. */
  lifeMs?: number
}>

type Settings = Required<VolatilityScalpOptions>

/**
 * Makes Volatility Scalp (low): where the spread is at least 3 % of the mid, rests a buy of the first outcome at the
 * bid, with its target 5 % under the ask; leaves at +3 %, −2 % or after 5 minutes.
 *
 * At most one signal a market, none while a position or an order is open there, and none whose target, or +3 % if
 * that is nearer, would not pay the fees. `confidence` is 0.5 + 0.1 × (spread over its level − 1), at most 0.7: it
 * ranks signals and is no probability. `edgePerShare` is what is gained at the target: no claim that it is reached.
 *
 * @throws BotError `invalid-argument` for a setting that is not above 0.
 */
export const createVolatilityScalpStrategy = (options: VolatilityScalpOptions = {}): Strategy => {
  const spreadPercent = options.spreadPercent ?? 3
  const settings: Settings = checkOptions({
    spreadPercent,
    floorSpreadPercent: Math.min(options.floorSpreadPercent ?? 2, spreadPercent),
    maxHoldMs: options.maxHoldMs ?? 300_000,
    maxBookAgeMs: options.maxBookAgeMs ?? 30_000,
    lifeMs: options.lifeMs ?? 60_000,
  })
  return defineStrategy({
    spec: 1,
    name: NAME,
    title: 'Volatility Scalp',
    priority: 'low',
    thresholds: {
      spreadPercent: {
        default: settings.spreadPercent,
        floor: settings.floorSpreadPercent,
        unit: '% of the mid',
        stricter: 'higher',
      },
    },
    interest: {
      subject: 'market',
      triggers: ['scan'],
      wants: (market) => market.tradable && market.tokens.length === 2,
    },
    evaluate: ({ markets: [market] }, view, levels) =>
      market === undefined ? [] : evaluate(market, view, levels, settings),
    exit: (position, view) => leave(position, view, settings),
  })
}

const evaluate = (
  market: MarketFacts,
  view: View,
  levels: Levels,
  settings: Settings,
): readonly (Signal | Refusal)[] => {
  const [token] = market.tokens
  const quote = quoteOf(token, view, settings.maxBookAgeMs)
  if (token === undefined || quote === undefined || !market.tradable) return []
  const spreadPercent = quote.spread * 100
  if (spreadPercent < (levels['spreadPercent'] ?? settings.spreadPercent)) return []
  const context = { spreadPercent }
  if (isEngaged(market, view)) return [refuse(NAME, market, 'already-engaged', context)]
  const planned = planTrade(RULE, quote, market, view, 0)
  if (typeof planned === 'string') return [refuse(NAME, market, planned, context)]
  const over = spreadPercent / settings.spreadPercent - 1
  return [
    {
      kind: 'signal',
      strategy: NAME,
      token,
      market: market.id,
      side: 'buy',
      entry: 'rest',
      limit: planned.limit,
      measured: { spreadPercent },
      edgePerShare: planned.gain,
      confidence: Math.min(0.7, Math.max(0.5, 0.5 + 0.1 * over)),
      wanted: 'max',
      expiresAt: (view.now + settings.lifeMs) as TimeMs,
      because: `spread ${spreadPercent.toFixed(1)} % of ${(quote.mid / PRICE_ONE).toFixed(3)}`,
      target: planned.target,
      stop: planned.stop,
    },
  ]
}

const leave = (position: Position, view: View, settings: Settings): Exit | undefined => {
  if (view.now - position.openedAt >= settings.maxHoldMs) return { reason: 'max-hold', fraction: 1 }
  const entry = entryPrice(position)
  const quote = quoteOf(position.token, view, settings.maxBookAgeMs)
  if (entry === undefined || quote === undefined) return undefined
  return leaveAt(changePercent(entry, quote.bid), 3, -2)
}
