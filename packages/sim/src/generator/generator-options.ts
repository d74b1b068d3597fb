import type { MarketId, TimeMs, Usd } from '@bot/core'
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
 * `logical-pair`: what implies another is bid above what the other asks. `resolved-winner`: the outcome is known and
 * its shares are still offered below a dollar.
 */
export type PlantKind = 'negrisk-asks' | 'negrisk-bids' | 'logical-pair' | 'resolved-winner'

/** Why a mispricing ended: someone took a leg, its maker withdrew it, or other orders covered it. */
export type PlantEnd = 'taken' | 'withdrawn' | 'faded'

/**
 * A mispricing that was planted, measured when it stood: what could be executed at its prices, and what that would
 * have earned before and after taker fees (rounded up).
 */
export type PlantedMispricing = Readonly<{
  id: string
  kind: PlantKind
  markets: readonly MarketId[]
  event?: string
  from: TimeMs
  to?: TimeMs
  shares: number
  profitBeforeFees: Usd
  profitAfterFees: Usd
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
