import {
  type BookView,
  type FeeSchedule,
  floorToLot,
  mulDiv,
  type Size,
  type TimeMs,
  USD_ONE,
  type Usd,
  walkBook,
} from '@bot/core'
import type { ScoredTrial } from './measure-copyability.js'
import { COPY_LOT, type CopyFault, type CopyTrial, copyFault } from './try-copy.js'

/** Shares that are held still, and what those that were sold brought after fees, in micro-dollars. */
export type CopiedShares = Readonly<{ left: Size; returned: Usd }>

/** A copied purchase as it stands: what is held of it, what its reverse holds, what the wallet itself has sold. */
export type CopyHolding = Readonly<{
  trial: CopyTrial
  copy: CopiedShares
  reverse: CopiedShares
  own: CopiedShares
}>

/**
 * A wallet's exit: the part of what it held that it gave up, above 0 and up to 1, and the dollars a share it got. No
 * `price` where it cannot be told, as when shares are merged.
 */
export type CopyExit = Readonly<{ fraction: number; price?: number }>

/** What an exit meets, once the delay is over. */
export type ExitMarket = Readonly<{
  book: BookView | undefined
  other: BookView | undefined
  fee: FeeSchedule | 'unknown'
  now: TimeMs
  maxBookAgeMs: number
}>

/** Begins to hold what a trial bought. */
export const holdCopy = (trial: CopyTrial): CopyHolding => {
  const bought: CopiedShares = { left: trial.copied, returned: 0 as Usd }
  return { trial, copy: bought, reverse: bought, own: bought }
}

/**
 * Sells the same part as the wallet did, walking the bids and paying the fee; its reverse does so, too, at its own bids.
 * What the bids do not take is held on, to resolution if nothing else comes. A fault sells nothing.
 */
export const followExit = (
  holding: CopyHolding,
  exit: CopyExit,
  market: ExitMarket,
): CopyHolding | CopyFault => {
  const { book, other, fee } = market
  if (fee === 'unknown') return 'fee-unknown'
  const fault = bidsFault(book, market) ?? bidsFault(other, market)
  if (fault !== undefined) return fault
  if (book === undefined || other === undefined) return 'book-missing'
  const copy = sell(holding.copy, exit.fraction, book, fee)
  const reverse = sell(holding.reverse, exit.fraction, other, fee)
  return { ...holding, copy, reverse, own: sellOwn(holding, exit, copy) }
}

/** A book that lacks a side is no news near the end of a market: what nobody bids for is not sold. */
const bidsFault = (
  book: BookView | undefined,
  { now, maxBookAgeMs }: ExitMarket,
): CopyFault | undefined => {
  const fault = copyFault(book, now, maxBookAgeMs)
  return fault === 'book-one-sided' ? undefined : fault
}

const partOf = (shares: Size, fraction: number): Size => {
  if (fraction >= 1) return shares
  const ppm = Math.max(0, Math.round(fraction * 1e6))
  return floorToLot(mulDiv(shares, ppm, 1e6, 'down') as Size, COPY_LOT)
}

const sell = (
  { left, returned }: CopiedShares,
  fraction: number,
  book: BookView,
  fee: FeeSchedule,
): CopiedShares => {
  const walk = walkBook(book, 'sell', { shares: partOf(left, fraction), fee })
  return {
    left: (left - walk.size) as Size,
    returned: (returned + walk.notional - walk.fee) as Usd,
  }
}

/** What the wallet's own sale brought, at our price where its own is not known. */
const sellOwn = (
  { own, copy: before }: CopyHolding,
  { fraction, price }: CopyExit,
  copy: CopiedShares,
): CopiedShares => {
  const shares = partOf(own.left, fraction)
  const sold = before.left - copy.left
  const ours = sold === 0 ? 0 : (copy.returned - before.returned) / sold
  const dollars = Math.round((price ?? ours) * USD_ONE)
  return {
    left: (own.left - shares) as Size,
    returned: (own.returned + mulDiv(shares, dollars, USD_ONE, 'down')) as Usd,
  }
}

/**
 * Scores a copied purchase when its market is over: `payout` is what a share of it paid, in millionths of a dollar,
 * and a share of the other outcome the rest of a dollar.
 */
export const scoreCopy = (holding: CopyHolding, payout: number): ScoredTrial => {
  const { trial, copy, reverse, own } = holding
  const share = ({ left, returned }: CopiedShares, paid: number): number =>
    (returned + mulDiv(left, paid, USD_ONE, 'down')) / trial.copied
  return {
    trial,
    payout: share(copy, payout),
    reversePayout: share(reverse, USD_ONE - payout),
    ownPayout: share(own, payout),
    held: copy.left / trial.copied,
  }
}
