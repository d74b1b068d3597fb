import type { WalletFact } from '@bot/core'
import type { SeenSnapshot } from './dedupe/seen-rows.js'
import type { PairSnapshot } from './labels/pair-evidence.js'
import type { LedgerSnapshot } from './ledger/ledger-snapshot.js'

/** A tracker as plain JSON: exact, with the rows that it would recognise again. */
export type TrackerSnapshot = Readonly<{
  observed: number
  discovered: readonly string[]
  verdicts: Readonly<Record<string, Pick<WalletFact, 'status' | 'reason'>>>
  seen: SeenSnapshot
  evidence: PairSnapshot
  ledger: LedgerSnapshot
}>
