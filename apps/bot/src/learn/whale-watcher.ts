import {
  type Arrived,
  type Clock,
  formatUsd,
  parseUsd,
  type Stamped,
  type WalletFact,
} from '@bot/core'
import { createWhaleTracker, type TrackerSnapshot, type WhaleTracker } from '@bot/whale-tracker'
import type { Settings } from '../config/settings.js'
import type { Logger } from '../log/create-logger.js'
import type { WhaleRow } from '../stats/stats-source.js'
import type { Venue } from '../venue/venue.js'

/** Reads public trades, keeps wallets' ledgers and tells the engine who is promoted or demoted. */
export type WhaleWatcher = Readonly<{
  /** Reads the newest trades; tells how many were new. */
  refresh: (signal: AbortSignal) => Promise<string>
  /** Learns how markets end. */
  observe: (stamped: Stamped) => void
  rows: () => readonly WhaleRow[]
  tracker: WhaleTracker
}>

/** What the watcher needs. */
export type WhaleWatcherOptions = Readonly<{
  venue: Venue
  settings: Settings
  clock: Clock
  log: Logger
  onEvents: (arrived: readonly Arrived[]) => void
  saved?: TrackerSnapshot
}>

const PAGE = 500
/** Pages read at most in one refresh, when trades come faster than we look. */
const MOST_PAGES = 10

/** Makes the watcher. */
export const createWhaleWatcher = (options: WhaleWatcherOptions): WhaleWatcher => {
  const { venue, settings, clock, log } = options
  const tracker = createWhaleTracker({
    rule: {
      minTradeUsd: parseUsd(settings.whaleMinTradeUsd, 'nearest'),
      minWinRate: settings.whaleMinWinRate,
    },
    configured: settings.whaleWallets,
    autoDiscover: settings.whaleAutoDiscover,
    ...(options.saved === undefined ? {} : { snapshot: options.saved }),
  })
  let told = options.saved === undefined
  const judge = (): void => {
    const at = clock.now()
    const facts = tracker.judge(at)
    for (const fact of facts) {
      const short = `${fact.wallet.slice(0, 5)}...`
      log.info(
        { wallet: fact.wallet },
        `Whale Discovery: Wallet ${short} ${fact.status} (${fact.reason})`,
      )
    }
    const provenance = {
      source: 'whale-tracker',
      ageMs: 0,
      state: 'live',
      simulated: venue.simulated,
    } as const
    // A new engine knows nothing of wallets that an earlier run promoted.
    const earlier = told ? [] : promotedBefore(tracker)
    told = true
    const changed = new Set(facts.map(({ wallet }) => wallet))
    const all = [...facts, ...earlier.filter(({ wallet }) => !changed.has(wallet))]
    options.onEvents(
      all.map((value) => ({
        at,
        event: { type: 'fact', kind: 'wallet', key: value.wallet, value, provenance },
      })),
    )
  }
  return {
    refresh: async (signal) => {
      let taken = 0
      let cursor: string | undefined
      for (let page = 0; page < MOST_PAGES; page++) {
        const query = { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) }
        const read = await venue.reads.data.tradesByCursor(query, signal)
        const fresh = read.items.filter((row) => tracker.observe(row) === 'taken').length
        taken += fresh
        cursor = read.next
        // A page with a row that we know already overlaps with what we read before.
        if (fresh < read.items.length || cursor === undefined) break
      }
      judge()
      return `${taken} new trades, ${tracker.stats().total_wallets_tracked} wallets`
    },
    observe: ({ event }) => {
      if (event.type === 'market-resolved')
        tracker.resolve({ market: event.market, payouts: event.payouts })
      if (event.type !== 'fact' || event.kind !== 'market') return
      const { id, outcomes, resolution } = event.value
      if (resolution.state === 'resolved')
        tracker.resolve({ market: id, payouts: resolution.payouts, outcomes })
    },
    rows: () =>
      tracker.profiles(30).map((profile) => ({
        wallet: profile.wallet,
        status: profile.status,
        reason: profile.reason,
        trades: profile.trades,
        resolved: profile.closedBets,
        winRate: profile.winRate ?? null,
        volumeUsd: formatUsd(profile.volume),
        realisedUsd: formatUsd(profile.realised),
      })),
    tracker,
  }
}

const promotedBefore = (tracker: WhaleTracker): readonly WalletFact[] =>
  tracker
    .profiles()
    .filter(({ status }) => status === 'promoted')
    .map(({ wallet, status, reason, trades, winRate }) => ({
      wallet,
      status,
      reason,
      trades,
      ...(winRate === undefined ? {} : { winRate }),
    }))
