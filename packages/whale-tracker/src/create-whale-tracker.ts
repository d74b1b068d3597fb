import type { TimeMs, WalletActivity, WalletFact } from '@bot/core'
import { createSeenRows } from './dedupe/seen-rows.js'
import { type LabelRules, labelWallet } from './labels/label-wallets.js'
import { createPairEvidence } from './labels/pair-evidence.js'
import type { WalletLabel } from './labels/wallet-label.js'
import type { Conversion } from './ledger/convert-shares.js'
import { createWalletLedger, type WalletLedger } from './ledger/create-wallet-ledger.js'
import type { LedgerSnapshot } from './ledger/ledger-snapshot.js'
import type { MarketDescription, MarketOutcome } from './ledger/market-table.js'
import type { ResolvedBet } from './ledger/resolved-bet.js'
import { profileWallet, type WalletProfile } from './profile/profile-wallet.js'
import type { Verdict } from './promotion/judge-evidence.js'
import { FIRST_SYSTEM_RULE, judgeWallet, type PromotionRule } from './promotion/judge-wallet.js'
import { snapshotTexts, type TrackerSnapshot } from './snapshot.js'

/** How a tracker works. Everything has a default. */
export type WhaleTrackerOptions = Readonly<{
  rule?: Partial<PromotionRule>
  /** Wallets to follow whatever their record; lower case. */
  configured?: readonly string[]
  /** Whether wallets that are not configured are followed. Default true. */
  autoDiscover?: boolean
  /** Most wallets kept; the longest idle go first. Default 200,000. */
  maxWallets?: number
  /** Rows remembered to recognise repeated ones. Default 200,000. */
  rowsRemembered?: number
  /** The fee of a trade in micro-dollars, where the caller can tell; rows themselves carry none. Default none. */
  feeOf?: (row: WalletActivity) => number
  labelRules?: LabelRules
  snapshot?: TrackerSnapshot
}>

/** What became of a row. */
export type RowOutcome = 'taken' | 'duplicate' | 'not-followed'

/** Wallets' ledgers, profiles and promotions. A reducer: it learns only from what it is given. */
export type WhaleTracker = Readonly<{
  /** Takes a row. Rows count in the order in which they come: give them by time. */
  observe: (row: WalletActivity) => RowOutcome
  /** Takes the rows of pages by time, whichever way the pages run; the answers are in the order of `rows`. */
  observeAll: (rows: readonly WalletActivity[]) => readonly RowOutcome[]
  /**
   * Replaces what is known of a wallet by its whole history, in any order; a row that is given twice counts once. What
   * was missing is no longer. Rows from `since` on are recognised when they come again.
   *
   * Returns false, and replaces nothing, where more trades are known than the history has: it is not whole.
   */
  rewrite: (wallet: string, rows: readonly WalletActivity[], since: TimeMs) => boolean
  /** Applies a negRisk conversion whose markets are known; false when its event was not described. */
  convert: (conversion: Conversion) => boolean
  /** Tells the event, category and negRisk group of a market: conversions and categories rest on it. */
  describe: (market: MarketDescription) => void
  /** Notes that rows of a wallet are missing, as when a page limit was reached: its statistics are withheld. */
  markMissing: (wallet: string, at: TimeMs) => void
  resolve: (outcome: MarketOutcome) => void
  /** Judges all wallets as of a time; returns those whose status changed. */
  judge: (now: TimeMs) => readonly WalletFact[]
  /** What the last judgement said of a wallet. */
  verdict: (wallet: string) => Verdict
  /** The wallets that are promoted now. */
  promoted: () => readonly WalletFact[]
  profile: (wallet: string) => WalletProfile | undefined
  /** Profiles by volume, largest first. */
  profiles: (most?: number) => readonly (WalletProfile & Pick<WalletFact, 'status' | 'reason'>)[]
  /** A wallet's bets whose outcome is known, scored to resolution. */
  bets: (wallet: string) => readonly ResolvedBet[]
  /** The resolved bets of all wallets, wallet by wallet in the order in which they were first seen. */
  allBets: () => Iterable<ResolvedBet>
  /** What wallets are other than someone with an opinion, with the numbers behind it; only labelled wallets. */
  labels: (rules?: LabelRules) => ReadonlyMap<string, readonly WalletLabel[]>
  /** Tells where a wallet's money came from, where that is known: wallets of one source are one hand. */
  fundedBy: (wallet: string, source: string) => void
  /** The ledger itself, as it is now; forgetting idle wallets replaces it. */
  ledger: () => WalletLedger
  stats: () => WhaleStats
  snapshot: () => TrackerSnapshot
  /**
   * The snapshot's JSON in texts, a few hundred wallets each, so that it can be written without a long pause. Give the
   * tracker no rows before the last text is taken.
   */
  snapshotTexts: () => Iterable<string>
}>

