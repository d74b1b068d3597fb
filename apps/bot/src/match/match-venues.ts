import {
  type Confirmation,
  type ContractText,
  digestContract,
  type EquivalenceRecord,
  type FieldDoubt,
  matchContracts,
  type NotEquivalent,
} from '@bot/arbitrage'
import type { VenueContracts } from './read-contracts.js'

/** One side of a pair as a person names it; a confirmation carries the digest. */
export type NamedContract = Readonly<{
  id: string
  title: string
  outcome?: string
  digest: string
}>

/** One candidate pair with its verdict: `same` with the proof of each field, or the reason why not. */
export type PairVerdict = Readonly<{ polymarket: NamedContract; kalshi: NamedContract }> &
  Readonly<
    | { verdict: 'same'; fields: EquivalenceRecord['fields'] }
    | { verdict: 'refused'; reason: string; doubts: readonly FieldDoubt[] }
  >

type RefusedPair = Extract<PairVerdict, Readonly<{ verdict: 'refused' }>>

/** What two venues' listings have in common, contract by contract. Read-only: no order follows from it. */
export type VenueMatch = Readonly<{
  polymarket: Readonly<{ contracts: number; rejected: VenueContracts['rejected'] }>
  kalshi: Readonly<{ contracts: number; rejected: VenueContracts['rejected'] }>
  candidates: number
  same: number
  /** How often each reason was the one that a pair is refused for, and how often it stood at all. */
  firstReasons: Readonly<Record<string, number>>
  allReasons: Readonly<Record<string, number>>
  /** Confirmations that were read, and fields that they settled. */
  confirmations: Readonly<{ read: number; used: number }>
  /** Proven ones first, then those that were compared, the most alike by their titles first. */
  pairs: readonly PairVerdict[]
}>

/** Compares every pair of contracts that look alike, field by field. Pure. */
export const matchVenues = (
  polymarket: VenueContracts,
  kalshi: VenueContracts,
  confirmations: readonly Confirmation[],
): VenueMatch => {
  const report = matchContracts(polymarket.contracts, kalshi.contracts, confirmations)
  const known = new Map<string, ContractText>(
    [...polymarket.contracts, ...kalshi.contracts].map((each) => [nameOf(each), each]),
  )
  const settled = report.kept.flatMap(({ fields }) => fields.filter(({ by }) => by !== 'text'))
  return {
    polymarket: { contracts: report.left, rejected: polymarket.rejected },
    kalshi: { contracts: report.right, rejected: kalshi.rejected },
    candidates: report.candidates,
    same: report.kept.length,
    firstReasons: report.firstReasons,
    allReasons: report.allReasons,
    confirmations: { read: confirmations.length, used: settled.length },
    pairs: [
      ...report.kept.map((pair) => ({
        ...sidesOf(pair, known),
        ...({ verdict: 'same', fields: pair.fields } as const),
      })),
      ...nearest(
        report.refused.map((pair) => ({
          ...sidesOf(pair, known),
          ...({ verdict: 'refused', reason: pair.refused, doubts: pair.doubts } as const),
        })),
      ),
    ],
  }
}

const nameOf = ({ venue, id }: Readonly<{ venue: string; id: string }>): string => `${venue} ${id}`

const sidesOf = (
  { left, right }: EquivalenceRecord | NotEquivalent,
  known: ReadonlyMap<string, ContractText>,
): Readonly<{ polymarket: NamedContract; kalshi: NamedContract }> => ({
  polymarket: named(left, known),
  kalshi: named(right, known),
})

const named = (
  ref: Readonly<{ venue: string; id: string }>,
  known: ReadonlyMap<string, ContractText>,
): NamedContract => {
  const contract = known.get(nameOf(ref))
  const { title = '', outcome } = contract ?? {}
  return {
    id: ref.id,
    title,
    ...(outcome === undefined ? {} : { outcome }),
    digest: contract === undefined ? '' : digestContract(contract),
  }
}

/** How much of two titles' words both have: what a matcher by titles would go by, and what proves nothing. */
const likeness = (a: string, b: string): number => {
  const wordsOf = (title: string) => new Set(title.toLowerCase().match(/[\w$-]+/g) ?? [])
  const [ours, theirs] = [wordsOf(a), wordsOf(b)]
  const shared = [...ours].filter((word) => theirs.has(word)).length
  return shared / Math.max(1, ours.size + theirs.size - shared)
}

/** A pair that was refused ahead of any comparison, such as a closed market, comes last. */
const nearest = (pairs: readonly RefusedPair[]): readonly RefusedPair[] =>
  pairs
    .map((pair) => ({
      pair,
      compared: pair.doubts.length > 0,
      like: likeness(pair.polymarket.title, pair.kalshi.title),
    }))
    .sort(
      (a, b) =>
        Number(b.compared) - Number(a.compared) ||
        b.like - a.like ||
        a.pair.polymarket.id.localeCompare(b.pair.polymarket.id) ||
        a.pair.kalshi.id.localeCompare(b.pair.kalshi.id),
    )
    .map(({ pair }) => pair)
