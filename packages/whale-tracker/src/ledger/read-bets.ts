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
  truncated: historyMissing || outcome.unexplained > 0,
})

/** Tells whether an outcome was held together with the market's other side, or came in with it. */
const isHedged = (holding: MarketHolding, outcome: OutcomeHolding): boolean => {
  if (outcome.fromSets) return true
  if (!outcome.overlapped) return false
  const sizes = [...holding.outcomes.values()].map(({ bought }) => bought)
  const others = Math.max(0, ...sizes) === outcome.bought ? sizes : [outcome.bought]
  const smaller = Math.min(...others.filter((size) => size > 0))
  return smaller >= Math.max(...sizes) * HEDGE_SHARE
}
