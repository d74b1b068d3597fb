import { type MarketFacts, type MarketId, USD_ONE } from '@bot/core'
import type { Cell, Literal, Relation } from '../relations/relation.js'

/** What each member pays for its first outcome, in halves. */
export type Assignment = readonly number[]

/** Branches after which the check gives up. */
const MOST_BRANCHES = 400_000

type Held = ReadonlyMap<MarketId, boolean>

/**
 * Enumerates how markets can end, market by market, keeping what contradicts no relation: unlike the detector, which
 * joins the lists that relations allow.
 *
 * Even splits come last: where some relation says that its markets split together, all of those do.
 */
export const auditAssignments = (
  members: readonly MarketId[],
  relations: readonly Relation[],
  markets: readonly MarketFacts[],
): readonly Assignment[] | string => {
  const checks = relations.map(checkOf)
  const found: Assignment[] = []
  const held = new Map<MarketId, boolean>()
  let branches = 0
  const assign = (depth: number): void => {
    const member = members[depth]
    if (member === undefined) {
      found.push(members.map((id) => (held.get(id) === true ? 2 : 0)))
      return
    }
    for (const wins of [true, false]) {
      branches += 1
      if (branches > MOST_BRANCHES || contradicts(member, wins, markets)) continue
      held.set(member, wins)
      if (checks.every((allows) => allows(held))) assign(depth + 1)
      held.delete(member)
    }
  }
  assign(0)
  if (branches > MOST_BRANCHES) return 'relates too many markets to check'
  return [...found, ...splitsOf(found, members, relations, markets)]
}

const contradicts = (id: MarketId, wins: boolean, markets: readonly MarketFacts[]): boolean => {
  const resolution = markets.find((market) => market.id === id)?.resolution
  if (resolution?.state !== 'resolved') return false
  const [paid] = resolution.payouts
  return (paid === USD_ONE && !wins) || (paid === 0 && wins)
}

const truthOf = (held: Held, { market, outcome }: Literal): boolean | undefined => {
  const wins = held.get(market)
  return wins === undefined ? undefined : wins === (outcome === 0)
}

/** Tells whether what is known so far can still be true under a relation. */
const checkOf = (relation: Relation): ((held: Held) => boolean) => {
  switch (relation.kind) {
    case 'implication':
      return (held) =>
        truthOf(held, relation.premise) !== true || truthOf(held, relation.conclusion) !== false
    case 'exclusion':
      return (held) => relation.of.filter((each) => truthOf(held, each) === true).length <= 1
    case 'exhaustion':
      return (held) => relation.of.some((each) => truthOf(held, each) !== false)
    case 'ladder':
      return (held) => {
        const first = relation.steps.findIndex((step) => truthOf(held, step) === true)
        return (
          first < 0 || relation.steps.slice(first).every((step) => truthOf(held, step) !== false)
        )
      }
    case 'bucket': {
      const probes = probesOf(relation.cells, relation.step)
      return (held) =>
        probes.some((value) =>
          relation.cells.every(
            (cell) => (held.get(cell.market) ?? has(cell, value)) === has(cell, value),
          ),
        )
    }
  }
}

/** Values in doubled units, so that what lies half-way between two ends is whole. */
const probesOf = (cells: readonly Cell[], step: number | undefined): readonly bigint[] => {
  const ends = cells
    .flatMap(({ low, high }) => [low, high])
    .flatMap((end) => (end === undefined ? [] : [2n * BigInt(end)]))
    .sort((a, b) => (a < b ? -1 : 1))
  if (step !== undefined) {
    const grid = 2n * BigInt(step)
    return ends.flatMap((end) =>
      [-1n, 0n, 1n].map((by) => (end / grid + by) * grid).concat((end / grid - 2n) * grid),
    )
  }
  const between = ends.map((end, index) => (end + (ends[index + 1] ?? end + 4n)) / 2n)
  return [(ends[0] ?? 0n) - 2n, ...ends, ...between]
}

const has = ({ low, high, lowClosed, highClosed }: Cell, doubled: bigint): boolean => {
  const above =
    low === undefined || doubled > 2n * BigInt(low) || (lowClosed && doubled === 2n * BigInt(low))
  const below =
    high === undefined ||
    doubled < 2n * BigInt(high) ||
    (highClosed && doubled === 2n * BigInt(high))
  return above && below
}

const splitsOf = (
  found: readonly Assignment[],
  members: readonly MarketId[],
  relations: readonly Relation[],
  markets: readonly MarketFacts[],
): readonly Assignment[] => {
  const named = JSON.stringify(relations.filter(({ splits }) => splits === 'together'))
  const splitting = members.map((id) => {
    const market = markets.find((each) => each.id === id)
    const settled = contradicts(id, true, markets) || contradicts(id, false, markets)
    return (
      named.includes(`"market":${JSON.stringify(id)}`) &&
      !settled &&
      typeof market?.negRisk !== 'object'
    )
  })
  if (!splitting.some(Boolean)) return []
  const split = found.map((state) => state.map((paid, index) => (splitting[index] ? 1 : paid)))
  return [...new Map(split.map((state) => [state.join(), state])).values()]
}
