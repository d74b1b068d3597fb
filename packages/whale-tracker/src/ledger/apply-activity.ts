import type { Usd, WalletActivity } from '@bot/core'
import { type Columns, positionOf } from './columns.js'
import { applyMerge, applySplit } from './move-sets.js'
import { applyRedeem } from './redeem-shares.js'

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
  if (row.kind === 'trade') {
    applyTrade(columns, wallet, row, rules)
    return
  }
  const market = markets.marketOf(row.market)
  market.event ??= row.event
  switch (row.kind) {
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
  row: WalletActivity,
  rules: ActivityRules,
): void => {
  const { markets, missing } = columns
  const market = markets.idOf(row.market)
  const outcome = markets.outcomeIdOf(market, row)
  if (outcome < 0 || row.side === undefined) {
    const { notional } = row.exchanged
    columns.wallets.countTrade(wallet, notional, notional >= rules.largeTradeUsd)
    missing.mark(wallet, market, 'market')
    return
  }
  applyKnownTrade(columns, wallet, outcome, row, rules)
}

/** Folds a trade whose wallet and outcome are known into the ledger. */
export const applyKnownTrade = (
  columns: Columns,
  wallet: number,
  outcome: number,
  row: WalletActivity,
  { largeTradeUsd, feeOf }: ActivityRules,
): void => {
  const { wallets, positions } = columns
  const { size, notional } = row.exchanged
  wallets.countTrade(wallet, notional, notional >= largeTradeUsd)
  const position = positionOf(columns, wallet, outcome, row.at)
  if (row.side === 'sell') positions.take(position, size, notional, 'sold')
  else positions.add(position, size, notional, 'bought')
  const fee = feeOf?.(row) ?? 0
  if (fee > 0) positions.addFee(position, fee)
}
