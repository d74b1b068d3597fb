import type { MarketFacts } from '@bot/core'
import type { Certificate } from '../certificate/certificate.js'
import { type AuditedWalk, feeUnits } from './audit-walk.js'

/**
 * Works out anew what each stretch of shares earns: all ends first, then for each the level that every leg is in.
 *
 * `aside` is the money of the worst state that the legs neither paid nor brought.
 */
export const auditMargins = (
  { legs }: Certificate,
  walks: readonly AuditedWalk[],
  markets: readonly MarketFacts[],
  aside: bigint,
): readonly Readonly<{ shares: number; edge: number }>[] => {
  const most = Math.max(...legs.map(({ shares }) => shares))
  const ladders = legs.map((leg, index) => ladderOf(leg, walks[index], markets, BigInt(most)))
  const ends = new Set([BigInt(most), ...ladders.flat().map(({ end }) => end)])
  return [...ends]
    .sort((a, b) => (a < b ? -1 : 1))
    .map((end) => {
      const sum = ladders.reduce(
        (total, ladder) => total + (ladder.find((step) => step.end >= end)?.worth ?? 0n),
        aside * 1_000_000n,
      )
      return { shares: Number(end), edge: Number(floorDivide(sum, BigInt(most))) }
    })
}

type Step = Readonly<{ end: bigint; worth: bigint }>

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
    return { end: (reached * most) / shares, worth: unit * shares }
  })
}

const floorDivide = (a: bigint, b: bigint): bigint => (a >= 0n ? a / b : (a - b + 1n) / b)
