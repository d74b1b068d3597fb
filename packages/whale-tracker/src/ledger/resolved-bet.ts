import type { EventId, MarketId, TimeMs } from '@bot/core'

/** Shares that left before the market was over: money apart from the bet, which is scored to resolution. */
export type SoldEarly = Readonly<{
  /** Millionths of a share. */
  shares: number
  /** Micro-dollars received for them, before fees. */
  proceeds: number
  /** Proceeds less what those shares cost at average cost, in micro-dollars. */
  profit: number
}>

/**
 * Everything that a wallet bought of one outcome, scored to its resolution whether or not it was sold.
 *
 * Shares and dollars are whole millionths. `pricePaid` is cost / shares, 0 to 1, before fees. `payout` is what all
 * bought shares were worth at resolution: payout - cost - fee is what holding them made. Times are to the second.
 */
export type ResolvedBet = Readonly<{
  wallet: string
  /** The event's id or slug; the market's id where no row named an event. Bets of one event are not independent. */
  event: EventId | MarketId
  market: MarketId
  /** Index of the outcome; `undefined` where no row knew it. */
  outcomeIndex: number | undefined
  /** Empty where unknown. */
  category: string
  pricePaid: number
  shares: number
  cost: number
  fee: number
  payout: number
  soldEarly?: SoldEarly
  firstAt: TimeMs
  lastAt: TimeMs
  /** The other side was held at the same time, or shares came in as complete sets or by conversion: no opinion. */
  hedged: boolean
  /** Rows of this bet's market, or of the wallet, are missing or could not be followed: leave the bet out. */
  truncated: boolean
  /** Rows of the wallet as a whole are missing: nothing it did can be judged. */
  walletTruncated: boolean
  /** How the market ended is known from a redemption alone. Winners redeem and losers need not: no evidence of skill. */
  proved?: boolean
}>
