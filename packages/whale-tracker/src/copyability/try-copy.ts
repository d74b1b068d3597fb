import {
  type BookFault,
  type BookView,
  bookFault,
  type FeeSchedule,
  floorToLot,
  mulDiv,
  type Size,
  type TimeMs,
  USD_ONE,
  type Usd,
  type Walk,
  walkBook,
} from '@bot/core'

/** A wallet's purchase that one might copy. `price` in dollars a share. */
export type CopyCandidate = Readonly<{
  wallet: string
  event: string
  market: string
  at: TimeMs
  price: number
  shares: Size
}>

/**
 * What copying a purchase would have cost at the book that stood after the delay, fee included, in dollars a share;
 * `reverseCost` is what the other outcome cost then. `copied` is how many shares were bought, of either.
 */
export type CopyTrial = CopyCandidate &
  Readonly<{ seenAt: TimeMs; copied: Size; cost: number; reverseCost: number }>

/** Why a purchase could not be tried. A purchase that cannot be followed is no gain: it is counted. */
export type CopyFault =
  | 'book-missing'
  | 'book-stale'
  | 'book-crossed'
  | 'book-one-sided'
  | 'too-thin'
  | 'fee-unknown'

/** What a trial meets. `stake` in micro-dollars bounds its size, as the wallet's own does. */
export type CopyMarket = Readonly<{
  book: BookView | undefined
  other: BookView | undefined
  fee: FeeSchedule | 'unknown'
  now: TimeMs
  stake: Usd
  maxBookAgeMs: number
}>

/** Walks both books as one would who copies, and as one who trades against; or says why neither can be known. */
export const tryCopy = (candidate: CopyCandidate, market: CopyMarket): CopyTrial | CopyFault => {
  const { book, other, fee, now, maxBookAgeMs } = market
  if (fee === 'unknown') return 'fee-unknown'
  const fault = copyFault(book, now, maxBookAgeMs) ?? copyFault(other, now, maxBookAgeMs)
  if (fault !== undefined) return fault
  if (book === undefined || other === undefined) return 'book-missing'
  const price = Math.max(1, Math.round(candidate.price * USD_ONE))
  const afforded = mulDiv(market.stake, USD_ONE, price, 'down')
  const copied = floorToLot(Math.min(candidate.shares, afforded) as Size, COPY_LOT)
  const [cost, reverseCost] = [book, other].map((each) =>
    costOf(walkBook(each, 'buy', { shares: copied, fee }), copied),
  )
  if (cost === undefined || reverseCost === undefined) return 'too-thin'
  return { ...candidate, seenAt: now, copied, cost, reverseCost }
}

/** A hundredth of a share: what orders are made of. */
export const COPY_LOT = 10_000 as Size

const FAULTS: Readonly<Record<BookFault, CopyFault>> = {
  'missing-book': 'book-missing',
  'stale-book': 'book-stale',
  'crossed-book': 'book-crossed',
  'one-sided-book': 'book-one-sided',
}

/** Says why a book cannot be walked; `undefined` when it can. */
export const copyFault = (
  book: BookView | undefined,
  now: TimeMs,
  maxAgeMs: number,
): CopyFault | undefined => {
  const fault = bookFault(book, now, maxAgeMs)
  return fault === undefined ? undefined : FAULTS[fault]
}

const costOf = (walk: Walk, shares: Size): number | undefined =>
  shares === 0 || walk.size < shares ? undefined : (walk.notional + walk.fee) / shares
