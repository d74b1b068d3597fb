import {
  type Arrived,
  averagePrice,
  type Clock,
  formatUsd,
  PRICE_ONE,
  parseUsd,
  price,
  type Stamped,
  takerFee,
  type View,
  type WalletActivity,
  type WalletFact,
} from '@bot/core'
import {
  createWhaleTracker,
  FIRST_SYSTEM_RULE,
  type PromotionsSnapshot,
  type TrackerSnapshot,
  type WhaleTracker,
} from '@bot/whale-tracker'
import type { Settings } from '../config/settings.js'
import type { Logger } from '../log/create-logger.js'
import type { WhaleRow } from '../stats/stats-source.js'
import type { Venue } from '../venue/venue.js'
import { createCopyActivity, holdingsOf, movesOf } from '../whales/copy-activity.js'
import { type CopyTrialsSnapshot, createCopyTrials } from '../whales/copy-trials.js'
import { withCopy } from '../whales/move-facts.js'
import { createEvidenceJudge, createWinRateJudge } from '../whales/wallet-judge.js'
import { labelsOf } from '../whales/wallet-labels.js'

/** Reads public trades, keeps wallets' ledgers and tells the engine who is promoted, demoted, and can be copied. */
export type WhaleWatcher = Readonly<{
  /** Reads the newest trades; tells how many were new. */
  refresh: (signal: AbortSignal) => Promise<string>
  /** Learns how markets end. */
  observe: (stamped: Stamped) => void
  rows: () => readonly WhaleRow[]
  tracker: WhaleTracker
  snapshot: () => WhalesSnapshot
}>

/** What is kept over a restart. */
export type WhalesSnapshot = TrackerSnapshot &
  Readonly<{ promotions?: PromotionsSnapshot; trials?: CopyTrialsSnapshot }>

/** What the watcher needs. */
export type WhaleWatcherOptions = Readonly<{
  venue: Venue
  settings: Settings
  clock: Clock
  log: Logger
  onEvents: (arrived: readonly Arrived[]) => void
  view: () => View
  saved?: WhalesSnapshot
}>

const PAGE = 500
/** Pages read at most in one refresh, when trades come faster than we look. */
const MOST_PAGES = 10

