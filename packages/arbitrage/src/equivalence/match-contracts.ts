import { wordsOf } from './compare-subject.js'
import type { Confirmation } from './confirmation.js'
import type { ContractText } from './contract-text.js'
import {
  type EquivalenceRecord,
  type NotEquivalent,
  proveEquivalence,
} from './prove-equivalence.js'

/** Every candidate pair of two venues: those proven the same, and why the rest is not. */
export type MatchReport = Readonly<{
  left: number
  right: number
  /** Pairs whose titles share enough rare words to look at. */
  candidates: number
  kept: readonly EquivalenceRecord[]
  refused: readonly NotEquivalent[]
  /** How often each reason was the one that a pair is refused for. */
  firstReasons: Readonly<Record<string, number>>
  /** How often each reason stood at all. */
  allReasons: Readonly<Record<string, number>>
}>

const SHARED_WORDS = 2
/** The least part of the shorter title's information that both share. */
const LEAST_OVERLAP = 0.5
const COMMON = new Set(
  'will the a an of in by on be to for or and before next who what when is at it which out first another any'.split(
    ' ',
  ),
)

/** Looks at every pair of two venues' contracts whose titles say similar things, and proves or refuses each. */
export const matchContracts = (
  left: readonly ContractText[],
  right: readonly ContractText[],
  confirmations: readonly Confirmation[] = [],
): MatchReport => {
  const pairs = candidatesOf(left, right)
  const judged = pairs.map(([ours, theirs]) => proveEquivalence(ours, theirs, confirmations))
  const kept = judged.filter((each): each is EquivalenceRecord => !('refused' in each))
  const refused = judged.filter((each): each is NotEquivalent => 'refused' in each)
  return {
    left: left.length,
    right: right.length,
    candidates: pairs.length,
    kept,
    refused,
    firstReasons: countOf(refused.map((each) => each.refused)),
    allReasons: countOf(
      refused.flatMap(({ doubts, refused: first }) =>
        doubts.length === 0 ? [first] : doubts.map(({ reason }) => reason),
      ),
    ),
  }
}

const countOf = (reasons: readonly string[]): Record<string, number> => {
  const counts = new Map<string, number>()
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return Object.fromEntries([...counts].sort(([a, x], [b, y]) => y - x || a.localeCompare(b)))
}

const titleWords = ({ title, outcome = '' }: ContractText): Set<string> =>
  new Set(wordsOf(`${title} ${outcome}`).filter((word) => !COMMON.has(word)))

const candidatesOf = (
  left: readonly ContractText[],
  right: readonly ContractText[],
): (readonly [ContractText, ContractText])[] => {
  const ours = left.map((contract) => ({ contract, words: titleWords(contract) }))
  const theirs = right.map((contract) => ({ contract, words: titleWords(contract) }))
  const seen = new Map<string, number>()
  for (const { words } of [...ours, ...theirs]) {
    for (const word of words) seen.set(word, (seen.get(word) ?? 0) + 1)
  }
  const total = ours.length + theirs.length
  const weigh = (words: Iterable<string>): number => {
    let sum = 0
    for (const word of words) sum += Math.log(total / (seen.get(word) ?? 1))
    return sum
  }
  return ours.flatMap((one) => {
    const weight = weigh(one.words)
    return theirs.flatMap((other) => {
      const shared = [...one.words].filter((word) => other.words.has(word))
      if (shared.length < SHARED_WORDS) return []
      const least = Math.min(weight, weigh(other.words))
      return weigh(shared) >= LEAST_OVERLAP * least ? [[one.contract, other.contract] as const] : []
    })
  })
}
