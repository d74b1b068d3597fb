import {
  BotError,
  defineStrategy,
  type Exit,
  heldShares,
  type Levels,
  type MarketFacts,
  mulDiv,
  type Position,
  PRICE_ONE,
  type Price,
  price,
  type Refusal,
  type Signal,
  type Size,
  type Strategy,
  type TimeMs,
  type TokenId,
  toTick,
  type View,
  type WalletCopy,
  type WalletFact,
  type WalletMove,
} from '@bot/core'
import { checkOptions } from './parts/check-options.js'
import { isEngaged } from './parts/is-engaged.js'
import { quoteOf } from './parts/quote.js'
import { refuse } from './parts/refuse.js'

const NAME = 'whale-copy'

/** Settings, each with its default. */
export type WhaleCopyOptions = Readonly<{
  /** How long after the wallet's trade it is copied at the earliest, as copyability was measured: 30,000 ms. */
  delayMs?: number
  /** How long after that a trade is still worth copying: 60,000 ms. */
  patienceMs?: number
  /** How far the price may have moved against us since the wallet's trade, in percent: 2. */
  slippagePercent?: number
  /** Mirror mode: the part of the wallet's position to hold, 0 to 1. Off by default: the size is the policy's. */
  mirrorFraction?: number | 'off'
  /** How long ago a book may have been proven current: 30,000 ms. */
  maxBookAgeMs?: number
}>

type Settings = Required<Omit<WhaleCopyOptions, 'mirrorFraction'>> &
  Readonly<{ mirror: number | 'off' }>

/**
 * Makes Whale Copy (medium): buys what a copyable wallet bought, after the delay for which copying it was measured to pay.
 *
 * It acts on `wallet` facts under a token's key: the wallet must be promoted, and the lower bound of what copying it leaves
 * must be above 0 and above the `copyEdge` threshold. Nothing is bought when the price has run away or a position or
 * order is open in the market. It leaves when no copyable wallet holds the token any more, and in mirror mode by the part
 * that they sold. `edgePerShare` is the measured mean; `confidence` the wallet's probability of skill.
 *
 * Copying can lose money, and acting on stolen or confidential information is forbidden.
 *
 * @throws BotError `invalid-argument` for a setting that is not above 0, and for a mirror above 1.
 */
export const createWhaleCopyStrategy = (options: WhaleCopyOptions = {}): Strategy => {
  const { mirrorFraction = 'off', delayMs = 30_000 } = options
  if (mirrorFraction !== 'off' && mirrorFraction > 1) {
    throw new BotError(
      'invalid-argument',
      `Expected mirrorFraction 'off' or up to 1, was ${mirrorFraction}; more than the wallets hold is no mirror`,
      { mirrorFraction },
    )
  }
  const settings: Settings = {
    ...checkOptions({
      patienceMs: options.patienceMs ?? 60_000,
      slippagePercent: options.slippagePercent ?? 2,
      maxBookAgeMs: options.maxBookAgeMs ?? 30_000,
      ...(mirrorFraction === 'off' ? {} : { mirrorFraction }),
    }),
    delayMs: delayMs === 0 ? 0 : checkOptions({ delayMs }).delayMs,
    mirror: mirrorFraction,
  }
  return defineStrategy({
    spec: 1,
    name: NAME,
    title: 'Whale Copy',
    priority: 'medium',
    thresholds: {
      copyEdge: { default: 0.5, floor: 0.1, unit: 'cents a share', stricter: 'higher' },
    },
    interest: {
      subject: 'market',
      triggers: ['wallet', 'scan'],
      wants: (market) => market.tradable && market.tokens.length === 2,
    },
    evaluate: ({ markets: [market] }, view, levels) =>
      market === undefined
        ? []
        : market.tokens.flatMap((token) => evaluate(market, token, view, levels, settings)),
    exit: (position, view) => leave(position, view, settings),
  })
}

type Lead = Readonly<{ fact: WalletFact; copy: WalletCopy; move: WalletMove }>

