import type { TimeMs, Usd } from '@bot/core'
import type { MarketHolding, OutcomeHolding, WalletRecord } from '../ledger/wallet-ledger.js'
import { type Interval, wilsonInterval } from './wilson-interval.js'

/**
 * A wallet at a glance. Shares of 0 to 1; dollars in millionths.
 *
 * A closed bet is an outcome that was bought and is over: paid out, or sold to the last share; bets in markets of which
 * rows are missing do not count. `realised` and `openCost` are of everything known. `meanPricePaid` is
 * what the prices alone would have let it win, so `edge` (win rate less that price) says more than the win rate:
 * whoever buys favourites at 0.95 wins 95 %. Neither is proof of skill.
 */
export type WalletProfile = Readonly<{
  wallet: string
  firstAt: TimeMs
  lastAt: TimeMs
  trades: number
  largeTrades: number
  volume: Usd
  markets: number
  events: number
  closedBets: number
  wins: number
  winRate: number | undefined
  winRateInterval: Interval
  meanPricePaid: number | undefined
  edge: number | undefined
  realised: Usd
  openCost: Usd
  /** Share of its markets in which it bought both outcomes: market making or arbitrage, not opinion. */
  twoSided: number
  /** Markets of which rows are missing: shares left that never came in, or a row could not be followed. */
  marketsMissing: number
  /** Whether so much is missing (a fifth of its markets, or what the caller told) that nothing can be said of it. */
  truncated: boolean
  labels: readonly ('two-sided' | 'truncated-history' | 'favourite-buyer' | 'single-event')[]
}>

/** Above this share of markets with rows missing, what is left may be chosen by what is missing. */
const MOST_MISSING = 0.2

/** Summarises a wallet's record. */
export const profileWallet = (record: WalletRecord): WalletProfile => {
  const holdings = [...record.markets.values()]
  const outcomes = holdings.flatMap((holding) => [...holding.outcomes.values()])
  const closed = holdings
    .filter(({ historyMissing }) => !historyMissing)
    .flatMap((holding) => [...holding.outcomes.values()].filter(isClosedBet))
  const wins = closed.filter((outcome) => outcome.realised > 0).length
  const winRate = closed.length === 0 ? undefined : wins / closed.length
  const meanPricePaid =
    closed.length === 0
      ? undefined
      : closed.reduce((sum, each) => sum + each.paid / each.bought, 0) / closed.length
  const events = new Set(holdings.map((holding) => holding.event ?? holding.market)).size
  const twoSided = holdings.length === 0 ? 0 : holdings.filter(isTwoSided).length / holdings.length
  const { marketsMissing } = record
  const truncated = record.historyMissing || marketsMissing > MOST_MISSING * holdings.length
  return {
    wallet: record.wallet,
    firstAt: record.firstAt,
    lastAt: record.lastAt,
    trades: record.trades,
    largeTrades: record.largeTrades,
    volume: record.volume,
    markets: holdings.length,
    events,
    closedBets: closed.length,
    wins,
    winRate,
    winRateInterval: wilsonInterval(wins, closed.length),
    meanPricePaid,
    edge:
      winRate === undefined || meanPricePaid === undefined ? undefined : winRate - meanPricePaid,
    realised: sum(outcomes, (outcome) => outcome.realised),
    openCost: sum(outcomes, (outcome) => outcome.cost),
    twoSided,
    marketsMissing,
    truncated,
    labels: [
      ...(holdings.length >= 5 && twoSided >= 0.5 ? (['two-sided'] as const) : []),
      ...(truncated ? (['truncated-history'] as const) : []),
      ...(meanPricePaid !== undefined && meanPricePaid >= 0.9
        ? (['favourite-buyer'] as const)
        : []),
      ...(closed.length > 1 && events === 1 ? (['single-event'] as const) : []),
    ],
  }
}

const isClosedBet = (outcome: OutcomeHolding): boolean => outcome.bought > 0 && outcome.shares === 0

const isTwoSided = (holding: MarketHolding): boolean =>
  [...holding.outcomes.values()].filter((outcome) => outcome.bought > 0).length > 1

const sum = (outcomes: readonly OutcomeHolding[], pick: (outcome: OutcomeHolding) => number): Usd =>
  outcomes.reduce((total, outcome) => total + pick(outcome), 0) as Usd