/** The stats that users of the first system read, under the names they know. */
export type WhaleStats = Readonly<{
  configured_wallets: number
  discovered_whales: number
  active_whales: number
  total_wallets_tracked: number
  trades_observed: number
}>

const UNJUDGED: Verdict = { status: 'observed', reason: 'not judged yet' }

/** Pairs of wallets whose common doing is remembered. */
const PAIRS_REMEMBERED = 100_000

/** Makes a tracker, empty or from a snapshot. */
export const createWhaleTracker = (options: WhaleTrackerOptions = {}): WhaleTracker => {
  const rule = { ...FIRST_SYSTEM_RULE, ...options.rule }
  const configured = new Set((options.configured ?? []).map((wallet) => wallet.toLowerCase()))
  const { autoDiscover = true, maxWallets = 200_000, rowsRemembered = 200_000 } = options
  const saved = options.snapshot
  const verdicts = new Map<string, Verdict>(Object.entries(saved?.verdicts ?? {}))
  const discovered = new Set(saved?.discovered ?? [])
  const seen = createSeenRows(rowsRemembered, saved?.seen)
  const evidence = createPairEvidence(PAIRS_REMEMBERED, saved?.evidence)
  let observed = saved?.observed ?? 0
  const ledgerFrom = (snapshot: LedgerSnapshot | undefined): WalletLedger =>
    createWalletLedger({
      largeTradeUsd: rule.minTradeUsd,
      ...(options.feeOf !== undefined && { feeOf: options.feeOf }),
      ...(snapshot !== undefined && { snapshot }),
    })
  let ledger = ledgerFrom(saved?.ledger)

  const forgetIdle = (): void => {
    const excess = ledger.size().wallets - maxWallets
    if (excess <= 0) return
    const most = Math.max(excess, Math.ceil(maxWallets / 10))
    const gone = idleWallets(ledger, most, (wallet) => {
      return configured.has(wallet) || verdicts.get(wallet)?.status === 'promoted'
    })
    for (const wallet of gone) verdicts.delete(wallet)
    ledger = ledgerFrom(ledger.snapshot((wallet) => !gone.has(wallet)))
  }
  const admit = (row: WalletActivity): RowOutcome => {
    if (!autoDiscover && !configured.has(row.wallet)) return 'not-followed'
    if (!seen.isNew(row)) return 'duplicate'
    observed += 1
    evidence.observe(row)
    return 'taken'
  }
  const observe = (row: WalletActivity): RowOutcome => {
    const outcome = admit(row)
    if (outcome !== 'taken') return outcome
    ledger.apply(row)
    forgetIdle()
    return outcome
  }
  const observeAll = (rows: readonly WalletActivity[]): readonly RowOutcome[] => {
    const taken: WalletActivity[] = []
    const outcomes = byTime(rows, (row) => {
      const outcome = admit(row)
      if (outcome === 'taken') taken.push(row)
      return outcome
    })
    ledger.applyAll(taken)
    forgetIdle()
    return outcomes
  }
  const profileOf = (wallet: string): WalletProfile | undefined => {
    const record = ledger.record(wallet)
    return record === undefined ? undefined : profileWallet(record)
  }
  const head = () => ({
    ...{ observed, discovered: [...discovered], seen: seen.snapshot() },
    evidence: evidence.snapshot(),
  })
  const verdictOf = (wallet: string): Verdict => verdicts.get(wallet) ?? UNJUDGED

  return {
    observe,
    observeAll,
    rewrite: (wallet, rows, since) => {
      const once = createSeenRows(rows.length + 1)
      const history: WalletActivity[] = []
      byTime(rows, (row) => {
        if (row.wallet !== wallet || !once.isNew(row)) return
        history.push(row)
      })
      const known = ledger.record(wallet)?.trades ?? 0
      const trades = history.filter(({ kind }) => kind === 'trade').length
      if (trades < known) return false
      for (const row of history) if (row.at >= since) seen.isNew(row)
      ledger.rewrite(wallet, history)
      observed += trades - known
      return true
    },
    convert: (conversion) => ledger.convert(conversion),
    describe: (market) => ledger.describe(market),
    markMissing: (wallet, at) => ledger.markMissing(wallet, at),
    resolve: (outcome) => ledger.resolve(outcome),
    judge: (now) => {
      const changed: WalletFact[] = []
      for (const { wallet } of ledger.summaries()) {
        const profile = profileOf(wallet)
        if (profile === undefined) continue
        const before = verdictOf(wallet)
        const verdict = judgeWallet(profile, before.status, rule, now)
        verdicts.set(wallet, verdict)
        if (verdict.status === 'promoted') discovered.add(wallet)
        if (verdict.status !== before.status) changed.push(factOf(profile, verdict))
      }
      return changed.filter(({ status }) => status === 'promoted' || status === 'demoted')
    },
    verdict: verdictOf,
    promoted: () =>
      [...verdicts].flatMap(([wallet, verdict]) => {
        const profile = verdict.status === 'promoted' ? profileOf(wallet) : undefined
        return profile === undefined ? [] : [factOf(profile, verdict)]
      }),
    profile: (wallet) => profileOf(wallet.toLowerCase()) ?? profileOf(wallet),
    profiles: (most = Number.POSITIVE_INFINITY) =>
      [...ledger.summaries()]
        .sort((a, b) => b.volume - a.volume)
        .slice(0, most)
        .flatMap(({ wallet }) => {
          const profile = profileOf(wallet)
          return profile === undefined ? [] : [{ ...profile, ...verdictOf(wallet) }]
        }),
    bets: (wallet) => ledger.bets(wallet),
    allBets: function* () {
      for (const { wallet } of ledger.summaries()) yield* ledger.bets(wallet)
    },
    labels: (rules = options.labelRules) => {
      const labels = new Map<string, readonly WalletLabel[]>()
      for (const { wallet } of ledger.summaries()) {
        const record = ledger.record(wallet)
        const found = record === undefined ? [] : labelWallet(record, evidence, rules)
        if (found.length > 0) labels.set(wallet, found)
      }
      return labels
    },
    fundedBy: evidence.fundedBy,
    ledger: () => ledger,
    stats: () => ({
      configured_wallets: configured.size,
      discovered_whales: discovered.size,
      active_whales: [...verdicts.values()].filter(({ status }) => status === 'promoted').length,
      total_wallets_tracked: ledger.size().wallets,
      trades_observed: observed,
    }),
    snapshot: () => ({
      ...head(),
      verdicts: Object.fromEntries(verdicts),
      ledger: ledger.snapshot(),
    }),
    snapshotTexts: () => snapshotTexts({ ...head(), verdicts, ledger: ledger.snapshotLazily() }),
  }
}

