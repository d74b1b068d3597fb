import type { MarketId } from '@bot/core'
import { emptyPosition, type FoldEffect, type PositionFold } from './position-fold.js'

/** What someone traded: millionths of shares, micro-dollars, fills, fees paid. */
export type Turnover = { shares: number; money: number; count: number; fees: number }

/** Everything that is known about one owner. */
export type OwnerFold = {
  readonly positions: Map<string, PositionFold>
  /** By category of market. */
  readonly turnover: Map<string, Turnover>
  /** By day: Unix milliseconds divided by the length of a day. */
  readonly days: Map<number, Turnover>
  /** What it made in markets that the books no longer hold, by category, micro-dollars. */
  readonly settled: Map<string, number>
  /** The markets in which it traded. */
  readonly traded: Set<MarketId>
  readonly firstAt: number
}

/** One market's trading by the hour. Prices are in YES terms, dollars. */
export type MarketFold = {
  takerShares: number
  takerMoney: number
  readonly hours: Map<number, { money: number; price: number }>
}

/** A position that won when its market resolved, in micro-dollars. */
export type Win = Readonly<{
  owner: string
  market: MarketId
  token: string
  cost: number
  worth: number
  at: number
}>

/** One market's part of a protocol action. `market` is the first of several for a conversion. */
export type LedgerAction = Readonly<{
  id: string
  owner: string
  kind: 'split' | 'merge' | 'convert' | 'redeem'
  market: MarketId
  shares: number
  money: number
  at: number
  transaction: string
}>

/** What a trade that is not mined yet did, so that it can be undone. */
export type PendingFold = Readonly<{
  parts: readonly Readonly<{
    owner: string
    token: string
    effect: FoldEffect
    undo: () => void
  }>[]
}>

/** The public books: everything that the Data API computes its figures from. */
export type LedgerState = {
  readonly owners: Map<string, OwnerFold>
  readonly markets: Map<MarketId, MarketFold>
  readonly pending: Map<string, PendingFold>
  readonly wins: Win[]
  readonly actions: LedgerAction[]
}

/** Makes empty books. */
export const createLedgerState = (): LedgerState => ({
  owners: new Map(),
  markets: new Map(),
  pending: new Map(),
  wins: [],
  actions: [],
})

/** Returns an owner's books, made at their first use. */
export const ownerFold = (state: LedgerState, owner: string, at: number): OwnerFold => {
  const known = state.owners.get(owner)
  if (known !== undefined) return known
  const fold: OwnerFold = {
    positions: new Map(),
    turnover: new Map(),
    days: new Map(),
    settled: new Map(),
    traded: new Set(),
    firstAt: at,
  }
  state.owners.set(owner, fold)
  return fold
}

/** Returns an owner's position, made at its first use. */
export const positionFold = (owner: OwnerFold, token: string, at: number): PositionFold => {
  const known = owner.positions.get(token)
  if (known !== undefined) return known
  const fold = emptyPosition(at)
  owner.positions.set(token, fold)
  return fold
}

/** Returns a market's trading, made at its first use. */
export const marketFold = (state: LedgerState, market: MarketId): MarketFold => {
  const known = state.markets.get(market)
  if (known !== undefined) return known
  const fold: MarketFold = { takerShares: 0, takerMoney: 0, hours: new Map() }
  state.markets.set(market, fold)
  return fold
}

/** Adds to (or takes from) one entry of a table of turnovers. */
export const addTurnover = <K>(
  table: Map<K, Turnover>,
  key: K,
  change: Readonly<Turnover>,
  direction: 1 | -1,
): void => {
  const entry = table.get(key) ?? { shares: 0, money: 0, count: 0, fees: 0 }
  entry.shares += direction * change.shares
  entry.money += direction * change.money
  entry.count += direction * change.count
  entry.fees += direction * change.fees
  table.set(key, entry)
}
