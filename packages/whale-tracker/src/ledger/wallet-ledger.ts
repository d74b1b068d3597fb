import type { EventId, MarketId, TimeMs, TokenId, Usd } from '@bot/core'

/**
 * What a wallet has of one outcome, as of now. Shares in millionths, dollars in millionths.
 *
 * `cost` belongs to the shares still held; `bought` and `paid` are everything that ever came in by a purchase, so
 * that paid / bought is the average price paid. `payout` is what a share turned out to be worth, once known: then
 * nothing is held any more and `realised` has it all. Profit is before `fee`.
 */
export type OutcomeHolding = {
  readonly outcome: string
  readonly index: number | undefined
  /** The venue's id of the outcome, where a row told it. */
  readonly token: TokenId | undefined
  readonly shares: number
  readonly cost: number
  readonly bought: number
  readonly paid: number
  /** Shares that were sold before the end, what they brought, and that less their cost. */
  readonly sold: number
  readonly proceeds: number
  readonly soldProfit: number
  readonly realised: number
  readonly fee: number
  readonly payout: number | undefined
  /** Shares that left without a known purchase: the history before the first row is missing. */
  readonly unexplained: number
  /** All shares left before the end was known. */
  readonly isOut: boolean
  /** Shares came in as complete sets or by conversion. */
  readonly fromSets: boolean
  readonly firstAt: TimeMs
  readonly lastAt: TimeMs
}

/** What a wallet did in one market. */
export type MarketHolding = {
  readonly market: MarketId
  readonly event: EventId | undefined
  readonly category: string
  readonly outcomes: ReadonlyMap<string, OutcomeHolding>
  /** Shares left that never came in, or rows of this market could not be followed: its profit is not the whole. */
  readonly historyMissing: boolean
  /** How it ended is known from a redemption alone: winners redeem, losers need not. */
  readonly proved?: true
  readonly lastAt: TimeMs
}

/** What a wallet did, read out of the ledger. */
export type WalletRecord = {
  readonly wallet: string
  readonly firstAt: TimeMs
  readonly lastAt: TimeMs
  readonly trades: number
  readonly largeTrades: number
  readonly volume: Usd
  readonly rewards: number
  /** Rows of the wallet as a whole are known to be missing: the caller said so. */
  readonly historyMissing: boolean
  /** Markets whose history is missing in part, those included of which nothing is held here; others stay usable. */
  readonly marketsMissing: number
  readonly markets: ReadonlyMap<MarketId, MarketHolding>
}
