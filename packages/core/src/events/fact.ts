import type { MarketId, TimeMs, TokenId } from '../brand.js'
import type { MarketFacts } from '../market/market-facts.js'
import type { ResolutionFact } from '../market/resolution-fact.js'
import type { Size } from '../money/size.js'
import type { Provenance } from './provenance.js'

/**
 * What a wallet's resolved bets are evidence of. Edges in dollars a share over the venue's calibration, fees deducted:
 * mean and 95 % interval after shrinkage. `skilled` is the probability of an edge above 0, `q` the false-discovery
 * rate at which it is found.
 */
export type WalletEvidence = Readonly<{
  edge: number
  low: number
  high: number
  skilled: number
  q: number
  bets: number
  events: number
}>

/**
 * What is left of a wallet's edge for who buys after it: dollars a share at resolution after walking the book that
 * stood `delayMs` later and the fee, with a 95 % interval; `reverse` is the same for trading against it.
 */
export type WalletCopy = Readonly<{
  edge: number
  low: number
  high: number
  reverse: number
  trades: number
  events: number
  delayMs: number
}>

/**
 * The newest trade of a copyable wallet in a token. `price` in dollars; `held` is what all copyable wallets together
 * hold of the token after it.
 */
export type WalletMove = Readonly<{
  market: MarketId
  token: TokenId
  side: 'buy' | 'sell'
  at: TimeMs
  price: number
  shares: Size
  held: Size
}>

/**
 * What is known of a wallet when its score changes, under its address as key; or, with `move`, that a copyable wallet
 * traded, under the token as key. `share` numbers are 0 to 1. Without `copy` a wallet is not to be copied.
 */
export type WalletFact = Readonly<{
  wallet: string
  status: 'observed' | 'promoted' | 'demoted' | 'withheld'
  reason: string
  trades: number
  winRate?: number
  evidence?: WalletEvidence
  copy?: WalletCopy
  move?: WalletMove
}>

/** How loosely a strategy runs now: every threshold × multiplier, never past its floor. */
export type ThresholdFact = Readonly<{
  multiplier: number
  emergency: number
  because: string
}>

/** A game's state, from any sports source. Scores in points, clock as the source shows it. */
export type GameFact = Readonly<{
  id: string
  sport: string
  league: string
  home: string
  away: string
  homeScore: number
  awayScore: number
  status: 'scheduled' | 'live' | 'final' | 'unknown'
  period?: number
  clock?: string
  startsAt?: number
}>

/** A bookmaker's view of one outcome with the margin removed; probability 0 to 1. */
export type OddsFact = Readonly<{
  game: string
  outcome: string
  probability: number
  bookmakers: number
}>

/** The shape of each kind of fact's value. */
export type FactValues = Readonly<{
  market: MarketFacts
  /** Under the market's id. */
  resolution: ResolutionFact
  game: GameFact
  odds: OddsFact
  wallet: WalletFact
  threshold: ThresholdFact
}>

/** The kinds of facts that enter the engine from outside. */
export type FactKind = keyof FactValues

/** A conclusion of something that learns or fetches outside the engine. */
export type Fact<K extends FactKind = FactKind> = {
  [P in K]: Readonly<{
    type: 'fact'
    kind: P
    key: string
    value: FactValues[P]
    provenance: Provenance
  }>
}[K]

/** A fact as readers get it. */
export type KnownFact<K extends FactKind> = Readonly<{
  value: FactValues[K]
  provenance: Provenance
}>
