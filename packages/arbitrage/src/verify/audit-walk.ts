import type { BookView, FeeSchedule, Leg, MarketFacts } from '@bot/core'
import type { BookLookup } from '../detect/opportunity.js'

/** What an order of so many shares meets: written anew in BigInt, so that it shares no mistake with the detector. */
export type AuditedWalk = Readonly<{
  levels: readonly Readonly<{ price: number; shares: number }>[]
  notional: bigint
  fee: bigint
  /** Shares the book could not give. */
  missing: bigint
}>

/** Walks a book from its best level; money is rounded against the taker, level by level. */
const auditWalk = (
  book: BookView,
  side: 'buy' | 'sell',
  shares: bigint,
  fee: FeeSchedule,
): AuditedWalk => {
  const { prices, sizes } = side === 'buy' ? book.asks : book.bids
  const order = prices.map((_price, index) => index).reverse()
  const levels: { price: number; shares: number }[] = []
  let missing = shares
  let notional = 0n
  let fees = 0n
  for (const index of order) {
    if (missing === 0n) break
    const at = BigInt(prices[index] ?? 0)
    const resting = BigInt(sizes[index] ?? 0)
    const taken = resting < missing ? resting : missing
    const dollars = taken * at
    notional += side === 'buy' ? ceilDivide(dollars, 10_000n) : dollars / 10_000n
    fees += 10n * feeUnits(taken, at, fee)
    levels.push({ price: Number(at), shares: Number(taken) })
    missing -= taken
  }
  return { levels, notional, fee: fees, missing }
}

/** The taker's fee in units of 0.00001 dollar, rounded up. */
export const feeUnits = (shares: bigint, at: bigint, fee: FeeSchedule): bigint =>
  ceilDivide(weigh(shares, at, fee), 10n ** BigInt(7 + 8 * fee.exponent))

/** shares × rate × (p × (1 − p))^exponent, before the division into units of 0.00001 dollar. */
const weigh = (shares: bigint, at: bigint, { ratePpm, exponent }: FeeSchedule): bigint =>
  shares * BigInt(ratePpm) * (at * (10_000n - at)) ** BigInt(exponent)

const ceilDivide = (a: bigint, b: bigint): bigint => (a + b - 1n) / b

/** Walks the book of a leg's token on one of its sides; a missing book or fee gives no shares. */
export const auditLeg = (
  { token, market, shares }: Leg,
  side: 'buy' | 'sell',
  bookOf: BookLookup,
  markets: readonly MarketFacts[],
): AuditedWalk => {
  const book = bookOf(token)
  const fee = markets.find(({ id }) => id === market)?.fee
  return book === undefined || fee === undefined || fee === 'unknown'
    ? { levels: [], notional: 0n, fee: 0n, missing: BigInt(shares) }
    : auditWalk(book, side, BigInt(shares), fee)
}