const factOf = (profile: WalletProfile, verdict: Verdict): WalletFact => ({
  wallet: profile.wallet,
  ...verdict,
  trades: profile.trades,
  ...(profile.winRate === undefined ? {} : { winRate: profile.winRate }),
})

/** The longest idle wallets, as many as asked for, without those that stay. */
const idleWallets = (
  ledger: WalletLedger,
  most: number,
  stays: (wallet: string) => boolean,
): ReadonlySet<string> => {
  const dispensable = [...ledger.summaries()]
    .filter(({ wallet }) => !stays(wallet))
    .sort((a, b) => a.lastAt - b.lastAt)
  return new Set(dispensable.slice(0, most).map(({ wallet }) => wallet))
}

/** Does something with rows by time. Rows of one second keep their order, turned where the pages run backwards. */
const byTime = <T>(
  rows: readonly WalletActivity[],
  take: (row: WalletActivity) => T,
): readonly T[] => {
  const isBackwards = (rows[0]?.at ?? 0) > (rows.at(-1)?.at ?? 0)
  const numbered = rows.map((row, index) => ({ row, index }))
  if (isBackwards) numbered.reverse()
  const taken: T[] = []
  for (const { row, index } of numbered.sort((a, b) => a.row.at - b.row.at)) {
    taken[index] = take(row)
  }
  return taken
}
