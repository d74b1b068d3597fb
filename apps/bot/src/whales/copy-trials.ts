import type { MarketId, TimeMs, TokenId, WalletActivity } from '@bot/core'
import { type Copyability, measureCopyability, type ScoredTrial } from '@bot/whale-tracker'
import {
  createCopyHoldings,
  type HeldCopy,
  type HoldingFault,
  type TrialView,
} from './copy-holdings.js'
import { type CopyStep, createCopySteps, type HoldingsAfter } from './copy-steps.js'

/** Trials as plain JSON. What still waits for its delay is not kept. */
export type CopyTrialsSnapshot = Readonly<{
  open: readonly HeldCopy[]
  scored: readonly ScoredTrial[]
}>

type TrialFault = HoldingFault | 'too-late'
/** How often what was not copied. With `exit-` it is a wallet's exit that was not followed: the copy is held on. */
export type TrialFaults = Readonly<Partial<Record<TrialFault | `exit-${TrialFault}`, number>>>

/** Tries on paper what copying wallets would have cost and brought at the books that stood after the delay. */
export type CopyTrials = Readonly<{
  /** Takes what wallets did, by time: purchases to try, and sales, merges and conversions to follow. */
  note: (rows: readonly WalletActivity[]) => void
  /** Does what the delay is over for, at the books as they are now. */
  look: (view: TrialView) => void
  /** When the next look has something to do; `undefined` when nothing waits. */
  nextAt: () => TimeMs | undefined
  /** Scores the trials of a market that is over; payouts in millionths of a dollar by outcome. */
  resolve: (market: MarketId, tokens: readonly TokenId[], payouts: readonly number[]) => void
  copyability: (wallet: string) => Copyability
  /** What could not be copied, of one wallet or of all. */
  faults: (wallet?: string) => TrialFaults
  /** How many copies of a wallet are held: their end is not known. */
  open: (wallet: string) => number
  snapshot: () => CopyTrialsSnapshot
}>

/** What trials are made with. `holdingsAfter` tells what a wallet held when it was first followed; default nothing. */
export type CopyTrialsOptions = Readonly<{
  delayMs: number
  holdingsAfter?: HoldingsAfter
  snapshot?: CopyTrialsSnapshot
}>

/** Steps that wait at most; the oldest go first. */
const MOST = 20_000
/** A book that is read much later than the delay says nothing about the delay. */
const LATEST_MS = 90_000

/** Makes trials, empty or from a snapshot. */
export const createCopyTrials = (options: CopyTrialsOptions): CopyTrials => {
  const { delayMs, snapshot } = options
  const steps = createCopySteps(options.holdingsAfter)
  const holdings = createCopyHoldings(snapshot)
  const counts = createFaultCounts()
  let waiting: readonly CopyStep[] = []

  /** Does what a step asks for; false when the book says nothing now and may say something soon. */
  const perform = (step: CopyStep, view: TrialView): boolean => {
    const { wallet, at } = step.row
    const isLate = view.now - at > delayMs + LATEST_MS
    if (step.kind === 'paid') holdings.pay(step)
    else if (step.kind === 'buy') counts.add(wallet, isLate ? 'too-late' : holdings.buy(step, view))
    else {
      const fault = isLate ? 'too-late' : holdings.exit(step, view)
      if (fault !== undefined && fault !== 'too-thin' && fault !== 'too-late') return false
      counts.add(wallet, fault && `exit-${fault}`)
    }
    return true
  }

  return {
    note: (rows) => {
      const read = [...waiting, ...steps.read(rows)]
      waiting = read.sort((a, b) => a.row.at - b.row.at).slice(-MOST)
    },
    look: (view) => {
      const isDue = ({ row }: CopyStep): boolean => view.now - row.at >= delayMs
      const again = waiting.filter((step) => isDue(step) && !perform(step, view))
      waiting = [...again, ...waiting.filter((step) => !isDue(step))]
    },
    nextAt: () => {
      const [first] = waiting
      return first === undefined ? undefined : ((first.row.at + delayMs) as TimeMs)
    },
    resolve: (market, tokens, payouts) => {
      steps.forget(market)
      for (const { kind, row } of waiting) {
        if (row.market === market && kind === 'buy') counts.add(row.wallet, 'too-late')
      }
      waiting = waiting.filter(({ row }) => row.market !== market)
      holdings.resolve(market, tokens, payouts)
    },
    copyability: (wallet) =>
      measureCopyability(holdings.scored().filter(({ trial }) => trial.wallet === wallet)),
    faults: counts.of,
    open: (wallet) =>
      holdings.open().filter(({ holding: { trial } }) => trial.wallet === wallet).length,
    snapshot: () => ({ open: holdings.open(), scored: holdings.scored() }),
  }
}

const createFaultCounts = () => {
  const counts = new Map<string, Map<keyof TrialFaults, number>>()
  return {
    add: (wallet: string, fault: keyof TrialFaults | undefined): void => {
      if (fault === undefined) return
      const mine = counts.get(wallet) ?? new Map<keyof TrialFaults, number>()
      counts.set(wallet, mine.set(fault, (mine.get(fault) ?? 0) + 1))
    },
    of: (wallet?: string): TrialFaults => {
      const sum: Partial<Record<keyof TrialFaults, number>> = {}
      for (const [of, mine] of counts) {
        if (wallet !== undefined && of !== wallet) continue
        for (const [fault, count] of mine) sum[fault] = (sum[fault] ?? 0) + count
      }
      return sum
    },
  }
}
