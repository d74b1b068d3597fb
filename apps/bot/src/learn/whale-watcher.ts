import {
  type Arrived,
  averagePrice,
  type Clock,
  type MarketId,
  messageOf,
  PRICE_ONE,
  parseUsd,
  price,
  type Stamped,
  type TimeMs,
  takerFee,
  timeMs,
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
import { applyHistory, historiesText } from '../whales/apply-history.js'
import { holdingsOf, movesOf } from '../whales/copy-activity.js'
import { createAwaitedEnds } from '../whales/copy-ends.js'
import { withoutLabelled } from '../whales/copy-labels.js'
import { type CopyTrialsSnapshot, createCopyTrials } from '../whales/copy-trials.js'
import { withCopy } from '../whales/move-facts.js'
import { type ActivityRead, createActivityReader } from '../whales/read-activity.js'
import {
  createSourceCounts,
  type SourceCounts,
  type ToldRow,
  toldBy,
} from '../whales/source-counts.js'
import type { TradeStream } from '../whales/trade-stream.js'
import { addCounts, createTradeWalk } from '../whales/walk-trades.js'
import { createWalletHistories } from '../whales/wallet-histories.js'
import { createEvidenceJudge, createWinRateJudge } from '../whales/wallet-judge.js'
import { whaleRow } from '../whales/whale-row.js'

/** Reads public trades as they are pushed and as they are polled, keeps wallets' ledgers and tells the engine who is promoted, demoted, and can be copied. */
export type WhaleWatcher = Readonly<{
  /** Reads the newest trades; tells how many were new. */
  refresh: (signal: AbortSignal) => Promise<string>
  /** Takes the trades that were pushed since the last call. */
  drain: () => void
  /** Which source told of how many trades first, and how late. */
  sources: SourceCounts['of']
  /** Learns how markets end. */
  observe: (stamped: Stamped) => void
  rows: () => readonly WhaleRow[]
  /** Markets to ask about: wallets traded there, and their end is not known. */
  awaited: () => readonly MarketId[]
  tracker: WhaleTracker
  snapshot: () => WhalesSnapshot
  /** The snapshot's JSON in texts; hold the rows while they are taken. */
  snapshotTexts: () => Iterable<string>
  /** Has new rows wait until the returned function is called. */
  hold: () => () => void
}>

/** What is kept over a restart. */
export type WhalesSnapshot = TrackerSnapshot &
  Readonly<{
    promotions?: PromotionsSnapshot
    trials?: CopyTrialsSnapshot
    awaited?: readonly MarketId[]
    /** Wallets whose history was read back, and from when on followed wallets are read. */
    histories?: readonly string[]
    readSince?: Readonly<Record<string, TimeMs>>
  }>

/** What the watcher needs. */
export type WhaleWatcherOptions = Readonly<{
  venue: Venue
  settings: Settings
  clock: Clock
  log: Logger
  onEvents: (arrived: readonly Arrived[]) => void
  view: () => View
  saved?: WhalesSnapshot
  /** Trades as they are pushed, where the venue has such a stream; polling goes on beside it. */
  stream?: Pick<TradeStream, 'drain'> | undefined
}>

/** Wallets shown: those that are followed, then those with the largest volume. */
const SHOWN = 30

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
  const configured = new Set(settings.whaleWallets.map((wallet) => wallet.toLowerCase()))
  const walkTrades = createTradeWalk(venue.reads.data, newestOf(tracker))
  const ends = createAwaitedEnds(saved?.awaited)
  const activity = createActivityReader(venue.reads.data, saved?.readSince)
  const histories = createWalletHistories(venue.reads.data, saved?.histories)
  const sources = createSourceCounts(clock.now())
  /** The newest trade that polling came to. */
  let polledTo: TimeMs | undefined
  /** While the snapshot is written, rows wait: what is in it shall be of one moment. */
  let held: Promise<void> | undefined
  const followedWallets = (): readonly string[] => [
    ...new Set([...configured, ...judge.promoted().map(({ wallet }) => wallet)]),
  ]
  const refused: Record<string, number> = {}
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
      tracker.labels,
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

  /** Reads what followed wallets did besides trading; public trades go on without it. */
  const readFollowed = async (signal: AbortSignal): Promise<ActivityRead> => {
    try {
      return await activity.read(followed, clock.now(), signal)
    } catch (thrown) {
      if (signal.aborted) throw thrown
      log.warn({}, `Whale Discovery: activity of followed wallets: ${messageOf(thrown)}`)
      return { rows: [], refused: { 'activity-unread': 1 }, cut: [] }
    }
  }

  /** Takes rows that sources told; returns how many nobody had told of before. */
  const take = (told: readonly ToldRow[]): number => {
    const byTime = [...told].sort((a, b) => a.row.at - b.row.at)
    const outcomes = tracker.observeAll(byTime.map(({ row }) => row))
    sources.count(byTime, outcomes, clock.now())
    const taken = byTime.flatMap(({ row }, index) => (outcomes[index] === 'taken' ? [row] : []))
    histories.note(taken)
    ends.note(taken)
    follow(taken)
    return taken.length
  }
  const drain = (): void => {
    if (held === undefined && options.stream !== undefined)
      take(toldBy('stream', options.stream.drain(polledTo)))
  }

  /** Reads back what followed wallets did before they were followed. */
  const readHistories = async (signal: AbortSignal): Promise<void> => {
    histories.follow(followed, clock.now())
    await histories.read(clock.now(), signal)
    await held
    for (const history of histories.take()) {
      applyHistory(history, tracker, clock.now(), log)
      ends.note(history.rows)
      judge.markResolved()
    }
  }

  /** What copying a followed wallet left so far, and how often it could not be copied. */
  const copyingOf = (wallet: string): string => {
    if (!followed.has(wallet)) return ''
    const missed = Object.entries(trials.faults(wallet)).map(
      ([fault, count]) => `${fault} ${count}`,
    )
    const not = missed.length === 0 ? '' : ` (not copied: ${missed.join(', ')})`
    return `; copying: ${trials.copyability(wallet).reason}${not}`
  }

  const beside = (): Omit<WhalesSnapshot, keyof TrackerSnapshot> => {
    const promotions = judge.snapshot()
    return {
      ...{ trials: trials.snapshot(), awaited: ends.snapshot() },
      ...{ histories: histories.snapshot(), readSince: activity.snapshot() },
      ...(promotions === undefined ? {} : { promotions }),
    }
  }

  return {
    drain,
    sources: sources.of,
    refresh: async (signal) => {
      const walk = await walkTrades(signal)
      if (!walk.isWhole) {
        log.warn({}, 'Whale Discovery: trades came faster than they were read; some are missing')
      }
      for (const { at } of walk.rows) if (at > (polledTo ?? 0)) polledTo = at
      const own = await readFollowed(signal)
      await held
      for (const counts of [walk.refused, own.refused]) addCounts(refused, counts)
      // Both come newest first; of one second, what a wallet bought comes before what it merged.
      const taken = take([
        ...toldBy('trades', [...walk.rows].reverse()),
        ...toldBy('activity', [...own.rows].reverse()),
      ])
      for (const wallet of own.cut) histories.again(wallet)
      drain()
      await readHistories(signal)
      judgeAll()
      const unread = Object.entries(refused).map(([reason, count]) => `${reason} ${count}`)
      const wallets = tracker.stats().total_wallets_tracked
      return [
        `${taken} new trades, ${wallets} wallets`,
        ...historiesText(histories.status()),
        ...(unread.length === 0 ? [] : [`refused so far: ${unread.join(', ')}`]),
      ].join('; ')
    },
    observe: ({ event }) => {
      if (event.type === 'market-resolved') {
        tracker.resolve({ market: event.market, payouts: event.payouts })
        ends.over(event.market)
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
        ends.over(id)
        trials.resolve(id, tokens, resolution.payouts)
        judge.markResolved()
      }
    },
    awaited: () => ends.next(view().market),
    rows: () => {
      const followed = followedWallets().flatMap((wallet) => tracker.profile(wallet) ?? [])
      const shown = new Map(
        [...followed, ...tracker.profiles(SHOWN)].map((each) => [each.wallet, each]),
      )
      return [...shown.values()].slice(0, Math.max(SHOWN, followed.length)).map((profile) => {
        const { wallet } = profile
        const isByEvidence = settings.whalePromotion === 'evidence'
        return whaleRow({
          profile,
          verdict: judge.verdict(wallet),
          beside: isByEvidence ? tracker.verdict(wallet).status : undefined,
          skill: judge.skill(wallet),
          copyability: isByEvidence ? trials.copyability(wallet) : undefined,
          copying: copyingOf(wallet),
        })
      })
    },
    tracker: { ...tracker, stats: () => ({ ...tracker.stats(), ...judge.stats() }) },
    snapshot: () => {
      return { ...tracker.snapshot(), ...beside() }
    },
    snapshotTexts: function* () {
      yield JSON.stringify(beside()).slice(0, -1)
      let isFirst = true
      for (const text of tracker.snapshotTexts()) {
        yield isFirst ? `,${text.slice(1)}` : text
        isFirst = false
      }
    },
    hold: () => {
      let release = (): void => undefined
      held = new Promise((resolve) => {
        release = () => {
          held = undefined
          resolve()
        }
      })
      return release
    },
  }
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

/** The newest trade of an earlier run. */
const newestOf = (tracker: WhaleTracker): TimeMs | undefined => {
  let newest: number | undefined
  for (const { lastAt } of tracker.ledger().summaries()) newest = Math.max(newest ?? 0, lastAt)
  return newest === undefined ? undefined : timeMs(newest)
}

/** What a taker pays in fees; rows do not tell makers from takers, and who pays less looks no better by it. */
const feeOf = (row: WalletActivity, view: View): number => {
  const fee = view.market(row.market)?.fee
  const paid = averagePrice(row.exchanged)
  if (fee === undefined || fee === 'unknown' || paid === undefined || paid >= 1) return 0
  return takerFee(fee, row.exchanged.size, price(Math.round(paid * PRICE_ONE)), 'nearest')
}
