import { mulDiv } from '@bot/core'
import { WHOLE } from './move-sets.js'
import type { ResolvedBet } from './resolved-bet.js'
import type { MarketHolding, OutcomeHolding, WalletRecord } from './wallet-ledger.js'

/** A second side smaller than this share of the first is no hedge. */
const HEDGE_SHARE = 0.1

/** Lists a wallet's resolved bets: every outcome that it bought and whose worth is known. */
export const readBets = (record: WalletRecord): readonly ResolvedBet[] =>
  [...record.markets.values()].flatMap((holding) =>
    [...holding.outcomes.values()].flatMap((outcome) =>
      outcome.payout === undefined || outcome.bought === 0
        ? []
        : [betOf(record, holding, outcome, outcome.payout)],
    ),
  )

const betOf = (
  { wallet, historyMissing }: WalletRecord,
  holding: MarketHolding,
  outcome: OutcomeHolding,
  payout: number,
): ResolvedBet => ({
  wallet,
  event: holding.event ?? holding.market,
  market: holding.market,
  outcomeIndex: outcome.index,
  category: holding.category,
  pricePaid: outcome.paid / outcome.bought,
  shares: outcome.bought,
  cost: outcome.paid,
  fee: outcome.fee,
  payout: mulDiv(outcome.bought, payout, WHOLE, 'down'),
  ...(outcome.sold > 0 && {
    soldEarly: { shares: outcome.sold, proceeds: outcome.proceeds, profit: outcome.soldProfit },
  }),
  firstAt: outcome.firstAt,
  lastAt: outcome.lastAt,
  hedged: isHedged(holding, outcome),
  truncated: historyMissing || holding.historyMissing,
  walletTruncated: historyMissing,
  ...(holding.proved && { proved: true }),
})

/** Tells whether an outcome was held together with the market's other side, or came in with it. */
const isHedged = (holding: MarketHolding, outcome: OutcomeHolding): boolean =>
  outcome.fromSets ||
  [...holding.outcomes.values()].some(
    (other) => other !== outcome && wereTogether(outcome, other) && areComparable(outcome, other),
  )

/** By their first and last rows: whoever left one side before entering the other changed their mind. */
const wereTogether = (a: OutcomeHolding, b: OutcomeHolding): boolean => {
  const end = (each: OutcomeHolding): number =>
    each.isOut ? each.lastAt : Number.POSITIVE_INFINITY
  return a.firstAt <= end(b) && b.firstAt <= end(a)
}

const areComparable = (a: OutcomeHolding, b: OutcomeHolding): boolean =>
  Math.min(a.bought, b.bought) >= Math.max(a.bought, b.bought) * HEDGE_SHARE
