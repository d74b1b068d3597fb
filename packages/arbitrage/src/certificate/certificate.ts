import type { BookSeen, Leg, MarketId, Price, Size, Stage, TimeMs, Usd } from '@bot/core'

/**
 * What is wrong between prices.
 *
 * `complement-buy`: both outcomes of a market cost less than 1 together; `complement-sell`: both sell for more.
 * `event-yes`: YES of every outcome of an exhaustive set costs less than 1. `event-no`: YES bids of an exclusive
 * set sum to more than 1, taken through the NO side.
 */
export type OpportunityKind = 'complement-buy' | 'complement-sell' | 'event-yes' | 'event-no'

/** A book that the certificate stands on: its identity and when it was last proven current. */
export type CertifiedBook = BookSeen & Readonly<{ market: MarketId; provenAliveAt: TimeMs }>

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
 * Proof of an opportunity, as plain JSON: everything a third party needs to check it against the same books.
 *
 * All money in micro-dollars. `shares` is the number of complete sets. `cost` is everything paid, fees inside;
 * `capital` the most that is out at one time; `payoffs` what comes back in **every** outcome state, the unlisted
 * one included where the set is not proven exhaustive; `worstProfit` the least of them less `cost`. `topSum` is
 * the sum of the best prices in 1/10,000 dollar, before depth and fees; `edgeCents` what a set earns in the worst
 * state after them. `annualYield` is a fraction a year, known only when capital is held to a known end.
 */
export type Certificate = Readonly<{
  version: 1
  kind: OpportunityKind
  subject: string
  certifiedAt: TimeMs
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
  release: 'on-settlement' | 'at-resolution'
  lockedUntil?: TimeMs
  annualYield?: number
  evidence: string
}>
