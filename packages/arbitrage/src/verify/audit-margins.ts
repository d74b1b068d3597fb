import type { MarketFacts } from '@bot/core'
import type { Certificate } from '../certificate/certificate.js'
import { type AuditedWalk, feeUnits } from './audit-walk.js'

/**
 * Works out anew what each stretch of shares earns: all ends first, then for each the level that every leg is in.
 *
 * `aside` is the money of the worst state that the legs neither paid nor brought. Where legs are converted (`kept` of
 * 10,000 parts come back), those of different sizes lie inside one another: what a stretch earns is of the legs that
 * reach its end, each less the dollar that was split for it when it is sold.
 */
export const auditMargins = (
  { legs }: Certificate,
  walks: readonly AuditedWalk[],
  markets: readonly MarketFacts[],
  { aside, kept }: Readonly<{ aside: bigint; kept: bigint | undefined }>,
): readonly Readonly<{ shares: number; edge: number }>[] => {
  const most = Math.max(...legs.map(({ shares }) => shares))
  const full = (leg: Certificate['legs'][number]): number =>
    kept === undefined ? most : leg.shares
  const ladders = legs.map((leg, index) => ladderOf(leg, walks[index], markets, BigInt(full(leg))))
  const ends = new Set([BigInt(most), ...ladders.flat().map(({ end }) => end)])
  return [...ends]
    .sort((a, b) => (a < b ? -1 : 1))
    .map((end) => {
      const there = ladders.flatMap((ladder) => ladder.find((step) => step.end >= end) ?? [])
      if (kept !== undefined) return { shares: Number(end), edge: convertedEdge(there, kept) }
      const sum = there.reduce((total, { worth }) => total + worth, aside * 1_000_000n)
      return { shares: Number(end), edge: Number(floorDivide(sum, BigInt(most))) }
    })
}

/** A dollar for every leg but one, less the fee, and what each leg's share costs, or brings beyond its dollar. */
const convertedEdge = (there: readonly Step[], kept: bigint): number =>
  Number(
    there.reduce(
      (sum, { unit, split }) => sum + unit - split,
      100n * kept * BigInt(there.length - 1),
    ),
  )

type Step = Readonly<{ end: bigint; unit: bigint; split: bigint; worth: bigint }>

const ladderOf = (
  leg: Certificate['legs'][number],
  walk: AuditedWalk | undefined,
  markets: readonly MarketFacts[],
  most: bigint,
): readonly Step[] => {
  const fee = markets.find(({ id }) => id === leg.market)?.fee
  const shares = BigInt(leg.shares)
  let reached = 0n
  return (walk?.levels ?? []).map(({ price, shares: taken }) => {
    reached += BigInt(taken)
    const dollars = BigInt(price) * 100n
    const charged =
      fee === undefined || fee === 'unknown' ? 0n : 10n * feeUnits(1_000_000n, BigInt(price), fee)
    const unit = leg.side === 'buy' ? -dollars - charged : dollars - charged
    const split = leg.side === 'sell' ? 1_000_000n : 0n
    return { end: (reached * most) / shares, unit, split, worth: unit * shares }
  })
}

const floorDivide = (a: bigint, b: bigint): bigint => (a >= 0n ? a / b : (a - b + 1n) / b)
