import type { WalletFact } from '@bot/core'
import type { SeenSnapshot } from './dedupe/seen-rows.js'
import type { PairSnapshot } from './labels/pair-evidence.js'
import type { LazyLedgerSnapshot } from './ledger/create-wallet-ledger.js'
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

/** What texts are written from: the lists that grow with wallets are read as they are written. */
export type LazySnapshot = Omit<TrackerSnapshot, 'ledger' | 'verdicts'> &
  Readonly<{
    verdicts: Iterable<readonly [string, TrackerSnapshot['verdicts'][string]]>
    ledger: LazyLedgerSnapshot
  }>

/** Wallets, verdicts, markets or outcomes of a text. */
const AT_ONCE = 250

/** Writes a snapshot as texts that together are its JSON. */
export function* snapshotTexts({ verdicts, ledger, ...head }: LazySnapshot): Generator<string> {
  const { markets, outcomes, wallets, ...rest } = ledger
  yield `${JSON.stringify(head).slice(0, -1)},"verdicts":{`
  yield* together(
    verdicts,
    ([wallet, verdict]) => `${JSON.stringify(wallet)}:${JSON.stringify(verdict)}`,
  )
  yield `},"ledger":${JSON.stringify(rest).slice(0, -1)},"markets":[`
  yield* together(markets, (each) => JSON.stringify(each))
  yield '],"outcomes":['
  yield* together(outcomes, (each) => JSON.stringify(each))
  yield '],"wallets":['
  yield* together(wallets, (each) => JSON.stringify(each))
  yield ']}}'
}

function* together<T>(items: Iterable<T>, write: (item: T) => string): Generator<string> {
  let texts: string[] = []
  let comma = ''
  for (const item of items) {
    texts.push(write(item))
    if (texts.length < AT_ONCE) continue
    yield comma + texts.join(',')
    comma = ','
    texts = []
  }
  if (texts.length > 0) yield comma + texts.join(',')
}
