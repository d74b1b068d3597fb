import type { EventId, MarketId, TimeMs, Usd } from '@bot/core'

/**
 * What a wallet has of one outcome. Shares in millionths, dollars in millionths.
 *
 * `cost` belongs to the shares still held; `bought` and `paid` are everything that ever came in by a purchase, so
 * that paid / bought is the average price paid. `payout` is what a share turned out to be worth, once known.
 */
export type OutcomeHolding = {
  readonly outcome: string
  shares: number
  cost: number
  bought: number
  paid: number
  realised: number
  payout: number | undefined
  /** Shares that left without a known purchase: the history before the first row is missing. */
  unexplained: number
}

/** What a wallet did in one market. */
export type MarketHolding = {
  readonly market: MarketId
  readonly event: EventId | undefined
  readonly outcomes: Map<string, OutcomeHolding>
  lastAt: TimeMs
}

/** What a wallet did. */
export type WalletRecord = {
  readonly wallet: string
  readonly firstAt: TimeMs
  lastAt: TimeMs
  trades: number
  largeTrades: number
  volume: Usd
  rewards: number
  readonly markets: Map<MarketId, MarketHolding>
}

/** Starts a wallet's record. */
export const createWalletRecord = (wallet: string, at: TimeMs): WalletRecord => ({
  wallet,
  firstAt: at,
  lastAt: at,
  trades: 0,
  largeTrades: 0,
  volume: 0 as Usd,
  rewards: 0,
  markets: new Map(),
})

/** Finds or makes a wallet's holding in a market. */
export const marketHolding = (
  record: WalletRecord,
  market: MarketId,
  event: EventId | undefined,
  at: TimeMs,
): MarketHolding => {
  let holding = record.markets.get(market)
  if (holding === undefined) {
    holding = { market, event, outcomes: new Map(), lastAt: at }
    record.markets.set(market, holding)
  }
  if (at > holding.lastAt) holding.lastAt = at
  return holding
}

/** Finds or makes a wallet's holding of an outcome. */
export const outcomeHolding = (holding: MarketHolding, outcome: string): OutcomeHolding => {
  let found = holding.outcomes.get(outcome)
  if (found === undefined) {
    found = {
      outcome,
      shares: 0,
      cost: 0,
      bought: 0,
      paid: 0,
      realised: 0,
      payout: undefined,
      unexplained: 0,
    }
    holding.outcomes.set(outcome, found)
  }
  return found
}
