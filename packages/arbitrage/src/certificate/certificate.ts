import type { BookSeen, Leg, MarketId, Price, Size, Stage, TimeMs, Usd } from '@bot/core'
import type { Relation } from '../relations/relation.js'
import type { CertifiedRisk } from '../resolved/certified-risk.js'

/**
 * What is wrong between prices.
 *
 * `complement-buy`: both outcomes of a market cost less than 1 together; `complement-sell`: both sell for more.
 * `event-yes`: YES of every outcome of an exhaustive set costs less than 1. `event-no`: YES bids of an exclusive
 * set sum to more than 1, taken through the NO side.
 */
export type OpportunityKind = 'complement-buy' | 'complement-sell' | 'event-yes' | 'event-no'

/**
 * What a certificate proves: an opportunity; `relation`: prices that no consistent world allows; `resolved`: a
 * winner that still trades below 1, without risk only when the payout is final.
 */
export type CertificateKind = OpportunityKind | 'relation' | 'resolved'

/** A book that the certificate stands on: its identity, when it was last proven current, and how long ago that was. */
export type CertifiedBook = BookSeen &
  Readonly<{ market: MarketId; provenAliveAt: TimeMs; ageMs: number }>

/** What a leg takes of one level. */
export type LevelTaken = Readonly<{ price: Price; shares: Size }>

/**
 * A leg with its walk through the book, best level first.
 *
 * `notional` is rounded against us (up when buying, down when selling), each level's `fee` up to 0.00001 dollar.
 */
export type CertifiedLeg = Leg &
  Readonly<{ levels: readonly LevelTaken[]; notional: Usd; fee: Usd }>

/** What comes back in one outcome state: a market's id when that market resolves YES, an outcome's name, or the rest. */
export type StatePayoff = Readonly<{ state: string; payoff: Usd }>

/**
 * What the shares up to `shares` earn in the worst state while no leg leaves its level: micro-dollars a share of
 * the largest leg, rounded down, a share's fee rounded up to 0.00001 dollar.
 */
export type LevelMargin = Readonly<{ shares: Size; edge: Usd }>

/**
 * Proof of an opportunity, as plain JSON: everything a third party needs to check it against the same books.
 *
 * All money in micro-dollars. `shares` is the number of complete sets: the shares of the largest leg. `cost` is
 * everything paid, fees inside; `capital` the most that is out at one time; `payoffs` what comes back in **every**
 * outcome state, the unlisted one included where the set is not proven exhaustive; `worstProfit` the least of them
 * less `cost`. `topSum` is the sum of the best prices in 1/10,000 dollar, before depth and fees; `edgeCents` what a
 * set earns in the worst state after them; `margins` what each level adds. `actions` counts the splits, merges and
 * converts, which cost gas. `annualYield` is a fraction a year, known only when capital is held to a known end.
 *
 * Of kind `relation`: `members` are the related markets, a state one character for each of them (1 its first
 * outcome wins, 0 the second, ½ an even split), `relations` what allows no other states. Of kind `resolved`: `risk`
 * says that the outcome may be overturned and what is then expected; `worstProfit` is then a **loss**. Without
 * `risk` no state loses.
 */
export type Certificate = Readonly<{
  version: 2
  kind: CertificateKind
  subject: string
  certifiedAt: TimeMs
  expiresAt: TimeMs
  books: readonly CertifiedBook[]
  maxSkewMs: number
  legs: readonly CertifiedLeg[]
  stages: readonly Stage[]
  shares: Size
  cost: Usd
  capital: Usd
  payoffs: readonly StatePayoff[]
  worstProfit: Usd
  maxLegLoss: Usd
  topSum: number
  edgeCents: number
  margins: readonly LevelMargin[]
  actions: number
  release: 'on-settlement' | 'at-resolution'
  lockedUntil?: TimeMs
  annualYield?: number
  evidence: string
  members?: readonly MarketId[]
  relations?: readonly Relation[]
  risk?: CertifiedRisk
}>