/** Makes the watcher. */
export const createWhaleWatcher = (options: WhaleWatcherOptions): WhaleWatcher => {
  const { venue, settings, clock, log, saved, view } = options
  const delayMs = settings.whaleCopyDelaySeconds * 1_000
  const tracker = createTracker(options)
  const judge =
    settings.whalePromotion === 'evidence'
      ? createEvidenceJudge(tracker, firstSystemBar(settings), saved?.promotions)
      : createWinRateJudge(tracker)
  const trials = createCopyTrials({
    delayMs,
    holdingsAfter: holdingsOf(tracker),
    ...(saved?.trials === undefined ? {} : { snapshot: saved.trials }),
  })
  const activity = createCopyActivity(venue.reads.data)
  const configured = new Set(settings.whaleWallets.map((wallet) => wallet.toLowerCase()))
  let told = saved === undefined
  const copyable = new Map<string, WalletFact>()
  // Those that were followed once: their exits are copied on paper even after that.
  const followed = new Set(configured)
  // Those that could be copied once: their exits are told even after that.
  const copied = new Map<string, WalletFact>()

  const tell = (facts: readonly Readonly<{ key: string; value: WalletFact }>[]): void => {
    const provenance = {
      source: 'whale-tracker',
      ageMs: 0,
      state: 'live',
      simulated: venue.simulated,
    } as const
    options.onEvents(
      facts.map(({ key, value }) => ({
        at: clock.now(),
        event: { type: 'fact', kind: 'wallet', key, value, provenance },
      })),
    )
  }

  const judgeAll = (): void => {
    const at = clock.now()
    if (settings.whalePromotion === 'evidence') tracker.judge(at)
    const changes = judge.judge(at)
    for (const { wallet, status, reason } of changes) {
      const short = `${wallet.slice(0, 5)}...`
      log.info({ wallet }, `Whale Discovery: Wallet ${short} ${status} (${reason})`)
    }
    const promoted = withoutLabelled(
      judge.promoted().map((fact) => {
        return settings.whalePromotion === 'evidence'
          ? withCopy(fact, trials.copyability(fact.wallet), delayMs)
          : fact
      }),
      tracker,
    )
    // A new engine knows nothing of wallets that an earlier run promoted.
    const fresh = new Set(told ? [] : promoted.map(({ wallet }) => wallet))
    told = true
    for (const { wallet } of changes) fresh.add(wallet)
    for (const wallet of updateCopyable(promoted)) fresh.add(wallet)
    const now = new Map([...changes, ...promoted].map((fact) => [fact.wallet, fact]))
    tell([...fresh].flatMap((key) => entryOf(key, now.get(key))))
  }

  /** Keeps who can be copied; returns and logs whose standing changed. */
  const updateCopyable = (promoted: readonly WalletFact[]): readonly string[] => {
    const now = new Map(promoted.filter(({ copy }) => copy).map((fact) => [fact.wallet, fact]))
    const changed = [...new Set([...now.keys(), ...copyable.keys()])].filter(
      (wallet) => now.has(wallet) !== copyable.has(wallet),
    )
    for (const wallet of changed) {
      const { reason } = trials.copyability(wallet)
      const word = now.has(wallet) ? 'can be copied' : 'cannot be copied any more'
      log.info({ wallet }, `Whale Discovery: Wallet ${wallet.slice(0, 5)}... ${word} (${reason})`)
    }
    copyable.clear()
    for (const [wallet, fact] of now) {
      copyable.set(wallet, fact)
      copied.set(wallet, fact)
    }
    return changed
  }

  /** Tries to copy on paper what followed wallets did since the last look, and tells of what copyable ones did. */
  const follow = (rows: readonly WalletActivity[]): void => {
    for (const { wallet } of judge.promoted()) followed.add(wallet)
    const byTime = [...rows].sort((a, b) => a.at - b.at)
    trials.note(byTime.filter(({ wallet }) => followed.has(wallet)))
    for (const row of byTime) {
      const once = copied.get(row.wallet)
      const fact = copyable.get(row.wallet) ?? (once && { ...once, status: 'demoted' as const })
      if (fact === undefined) continue
      const moves = movesOf(fact, row, tracker, copied.keys())
      tell(moves.flatMap((value) => (value.move ? [{ key: value.move.token, value }] : [])))
    }
    trials.look(view())
  }

  return {
    refresh: async (signal) => {
      const taken: WalletActivity[] = []
      let cursor: string | undefined
      const beside = await activity.read(followed, clock.now(), signal)
      for (let page = 0; page < MOST_PAGES; page++) {
        const query = { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) }
        const { items, next } = await venue.reads.data.tradesByCursor(query, signal)
        const outcomes = tracker.observeAll(items)
        const fresh = items.filter((_, index) => outcomes[index] === 'taken')
        taken.push(...fresh)
        cursor = next
        // A page with a row that we know already overlaps with what we read before.
        if (fresh.length < items.length || cursor === undefined) break
      }
      const outcomes = tracker.observeAll(beside)
      follow([...taken, ...beside.filter((_, index) => outcomes[index] === 'taken')])
      judgeAll()
      return `${taken.length} new trades, ${tracker.stats().total_wallets_tracked} wallets`
    },
    observe: ({ event }) => {
      if (event.type === 'market-resolved') {
        tracker.resolve({ market: event.market, payouts: event.payouts })
        trials.resolve(event.market, view().market(event.market)?.tokens ?? [], event.payouts)
        judge.markResolved()
      }
      if (event.type !== 'fact' || event.kind !== 'market') return
      const { id, outcomes, resolution, tokens, event: group, category, negRisk } = event.value
      tracker.describe({
        market: id,
        category,
        ...(group === undefined ? {} : { event: group }),
        ...(typeof negRisk === 'string' ? {} : { group: negRisk.group, feeBips: negRisk.feeBips }),
      })
      if (resolution.state === 'resolved') {
        tracker.resolve({ market: id, payouts: resolution.payouts, outcomes })
        trials.resolve(id, tokens, resolution.payouts)
        judge.markResolved()
      }
    },
    rows: () =>
      tracker.profiles(30).map((profile) => {
        const { status, reason } = judge.verdict(profile.wallet)
        const beside =
          settings.whalePromotion === 'evidence' ? `; by win rate ${profile.status}` : ''
        return {
          wallet: profile.wallet,
          status,
          reason: `${reason}${beside}`,
          trades: profile.trades,
          resolved: profile.closedBets,
          winRate: profile.winRate ?? null,
          volumeUsd: formatUsd(profile.volume),
          realisedUsd: formatUsd(profile.realised),
        }
      }),
    tracker: { ...tracker, stats: () => ({ ...tracker.stats(), ...judge.stats() }) },
    snapshot: () => {
      const promotions = judge.snapshot()
      return {
        ...tracker.snapshot(),
        trials: trials.snapshot(),
        ...(promotions === undefined ? {} : { promotions }),
      }
    },
  }
}

/** Takes the standing of what may be copied from wallets that came to look like no one's opinion since they were judged. */
const withoutLabelled = (
  promoted: readonly WalletFact[],
  tracker: WhaleTracker,
): readonly WalletFact[] => {
  if (!promoted.some(({ copy }) => copy)) return promoted
  const labels = labelsOf(tracker)
  return promoted.map((fact) => {
    if (!labels.has(fact.wallet)) return fact
    const { copy: _, ...rest } = fact
    return rest
  })
}

const entryOf = (
  key: string,
  value: WalletFact | undefined,
): readonly Readonly<{ key: string; value: WalletFact }>[] =>
  value === undefined ? [] : [{ key, value }]

const firstSystemBar = (settings: Settings) => ({
  minWinRate: settings.whaleMinWinRate,
  minClosedBets: FIRST_SYSTEM_RULE.minClosedBets,
})

const createTracker = ({ settings, saved, view }: WhaleWatcherOptions): WhaleTracker =>
  createWhaleTracker({
    rule: {
      minTradeUsd: parseUsd(settings.whaleMinTradeUsd, 'nearest'),
      minWinRate: settings.whaleMinWinRate,
    },
    configured: settings.whaleWallets,
    autoDiscover: settings.whaleAutoDiscover,
    feeOf: (row) => feeOf(row, view()),
    ...(saved === undefined ? {} : { snapshot: saved }),
  })

/** What a taker pays in fees; rows do not tell makers from takers, and who pays less looks no better by it. */
const feeOf = (row: WalletActivity, view: View): number => {
  const fee = view.market(row.market)?.fee
  const paid = averagePrice(row.exchanged)
  if (fee === undefined || fee === 'unknown' || paid === undefined || paid >= 1) return 0
  return takerFee(fee, row.exchanged.size, price(Math.round(paid * PRICE_ONE)), 'nearest')
}
