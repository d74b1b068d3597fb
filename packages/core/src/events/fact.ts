import type { MarketFacts } from '../market/market-facts.js'
import type { Provenance } from './provenance.js'

/** What is known of a wallet when its score changes. `share` numbers are 0 to 1. */
export type WalletFact = Readonly<{
  wallet: string
  status: 'observed' | 'promoted' | 'demoted' | 'withheld'
  reason: string
  trades: number
  winRate?: number
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
