import { type AccountRead, formatSize, formatUsd, type Size, type Stamped, usd } from '@bot/core'
import type { Difference } from '@bot/executor'

/** Watches what the policy makes of account reads: somebody else who trades, or something that we lost, halts it. */
export type Reconciliation = Readonly<{
  observe: (stamped: Stamped) => void
  /** Why trading must not go on; `undefined` while the accounts agree. */
  problem: () => string | undefined
}>

/** Where the halt is seen, and who is told. */
export type ReconciliationOptions = Readonly<{
  /** What the policy is halted for now; empty when it is not. */
  halted: () => readonly Difference[]
  /** Whether an account read says something else than the ledger, be it only for now. */
  differs: (read: AccountRead) => boolean
  /** Called at each read that differs: something was missed, or is on its way. */
  onDifference: () => void
  /** Called when it halts, not again before it went on. */
  onHalt: (differences: readonly Difference[]) => void
}>

/** Makes the watch. */
export const createReconciliation = (options: ReconciliationOptions): Reconciliation => {
  const { halted, differs, onDifference, onHalt } = options
  let problem: string | undefined
  return {
    observe: ({ event }) => {
      if (event.type !== 'account' && event.type !== 'operator') return
      if (event.type === 'account' && differs(event)) onDifference()
      const differences = halted()
      const [first] = differences
      const before = problem
      problem = first && `foreign activity: the venue and the journal disagree about ${tell(first)}`
      if (before === undefined && problem !== undefined) onHalt(differences)
    },
    problem: () => problem,
  }
}

const tell = ({ what, subject, venue, ledger }: Difference): string => {
  if (what === 'order') return `order ${subject} (open and unknown)`
  if (what === 'cash') return `cash (${formatUsd(usd(venue))} and ${formatUsd(usd(ledger))})`
  return `shares of ${subject} (${signedSize(venue)} and ${signedSize(ledger)})`
}

const signedSize = (shares: number): string =>
  shares < 0 ? `-${formatSize(-shares as Size)}` : formatSize(shares as Size)
