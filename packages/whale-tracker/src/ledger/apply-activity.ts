import type { Usd, WalletActivity } from '@bot/core'
import { type Columns, positionOf } from './columns.js'
import type { MarketInfo, OutcomeInfo } from './market-table.js'
import { applyMerge, applyRedeem, applySplit } from './move-sets.js'

/** What a ledger needs to read rows. */
export type ActivityRules = Readonly<{
  largeTradeUsd: Usd
  /** The fee of a trade in micro-dollars, where the caller can tell; rows themselves carry none. */
  feeOf: ((row: WalletActivity) => number) | undefined
}>

/** Folds one row into the ledger. A merge or a redemption is no sale, a split no purchase of one side. */
export const applyActivity = (
  columns: Columns,
  row: WalletActivity,
  rules: ActivityRules,
): void => {
  const { wallets, markets } = columns
  const wallet = wallets.enter(row.wallet, row.at)
  if (row.kind === 'reward') {
    wallets.addReward(wallet, row.exchanged.notional)
    return
  }
  const market = markets.marketOf(row.market)
  if (row.event !== undefined) market.event ??= row.event
  switch (row.kind) {
    case 'trade':
      applyTrade(columns, wallet, market, row, rules)
      return
    case 'split':
      applySplit(columns, wallet, market, row)
      return
    case 'merge':
      applyMerge(columns, wallet, market, row)
      return
    case 'redeem':
      applyRedeem(columns, wallet, market, row)
      return
  }
}

const applyTrade = (
  columns: Columns,
  wallet: number,
  market: MarketInfo,
  row: WalletActivity,
  { largeTradeUsd, feeOf }: ActivityRules,
): void => {
  const { wallets, markets, positions } = columns
  const { size, notional } = row.exchanged
  wallets.countTrade(wallet, notional, notional >= largeTradeUsd)
  const outcome = markets.outcomeOf(market, row)
  if (outcome === undefined || row.side === undefined) {
    wallets.markMissing(wallet)
    return
  }
  const position = positionOf(columns, wallet, outcome, row.at)
  if (row.side === 'sell') positions.take(position, size, notional, 'sold')
  else {
    if (positions.held(position) === 0) markOverlaps(columns, wallet, market, outcome, position)
    positions.add(position, size, notional, 'bought')
  }
  const fee = feeOf?.(row) ?? 0
  if (fee > 0) positions.addFee(position, fee)
}

/** Two sides held at once begin when one is entered while the other is there. */
const markOverlaps = (
  { positions }: Columns,
  wallet: number,
  market: MarketInfo,
  entered: OutcomeInfo,
  position: number,
): void => {
  for (const { id } of market.outcomes) {
    if (id === entered.id) continue
    const other = positions.find(wallet, id)
    if (other < 0 || positions.held(other) === 0) continue
    positions.markOverlap(other)
    positions.markOverlap(position)
  }
}
