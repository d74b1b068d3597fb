import { type EventId, type MarketId, mulDiv, type TimeMs, type Usd } from '@bot/core'
import { type Columns, positionsOf } from './columns.js'
import { type MarketInfo, type OutcomeInfo, outcomeKey } from './market-table.js'
import { WHOLE } from './move-sets.js'
import type { PositionView } from './position-table.js'
import type { MarketHolding, OutcomeHolding, WalletRecord } from './wallet-ledger.js'

/** Reads all of a wallet out of the columns, with what is resolved paid out. */
export const readRecord = (columns: Columns, wallet: number): WalletRecord => {
  const totals = columns.wallets.totals(wallet)
  const markets = new Map<MarketId, MarketHolding & { outcomes: Map<string, OutcomeHolding> }>()
  const missing = columns.missing.of(wallet)
  const isMissing = missingIn(columns, wallet)
  for (const row of positionsOf(columns, wallet)) {
    const view = columns.positions.view(row)
    const outcome = columns.markets.outcome(view.outcome)
    const market = columns.markets.market(outcome.market)
    const before = markets.get(market.market)
    const lastAt = Math.max(before?.lastAt ?? 0, view.lastAt * 1_000) as TimeMs
    const outcomes = before?.outcomes ?? new Map<string, OutcomeHolding>()
    outcomes.set(outcomeKey(outcome), holdingOf(outcome, view))
    const historyMissing =
      before?.historyMissing === true || view.unexplained > 0 || isMissing(market)
    markets.set(market.market, { ...headOf(market), outcomes, historyMissing, lastAt })
  }
  const elsewhere = [...missing.keys()].filter(
    (id) => !markets.has(columns.markets.market(id).market),
  )
  const held = [...markets.values()].filter(({ historyMissing }) => historyMissing)
  return {
    wallet: columns.wallets.nameOf(wallet),
    ...totals,
    volume: totals.volume as Usd,
    firstAt: totals.firstAt as TimeMs,
    lastAt: totals.lastAt as TimeMs,
    marketsMissing: held.length + elsewhere.length,
    markets,
  }
}

/** Tells whether rows of a market are missing, by itself or by its event. */
const missingIn = ({ missing, markets }: Columns, wallet: number) => {
  const marked = missing.of(wallet)
  const events = new Set<EventId | undefined>()
  for (const [id, reach] of marked) if (reach === 'event') events.add(markets.market(id).event)
  events.delete(undefined)
  return ({ id, event }: MarketInfo): boolean => marked.has(id) || events.has(event)
}

const headOf = ({ market, event, category, ending }: MarketInfo) => ({
  ...{ market, event, category },
  ...(ending === 'proved' && { proved: true as const }),
})

const holdingOf = (outcome: OutcomeInfo, view: PositionView): OutcomeHolding => {
  const { payout } = outcome
  const worth = payout === undefined ? 0 : mulDiv(view.shares, payout, WHOLE, 'down')
  const before = view.soldProfit + view.settledProfit
  return {
    outcome: outcomeKey(outcome),
    index: outcome.index,
    token: outcome.token,
    shares: payout === undefined ? view.shares : 0,
    cost: payout === undefined ? view.cost : 0,
    bought: view.bought,
    paid: view.paid,
    sold: view.sold,
    proceeds: view.proceeds,
    soldProfit: view.soldProfit,
    realised: payout === undefined ? before : before + worth - view.cost,
    fee: view.fee,
    payout,
    unexplained: view.unexplained,
    isOut: view.shares === 0,
    fromSets: view.fromSets,
    firstAt: (view.firstAt * 1_000) as TimeMs,
    lastAt: (view.lastAt * 1_000) as TimeMs,
  }
}
