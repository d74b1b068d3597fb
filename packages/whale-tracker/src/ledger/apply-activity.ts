import { mulDiv, type Usd, type WalletActivity } from '@bot/core'
import { addShares, takeShares } from './move-shares.js'
import {
  type MarketHolding,
  marketHolding,
  type OutcomeHolding,
  outcomeHolding,
  type WalletRecord,
} from './wallet-ledger.js'

/** What a row told of a market beyond the wallet: an outcome that paid out. */
export type PaidOut = Readonly<{ outcome: string; payout: number }>

/** The name under which an outcome is kept: its index, else its own name, else its token. */
export const outcomeKey = (
  row: Pick<WalletActivity, 'outcome' | 'outcomeIndex' | 'token'>,
): string | undefined => {
  if (row.outcomeIndex !== undefined) return `#${row.outcomeIndex}`
  return row.outcome === undefined || row.outcome === '' ? row.token : row.outcome.toLowerCase()
}

const WHOLE = 1_000_000
/** A redemption may come with rounding dust. */
const DUST = 20_000

/**
 * Folds one row into a wallet's record. A merge or a redemption is no sale, a split no purchase of one side.
 *
 * Returns the outcome that a redemption proved to have won, if it proved one.
 */
export const applyActivity = (
  record: WalletRecord,
  row: WalletActivity,
  largeTradeUsd: Usd,
): PaidOut | undefined => {
  if (row.at > record.lastAt) record.lastAt = row.at
  const { size, notional } = row.exchanged
  if (row.kind === 'reward') {
    record.rewards += notional
    return undefined
  }
  const holding = marketHolding(record, row.market, row.event, row.at)
  switch (row.kind) {
    case 'trade':
      trade(record, holding, row, largeTradeUsd)
      return undefined
    case 'redeem':
      return redeem(holding, size, notional)
    case 'merge':
      leaveSets(holding, size)
      return undefined
    case 'split':
      enterSets(holding, size)
      return undefined
    case 'convert':
      return undefined
  }
}

const trade = (
  record: WalletRecord,
  holding: MarketHolding,
  row: WalletActivity,
  largeTradeUsd: Usd,
): void => {
  const { size, notional } = row.exchanged
  record.trades += 1
  record.volume = (record.volume + notional) as Usd
  if (notional >= largeTradeUsd) record.largeTrades += 1
  const key = outcomeKey(row)
  if (key === undefined || row.side === undefined) return
  const outcome = outcomeHolding(holding, key)
  if (row.side === 'buy') addShares(outcome, size, notional)
  else takeShares(outcome, size, notional)
}

/** A complete set costs a dollar; its cost is shared evenly where nothing better is known. */
const enterSets = (holding: MarketHolding, shares: number): void => {
  const outcomes = [...holding.outcomes.values()]
  if (outcomes.length !== 2) return
  for (const [index, outcome] of outcomes.entries()) {
    outcome.shares += shares
    outcome.cost += index === 0 ? Math.floor(shares / 2) : Math.ceil(shares / 2)
  }
}

/** Merging pays a dollar a set; each side's part is what it cost, so that no side looks skilled by it. */
const leaveSets = (holding: MarketHolding, shares: number): void => {
  const [first, second] = [...holding.outcomes.values()]
  if (first === undefined || second === undefined) return
  const total = averageCost(first) + averageCost(second)
  const part =
    total === 0 ? Math.floor(shares / 2) : mulDiv(shares, averageCost(first), total, 'nearest')
  takeShares(first, shares, part)
  takeShares(second, shares, shares - part)
}

const averageCost = (outcome: OutcomeHolding): number =>
  outcome.shares === 0 ? 0 : Math.round((outcome.cost / outcome.shares) * WHOLE)

const redeem = (holding: MarketHolding, shares: number, paid: number): PaidOut | undefined => {
  const held = [...holding.outcomes.values()].filter((each) => each.shares > 0)
  if (paid === 0 || held.length === 0) return undefined
  const nearest = held.reduce((best, each) =>
    Math.abs(each.shares - shares) < Math.abs(best.shares - shares) ? each : best,
  )
  const won = shares > 0 && Math.abs(paid - shares) <= DUST
  takeShares(nearest, Math.min(nearest.shares, shares), Math.min(paid, shares))
  const certain = won && Math.abs(nearest.shares) <= DUST
  if (certain) nearest.payout = WHOLE
  return certain ? { outcome: nearest.outcome, payout: WHOLE } : undefined
}

/** Pays out what is left of every outcome of a market; `winner` gets a dollar a share, the others nothing. */
export const resolveHolding = (
  holding: MarketHolding,
  payoutOf: (outcome: string) => number | undefined,
): void => {
  for (const outcome of holding.outcomes.values()) {
    const payout = payoutOf(outcome.outcome)
    if (payout === undefined) continue
    outcome.payout = payout
    if (outcome.shares > 0) {
      takeShares(outcome, outcome.shares, mulDiv(outcome.shares, payout, WHOLE, 'down'))
    }
  }
}
