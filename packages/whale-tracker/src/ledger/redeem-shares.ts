import { mulDiv, type WalletActivity } from '@bot/core'
import { type Columns, positionOf } from './columns.js'
import type { MarketInfo, OutcomeInfo } from './market-table.js'
import { shareOut, WHOLE } from './move-sets.js'

/** A redemption may come with rounding dust. */
const DUST = 20_000

/** A redemption of one market, with what the wallet holds there. */
type Redemption = Readonly<{
  columns: Columns
  wallet: number
  market: MarketInfo
  row: WalletActivity
}>

/**
 * A redemption names no outcome, and pays for all that a wallet holds of a market. Where the end is known, shares leave
 * at what they are worth. Else a redemption of all shares of one outcome alone, at a dollar a share, proves that it
 * won. Whatever says neither is noted as missing; the shares stay and are worth what the market's end says.
 */
export const applyRedeem = (
  columns: Columns,
  wallet: number,
  market: MarketInfo,
  row: WalletActivity,
): void => {
  const redemption = { columns, wallet, market, row }
  if (market.ending !== undefined) redeemKnown(redemption)
  else if (row.exchanged.notional > 0) redeemUnknown(redemption)
}

const redeemUnknown = (redemption: Redemption): void => {
  const { columns, wallet, market, row } = redemption
  const { size, notional } = row.exchanged
  // Of a few cents everything is near; what proves an end is held to a hundredth of its size.
  const doubt = Math.min(DUST, Math.floor(size / 100))
  const fitting = market.outcomes.filter((outcome) => {
    const held = heldOf(redemption, outcome)
    return held > 0 && Math.abs(held - size) <= doubt
  })
  const [winner] = fitting
  if (winner === undefined || fitting.length > 1 || Math.abs(notional - size) > doubt) {
    columns.missing.mark(wallet, market.id, 'market')
    return
  }
  takeNear(redemption, winner, size, Math.min(notional, size))
  market.ending = 'proved'
  for (const outcome of market.outcomes) outcome.payout = outcome.id === winner.id ? WHOLE : 0
}

const redeemKnown = (redemption: Redemption): void => {
  const { columns, wallet, market, row } = redemption
  const { size, notional } = row.exchanged
  if (notional === 0) {
    const [loser, ...more] = market.outcomes.filter(({ payout }) => payout === 0)
    if (loser !== undefined && more.length === 0) takeNear(redemption, loser, size, 0)
    return
  }
  const paying = market.outcomes.filter(({ payout }) => (payout ?? 0) > 0)
  const worths = paying.map((outcome) => worthOf(heldOf(redemption, outcome), outcome))
  const worth = worths.reduce((sum, each) => sum + each, 0)
  const [only] = paying
  if (only === undefined || (paying.length > 1 && notional > worth + DUST)) {
    columns.missing.mark(wallet, market.id, 'market')
  } else if (paying.length === 1) {
    takeNear(redemption, only, sharesFor(row.exchanged, only), notional)
  } else if (isNear(notional, worth)) {
    const parts = shareOut(notional, worths)
    for (const [index, outcome] of paying.entries()) {
      takeNear(redemption, outcome, heldOf(redemption, outcome), parts[index] ?? 0)
    }
  }
}

/** Sources may give the dollars as the size; what a share pays tells them apart. */
const sharesFor = (
  { size, notional }: WalletActivity['exchanged'],
  outcome: OutcomeInfo,
): number => {
  const payout = outcome.payout ?? 0
  const isShares = size > 0 && (payout === WHOLE || isNear(worthOf(size, outcome), notional))
  return isShares ? size : mulDiv(notional, WHOLE, payout, 'nearest')
}

const worthOf = (shares: number, { payout }: OutcomeInfo): number =>
  mulDiv(shares, payout ?? 0, WHOLE, 'down')

const heldOf = ({ columns: { positions }, wallet }: Redemption, outcome: OutcomeInfo): number => {
  const position = positions.find(wallet, outcome.id)
  return position < 0 ? 0 : positions.held(position)
}

const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= DUST

/** Takes shares, or all that is held where the difference is dust. */
const takeNear = (
  { columns, wallet, row }: Redemption,
  outcome: OutcomeInfo,
  size: number,
  paid: number,
): void => {
  const position = positionOf(columns, wallet, outcome.id, row.at)
  const held = columns.positions.held(position)
  const shares = isNear(held, size) ? held : size
  if (shares > 0) columns.positions.take(position, shares, paid, 'otherwise')
}
