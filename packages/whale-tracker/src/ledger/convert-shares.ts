import { type MarketId, mulDiv, type TimeMs, type WalletActivity } from '@bot/core'
import { type Columns, positionOf } from './columns.js'
import type { MarketInfo } from './market-table.js'
import { shareOut } from './move-sets.js'

/** A negRisk conversion: NO of some markets of an event became YES of all others, and dollars. */
export type Conversion = Readonly<{
  wallet: string
  at: TimeMs
  /** The markets whose NO was handed over. */
  from: readonly MarketId[]
  /** Millionths of a share of each. */
  shares: number
}>

const BIPS_ONE = 10_000

/**
 * Applies a conversion exactly: `k` NO become the YES of every other market of the event and `k - 1` dollars a set,
 * less the event's fee on both. What the dollars did not pay back of the cost goes on with the YES shares.
 *
 * Returns false, and marks the wallet's history of their events as missing, where the markets are not of one described
 * event.
 *
 * @see https://github.com/Polymarket/neg-risk-ctf-adapter NegRiskAdapter.sol, convertPositions
 */
export const applyConversion = (columns: Columns, conversion: Conversion): boolean => {
  const { wallets, markets, positions } = columns
  const wallet = wallets.enter(conversion.wallet, conversion.at)
  const from = conversion.from.map(markets.marketOf)
  const group = from[0]?.group
  if (group === undefined || from.some((market) => market.group !== group)) {
    for (const market of from) columns.missing.mark(wallet, market.id, 'event')
    return false
  }
  const others = markets.groupOf(group).filter((market) => !from.includes(market))
  const position = (market: MarketInfo, index: number): number =>
    positionOf(columns, wallet, markets.outcomeAt(market, index).id, conversion.at)
  const { shares } = conversion
  const feeBips = Math.min(from[0]?.feeBips ?? 0, BIPS_ONE)
  const received = shares - mulDiv(shares, feeBips, BIPS_ONE, 'down')
  const no = from.map((market) => position(market, 1))
  const costs = no.map((row) => positions.costOf(row, shares))
  const cost = costs.reduce((sum, each) => sum + each, 0)
  const paid = (from.length - 1) * received
  const carried = others.length === 0 ? 0 : Math.max(0, cost - paid)
  const handed = shareOut(paid + carried, costs)
  for (const [index, row] of no.entries()) {
    positions.take(row, shares, handed[index] ?? 0, 'otherwise')
  }
  const parts = shareOut(
    carried,
    others.map(() => 0),
  )
  for (const [index, market] of others.entries()) {
    positions.add(position(market, 0), received, parts[index] ?? 0, 'otherwise')
  }
  return true
}

/** A conversion of which more rows may come. */
export type OpenConversion = Conversion & Readonly<{ transaction?: string }>

/** Gathers the rows of one conversion: a wallet's rows of one transaction each name one of its markets. */
export type ConversionRows = Readonly<{
  /** Takes a row; tells of the wallet's conversion before it, now whole. */
  take: (row: WalletActivity) => Conversion | undefined
  /** Ends what a wallet has open, or what all have. */
  end: (wallet?: string) => readonly Conversion[]
  open: () => readonly OpenConversion[]
}>

/** Makes a gatherer. */
export const createConversionRows = (saved: readonly OpenConversion[] = []): ConversionRows => {
  const open = new Map(saved.map((each) => [each.wallet, each]))
  return {
    take: ({ wallet, at, market, transaction, exchanged: { size } }) => {
      const before = open.get(wallet)
      const isSame =
        before?.transaction === transaction && before?.at === at && before.shares === size
      const from = isSame ? [...new Set([...before.from, market])] : [market]
      const named = transaction === undefined ? {} : { transaction }
      open.set(wallet, { wallet, at, from, shares: size, ...named })
      return isSame ? undefined : before
    },
    end: (wallet) => {
      if (open.size === 0) return []
      const ended = [...open.values()].filter((each) => (wallet ?? each.wallet) === each.wallet)
      for (const each of ended) open.delete(each.wallet)
      return ended
    },
    open: () => [...open.values()],
  }
}
