import type { MarketId, Price, Size, TimeMs, TokenId, Usd } from '@bot/core'
import type { SimExchange } from '../exchange/exchange.js'

/** What a wallet of the population does. `maker` quotes; `planter` leaves mispricings on purpose. */
export type WalletRole =
  | 'maker'
  | 'noise'
  | 'favourites'
  | 'informed'
  | 'unskilled-whale'
  | 'planter'

/**
 * A wallet of the population. `skill` is the known chance that it picks the outcome that wins, for wallets that bet
 * on outcomes: 0.5 is none.
 */
export type SimWallet = Readonly<{
  address: string
  name: string
  role: WalletRole
  skill?: number
}>

/**
 * The forms of mispricing that a correct matcher can leave.
 *
 * `negrisk-asks`: a complete set of a group's YES costs less than a dollar. `negrisk-bids`: it sells for more.
 * `logical-pair`: what implies another, by its date, is bid above what the other asks; `threshold-pair`, `total-pair` and
 * `spread-pair`: by a threshold, a total or a margin of one game. `worded-pair`: who wins a cup has reached its final, in two
 * events; only words say so, and it is proven once a person confirmed it. `resolved-winner`: payouts are on chain and the
 * winner is still offered below a dollar.
 */
export type PlantKind =
  | 'negrisk-asks'
  | 'negrisk-bids'
  | 'logical-pair'
  | 'threshold-pair'
  | 'total-pair'
  | 'spread-pair'
  | 'worded-pair'
  | 'resolved-winner'

/**
 * What looks like profit and is none.
 *
 * `matcher-lag`: a crossed book that the matcher has not got to yet. `stale-side`: a leg is gone and nobody told.
 * `non-exhaustive-set`: a group's named YES are cheap, but none of them has to win. `cumulative-ladder`: YES of
 * dates that imply each other cost less than a dollar together. `fee-eaten-edge`: taker fees cost more than the gap.
 * `below-minimum-size`: fewer shares than an order may have. `cancelled-depth`: one leg goes a tick after it came.
 * `wrong-equivalence`: two questions in nearly the same words about different things. `unconfirmed-relation`: one question
 * by two dates, of two sources that know nothing of each other. `overturned-proposal`: a proposed outcome below a dollar,
 * which a dispute overturns.
 */
export type TrapKind =
  | 'matcher-lag'
  | 'stale-side'
  | 'non-exhaustive-set'
  | 'cumulative-ladder'
  | 'fee-eaten-edge'
  | 'below-minimum-size'
  | 'cancelled-depth'
  | 'wrong-equivalence'
  | 'unconfirmed-relation'
  | 'overturned-proposal'

/** Why a mispricing ended: someone took a leg, its maker withdrew it, or other orders covered it. */
export type PlantEnd = 'taken' | 'withdrawn' | 'faded'

/** A leg as a buyer sees it: the token to buy, up to which price, and how many shares are there. */
export type PlantedLeg = Readonly<{ market: MarketId; token: TokenId; price: Price; shares: Size }>

/** What the first `shares` sets cost with fees, and what they then earn for certain: micro-dollars. */
export type PlantedStep = Readonly<{ shares: Size; cost: Usd; profit: Usd }>

/**
 * A mispricing that was planted, measured when it stood: what could be executed at its prices, and what that would
 * have earned before and after taker fees (rounded up).
 *
 * `steps` walk all levels of its legs' books that earn anything, `executableProfit` is the most that they earn at
 * sizes that the venue takes: 0 for a trap, whatever its steps promise. `until` is when it is withdrawn at the
 * latest, `to` when it ended.
 */
export type PlantedMispricing = Readonly<{
  id: string
  kind: PlantKind | TrapKind
  trap: boolean
  markets: readonly MarketId[]
  legs: readonly PlantedLeg[]
  event?: string
  from: TimeMs
  until: TimeMs
  to?: TimeMs
  shares: number
  profitBeforeFees: Usd
  profitAfterFees: Usd
  executableProfit: Usd
  steps: readonly PlantedStep[]
  ended?: PlantEnd
}>

/** How many markets of each shape live at one time, and how busy they are. All are whole numbers of 0 or more. */
export type GeneratorScale = Readonly<{
  /** Long binary markets; default 14. */
  binaries: number
  /** Binary markets that end within minutes and are replaced; default 6. */
  shorts: number
  /** Pairs of markets where one outcome implies the other; default 2, four markets. */
  pairs: number
  /** NegRisk events that list every outcome, four named markets each; default 3, the first one short-lived. */
  exhaustive: number
  /** Augmented negRisk events: three named, Other, and a placeholder; default 1. */
  augmented: number
  /** Dates of which each implies the next, three markets each; default 2, six markets. */
  ladders: number
  /** Two markets in nearly the same words about different things; default 1. */
  twins: number
  /**
   * Thresholds of one price, totals of a game and margins of a game, three markets each; two stages of a contest and one
   * question by two dates from two sources, two events each. So many of every one; default 0.
   */
  related?: number
}>

/** What the generator needs. */
export type GeneratorOptions = Readonly<{
  exchange: SimExchange
  seed: number | string
  scale?: Partial<GeneratorScale>
  /** Milliseconds of exchange time between two rounds of activity; default 250. */
  tickMs?: number
  /** Trades a market a minute, on average; default 8. */
  tradesPerMinute?: number
  /** How long short markets live; default from 30 s to 3 minutes. */
  shortLifeMs?: Readonly<{ least: number; most: number }>
  /** From one planted mispricing to the next, on average; default 20,000. 0 plants none. */
  plantEveryMs?: number
  /** From one trap to the next, on average; default 15,000. 0 plants none. */
  trapEveryMs?: number
  /** How much time one `step` lives through at most, in milliseconds; what is further back is skipped. Default 120,000. */
  maxCatchUpMs?: number
}>

/** A population that lives on an exchange as long as someone calls `step`. */
export type MarketGenerator = Readonly<{
  /** Lives on until the given time, moving the exchange's clock. Going back does nothing. */
  step: (untilAt: TimeMs) => void
  wallets: () => readonly SimWallet[]
  /** What was planted, oldest first; the last thousand. */
  planted: () => readonly PlantedMispricing[]
  /** What each market that lives now is worth in truth, 0 to 1 for YES: for judges, never for traders. */
  fairValues: () => ReadonlyMap<MarketId, number>
  snapshot: () => unknown
  /** Goes on from a snapshot; the exchange must be restored from the same moment. */
  restore: (snapshot: unknown) => void
}>