/** The newest purchase of a copyable wallet in a token, if its time has come and has not passed. */
const leadOf = (token: TokenId, view: View, settings: Settings): Lead | undefined => {
  const fact = view.fact('wallet', token)?.value
  if (fact?.move === undefined || fact.copy === undefined) return undefined
  const { move, copy } = fact
  const age = view.now - move.at
  const isTime = age >= settings.delayMs && age <= settings.delayMs + settings.patienceMs
  return isTime && move.side === 'buy' && fact.status === 'promoted' && copy.low > 0
    ? { fact, copy, move }
    : undefined
}

const evaluate = (
  market: MarketFacts,
  token: TokenId,
  view: View,
  levels: Levels,
  settings: Settings,
): readonly (Signal | Refusal)[] => {
  const lead = leadOf(token, view, settings)
  if (lead === undefined || !market.tradable) return []
  const { copy, move, fact } = lead
  const context = { wallet: fact.wallet, paid: move.price, left: copy.edge, low: copy.low }
  const lowCents = copy.low * 100
  if (lowCents < (levels['copyEdge'] ?? 0))
    return [refuse(NAME, market, 'too-little-left', context)]
  if (isEngaged(market, view)) return [refuse(NAME, market, 'already-engaged', context)]
  const quote = quoteOf(token, view, settings.maxBookAgeMs)
  if (quote === undefined) return [refuse(NAME, market, 'no-sound-book', context)]
  if (market.tick === 'unknown') return [refuse(NAME, market, 'tick-unknown', context)]
  const limit = limitOf(move.price, market.tick, settings)
  if (quote.ask > limit) return [refuse(NAME, market, 'price-ran-away', context)]
  if (view.fee(token, limit, 1_000_000 as Size) === 'unknown') {
    return [refuse(NAME, market, 'fee-unknown', context)]
  }
  return [
    {
      kind: 'signal',
      strategy: NAME,
      token,
      market: market.id,
      side: 'buy',
      entry: 'take',
      limit,
      measured: { copyEdge: lowCents },
      edgePerShare: copy.edge,
      confidence: Math.min(0.95, Math.max(0.5, fact.evidence?.skilled ?? 0.5)),
      wanted: wantedOf(move, settings),
      expiresAt: (move.at + settings.delayMs + settings.patienceMs) as TimeMs,
      because: `${fact.wallet} bought at ${move.price.toFixed(3)}; copying it left ${(copy.edge * 100).toFixed(1)} cents (at least ${lowCents.toFixed(1)}), against it ${(copy.reverse * 100).toFixed(1)}`,
      facts: { wallet: fact.wallet, copy, evidence: fact.evidence },
    },
  ]
}

const limitOf = (paid: number, tick: Price, { slippagePercent }: Settings): Price => {
  const worst = Math.floor(paid * (1 + slippagePercent / 100) * PRICE_ONE)
  return toTick(price(Math.min(PRICE_ONE - tick, Math.max(tick, worst))), tick, 'down')
}

const wantedOf = (move: WalletMove, { mirror }: Settings): Size | 'max' =>
  mirror === 'off' ? 'max' : (mulDiv(move.held, Math.round(mirror * 1e6), 1e6, 'down') as Size)

/** Leaves with the wallets: wholly when none of them holds the token, in mirror mode down to its part. */
const leave = (position: Position, view: View, settings: Settings): Exit | undefined => {
  const move = view.fact('wallet', position.token)?.value.move
  if (move === undefined || move.at < position.openedAt - settings.delayMs - settings.patienceMs) {
    return undefined
  }
  if (move.held === 0) return { reason: 'wallet-left', fraction: 1 }
  if (settings.mirror === 'off' || move.side === 'buy') return undefined
  const held = heldShares(position)
  const wanted = move.held * settings.mirror
  return held > wanted ? { reason: 'wallet-sold', fraction: 1 - wanted / held } : undefined
}
