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
import { type Quote, quoteOf } from './parts/quote.js'
import { refuse } from './parts/refuse.js'

const NAME = 'market-only'
const FAVORITE = 0.75
const UNDERDOG = { low: 0.03, high: 0.25 }
const EVEN = { low: 0.35, high: 0.65 }
/** First outcomes bought below this are underdogs, above it scalps; nothing is bought across it. */
const DIVIDE = 3_300
const CONTEST = /\b(?:wins?|beats?|defeats?)\b/i
const SPORTS = /\bsports?\b/i

/** Settings, each with its default. */
export type MarketOnlyOptions = Readonly<{
  /** Spread of an even market worth scalping, in percent of the mid: 1.5. */
  scalpSpreadPercent?: number
  /** How far beyond the best price a limit may reach, in percent: 1. */
  slippagePercent?: number
  /** How long ago a book may have been proven current: 30,000 ms. */
  maxBookAgeMs?: number
  /** How long a signal lives: 30,000 ms. */
  lifeMs?: number
}>

type Settings = Required<MarketOnlyOptions>
type Rule = TradeRule & Readonly<{ name: 'favorite' | 'underdog' | 'scalp'; strength: number }>

/**
 * Makes Market Only (medium): trades on a market's own price, no other data.
 *
 * With p the mid of the first outcome: p ≥ 0.75 sells that favourite (target −3 %, stop +2 %); 0.03 < p ≤ 0.25 in a
 * "win", "beat" or "defeat" question or a sports market buys the underdog (target +40 %, stop −30 %, left at
 * −35 % at the latest); 0.35 ≤ p ≤ 0.65 with a spread of 1.5 % rests at the bid (target 3 % under the ask, stop −5 %, left at
 * ±3 %). Where two could fire, the first that meets its own level does. At most one signal a market, none while
 * a position or an order is open there, none whose target would not pay its costs.
 *
 * One threshold, `strength`: how far the market is past its rule's level, 1 at the level, floor 0.8. `confidence`
 * is 0.3 + 0.25 × strength, 0.5 to 0.8: it ranks signals and is no probability. `edgePerShare` is what is gained if
 * the target is reached: no claim that it will be.
 *
 * @throws BotError `invalid-argument` for a setting that is not above 0.
 */
export const createMarketOnlyStrategy = (options: MarketOnlyOptions = {}): Strategy => {
  const settings: Settings = checkOptions({
    scalpSpreadPercent: options.scalpSpreadPercent ?? 1.5,
    slippagePercent: options.slippagePercent ?? 1,
    maxBookAgeMs: options.maxBookAgeMs ?? 30_000,
    lifeMs: options.lifeMs ?? 30_000,
  })
  return defineStrategy({
    spec: 1,
    name: NAME,
    title: 'Market Only',
    priority: 'medium',
    thresholds: {
      strength: { default: 1, floor: 0.8, unit: 'times its level', stricter: 'higher' },
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
  const quote = quoteOf(market.tokens[0], view, settings.maxBookAgeMs)
  if (quote === undefined || !market.tradable) return []
  const least = levels['strength'] ?? 1
  const rules = rulesFor(market, quote, settings)
  const rule =
    rules.find(({ strength }) => strength >= 1) ?? rules.find(({ strength }) => strength >= least)
  if (rule === undefined) return []
  const context = { rule: rule.name, mid: quote.mid / PRICE_ONE }
  if (isEngaged(market, view)) return [refuse(NAME, market, 'already-engaged', context)]
  const planned = planTrade(rule, quote, market, view, settings.slippagePercent / 100)
  if (typeof planned === 'string') return [refuse(NAME, market, planned, context)]
  const [token] = market.tokens
  if (token === undefined) return []
  return [
    {
      kind: 'signal',
      strategy: NAME,
      token,
      market: market.id,
      side: rule.side,
      entry: rule.entry,
      limit: planned.limit,
      measured: { strength: rule.strength },
      edgePerShare: planned.gain,
      confidence: Math.min(0.8, Math.max(0.5, 0.3 + 0.25 * rule.strength)),
      wanted: 'max',
      expiresAt: (view.now + settings.lifeMs) as TimeMs,
      because: `${rule.name}: first outcome at ${(quote.mid / PRICE_ONE).toFixed(3)}, spread ${(quote.spread * 100).toFixed(1)} %`,
      target: planned.target,
      stop: planned.stop,
    },
  ]
}

const rulesFor = (market: MarketFacts, quote: Quote, settings: Settings): Rule[] => {
  const p = quote.mid / PRICE_ONE
  const rules: Rule[] = [{ ...FAVORITE_RULE, strength: p / FAVORITE }]
  if (p > UNDERDOG.low && quote.ask < DIVIDE && isContest(market)) {
    rules.push({ ...UNDERDOG_RULE, strength: UNDERDOG.high / p })
  }
  if (p >= EVEN.low && p <= EVEN.high && quote.bid >= DIVIDE) {
    const strength = (quote.spread * 100) / settings.scalpSpreadPercent
    rules.push({ ...SCALP_RULE, strength })
  }
  return rules
}

const FAVORITE_RULE: Omit<Rule, 'strength'> = {
  name: 'favorite',
  side: 'sell',
  entry: 'take',
  target: 97,
  targetFrom: 'entry',
  stop: 102,
  takeProfit: 97,
}
const UNDERDOG_RULE: Omit<Rule, 'strength'> = {
  name: 'underdog',
  side: 'buy',
  entry: 'take',
  target: 140,
  targetFrom: 'entry',
  stop: 70,
  takeProfit: 140,
}
const SCALP_RULE: Omit<Rule, 'strength'> = {
  name: 'scalp',
  side: 'buy',
  entry: 'rest',
  target: 97,
  targetFrom: 'ask',
  stop: 95,
  takeProfit: 103,
}

const isContest = (market: MarketFacts): boolean =>
  CONTEST.test(market.question) || SPORTS.test(market.category) || market.gameId !== undefined

/** What is held of the second outcome came from selling the first: its exits are of the favourite's price. */
const leave = (position: Position, view: View, settings: Settings): Exit | undefined => {
  const entry = entryPrice(position)
  const quote = quoteOf(position.token, view, settings.maxBookAgeMs)
  if (entry === undefined || quote === undefined) return undefined
  if (view.marketOf(position.token)?.tokens[1] === position.token) {
    const change = changePercent(PRICE_ONE - entry, PRICE_ONE - quote.bid)
    if (change <= -3) return { reason: 'favorite-fell', fraction: 1 }
    return change >= 2 ? { reason: 'favorite-rose', fraction: 1 } : undefined
  }
  const [up, down] = entry < DIVIDE ? ([40, -35] as const) : ([3, -3] as const)
  return leaveAt(changePercent(entry, quote.bid), up, down)
}
