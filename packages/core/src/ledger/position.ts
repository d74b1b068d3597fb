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

/**
 * Folds entries, average cost: what is sold takes its share of the cost with it; the last share takes all, so that a
 * position without shares costs nothing.
 */
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
    const gained = realisedBy(entry, held, cost)
    realised += gained
    cost += gained - entry.cash
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

/**
 * What an entry realises: for shares that leave, their cash less their part of the cost; for shares that make good
 * for more sold than held, the cash of that part; nothing for shares that are added. The rest of its cash is cost.
 */
const realisedBy = ({ shares, cash }: PositionEntry, held: number, cost: number): number => {
  if (shares > 0) return held < 0 ? partOf(cash, Math.min(shares, -held), shares) : 0
  return held > 0 ? cash - partOf(cost, Math.min(held, -shares), held) : cash
}

const partOf = (amount: number, part: number, whole: number): number =>
  amount >= 0 ? mulDiv(amount, part, whole, 'nearest') : -mulDiv(-amount, part, whole, 'nearest')
