import type { MarketId, TimeMs, TokenId } from '../brand.js'
import { mulDiv } from '../money/mul-div.js'
import type { Price } from '../money/price.js'
import type { Usd } from '../money/usd.js'

/** How sure a change is: law 8. A failed entry counts nowhere. */
export type Settled = 'provisional' | 'confirmed' | 'failed'

/**
 * One change of a position: `shares` in millionths (below 0 leaves), `cash` in micro-dollars with fees inside
 * (below 0 is paid). `id` makes it unique, so that recording it twice changes nothing.
 */
export type PositionEntry = Readonly<{
  id: string
  shares: number
  cash: Usd
  fee: Usd
  settled: Settled
  at: TimeMs
}>

/** Joins what makes a position one: its owner and its token. */
export type PositionKey = string
/** Builds the key of a position. */
export const positionKey = (owner: string, token: TokenId): PositionKey => `${owner} ${token}`

/**
 * What an owner (strategy or basket) holds of one token.
 *
 * `confirmed` and `provisional` are shares in millionths and kept apart; what is held is their sum, and it is below
 * 0 only after a voided buy whose shares had been sold on. `cost` is what the held shares cost, fees inside;
 * `realised` is profit already taken. `highWater` is the best bid seen while open, in 1/10,000 dollar.
 */
export type Position = Readonly<{
  key: PositionKey
  owner: string
  basket?: string
  token: TokenId
  market: MarketId
  confirmed: number
  provisional: number
  cost: Usd
  realised: Usd
  fees: Usd
  openedAt: TimeMs
  highWater: Price | undefined
  entries: readonly PositionEntry[]
}>

/** Returns the shares held, confirmed and provisional together, in millionths. */
export const heldShares = (position: Position): number => position.confirmed + position.provisional

/** Folds entries, average cost: what is sold takes its share of the cost with it; the last share takes all. */
export const foldPosition = (
  base: Pick<Position, 'key' | 'owner' | 'basket' | 'token' | 'market' | 'highWater'>,
  entries: readonly PositionEntry[],
): Position => {
  let held = 0
  let confirmed = 0
  let cost = 0
  let realised = 0
  let fees = 0
  for (const entry of entries) {
    if (entry.settled === 'failed') continue
    fees += entry.fee
    if (entry.settled === 'confirmed') confirmed += entry.shares
    if (entry.shares >= 0) {
      cost -= entry.cash
    } else {
      const removed = held > 0 ? removedCost(cost, Math.min(held, -entry.shares), held) : 0
      cost -= removed
      realised += entry.cash - removed
    }
    held += entry.shares
  }
  const openedAt = entries[0]?.at ?? (0 as TimeMs)
  return {
    ...base,
    confirmed,
    provisional: held - confirmed,
    cost: cost as Usd,
    realised: realised as Usd,
    fees: fees as Usd,
    openedAt,
    entries,
  }
}

const removedCost = (cost: number, shares: number, held: number): number =>
  cost >= 0 ? mulDiv(cost, shares, held, 'nearest') : -mulDiv(-cost, shares, held, 'nearest')
