import type { Difference } from './compare-account.js'

/** How far cash and shares may differ before it counts, in micro-dollars and millionths of a share. */
export type AccountTolerance = Readonly<{ usd: number; shares: number }>

/** Judges the differences that account reads show, one read after the other. */
export type AccountWatch = Readonly<{
  /**
   * Learns from one read. `settled` says that nothing was under way that explains a difference in cash or shares.
   * Returns the differences that halt trading from now on; empty when nothing new does.
   */
  read: (differences: readonly Difference[], settled: boolean) => readonly Difference[]
  /** What trading is halted for; empty when it is not. */
  halted: () => readonly Difference[]
  /** A person has seen to it: what differs now is how it is. */
  accept: () => void
}>

/**
 * Makes a watch. An open order that the journal does not know halts at once: every order of ours is journalled before
 * it is sent. Cash and shares halt when two settled reads in a row show the same difference, since a fill may have
 * reached the account and not yet us; such a halt ends when a settled read shows none any more. A strange order halts
 * until a person has seen to it.
 */
export const createAccountWatch = (tolerance: AccountTolerance): AccountWatch => {
  let last: readonly Difference[] = []
  let before: readonly Difference[] = []
  let halted: readonly Difference[] = []
  let accepted: readonly Difference[] = []

  const counts = (each: Difference): boolean => {
    const baseline = accepted.find((other) => isSame(each, other))
    if (each.what === 'order') return baseline === undefined
    const normal = baseline === undefined ? 0 : baseline.venue - baseline.ledger
    const off = Math.abs(each.venue - each.ledger - normal)
    return off > (each.what === 'cash' ? tolerance.usd : tolerance.shares)
  }
  return {
    read: (differences, settled) => {
      last = differences
      const counted = differences.filter(counts)
      const repeated = counted.filter(
        (each) =>
          each.what === 'order' ||
          (settled &&
            before.some(
              (other) =>
                isSame(each, other) && each.venue - each.ledger === other.venue - other.ledger,
            )),
      )
      before = settled ? counted : []
      const healed = settled && counted.length === 0
      if (healed && halted.every(({ what }) => what !== 'order')) halted = []
      if (repeated.length === 0 || halted.length > 0) return []
      halted = repeated
      return repeated
    },
    halted: () => halted,
    accept: () => {
      if (halted.length > 0) accepted = last
      halted = []
      before = []
    },
  }
}

const isSame = (one: Difference, other: Difference): boolean =>
  one.what === other.what && one.subject === other.subject
