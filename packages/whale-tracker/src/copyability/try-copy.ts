import {
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
 * `reverseCost` is what the other outcome cost then.
 */
export type CopyTrial = CopyCandidate &
  Readonly<{ seenAt: TimeMs; cost: number; reverseCost: number }>

/** Why a purchase could not be tried. A purchase that cannot be followed is no gain: it is counted. */
export type CopyFault = 'book-missing' | 'book-faulty' | 'too-thin' | 'fee-unknown'

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
  const { book, other, fee, now } = market
  if (fee === 'unknown') return 'fee-unknown'
  if (book === undefined || other === undefined) return 'book-missing'
  for (const each of [book, other]) {
    if (bookFault(each, now, market.maxBookAgeMs) !== undefined) return 'book-faulty'
  }
  const price = Math.max(1, Math.round(candidate.price * USD_ONE))
  const afforded = mulDiv(market.stake, USD_ONE, price, 'down')
  const shares = floorToLot(Math.min(candidate.shares, afforded) as Size, LOT)
  const walks = [book, other].map((each) => walkBook(each, 'buy', { shares, fee }))
  const [cost, reverseCost] = walks.map((walk) => costOf(walk, shares))
  if (cost === undefined || reverseCost === undefined) return 'too-thin'
  return { ...candidate, seenAt: now, cost, reverseCost }
}

/** A hundredth of a share. */
const LOT = 10_000 as Size

const costOf = (walk: Walk, shares: Size): number | undefined =>
  shares === 0 || walk.size < shares ? undefined : (walk.notional + walk.fee) / shares
