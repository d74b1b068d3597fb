import {
  averagePrice,
  bestBid,
  formatSize,
  formatUsd,
  heldShares,
  type JournalPort,
  notional,
  type Position,
  type Size,
  scaleLevels,
  type TimeMs,
  usd,
  usdToNumber,
} from '@bot/core'
import { describeSources, type SourceHealth } from '@bot/data-aggregator'
import type { Feed } from '@bot/realtime-feed'
import type { Config } from '../config/load-config.js'
import type { AdaptiveLearner } from '../learn/adaptive-learner.js'
import type { WhaleWatcher } from '../learn/whale-watcher.js'
import type { Brain } from '../runtime/assemble.js'
import type { ComponentState } from '../runtime/component.js'
import type { StrategyCounts } from '../runtime/strategy-counts.js'
import type { Venue } from '../venue/venue.js'
import { VERSION } from '../version.js'
import { type Activity, realisedSince } from './activity.js'
import { valueEquity } from './equity.js'
import type { FunnelCounter } from './funnel.js'
import { listReleases } from './list-releases.js'
import type {
  FeedReport,
  Health,
  PositionRow,
  StatsSource,
  StatusReport,
  StrategyRow,
} from './stats-source.js'

/** What the numbers are read from. Every part is read at the moment of asking. */
export type StatsParts = Readonly<{
  config: Config
  venue: Venue
  brain: Brain
  feed: Feed
  journal: JournalPort
  activity: Activity
  funnel: FunnelCounter
  counts: StrategyCounts
  learner: AdaptiveLearner
  whales: WhaleWatcher | undefined
  now: () => TimeMs
  startedAt: TimeMs
  seq: () => number
  halted: () => string | undefined
  scans: () => Readonly<{ total: number; lastAt: number | null; lastMillis: number | null }>
  equityHistory: () => readonly Readonly<{ at: number; usd: number }>[]
  components: () => readonly ComponentState[]
  sources: () => readonly SourceHealth[]
  changes: StatsSource['changes']
  command: StatsSource['command']
}>

const DAY_MS = 86_400_000

/** Puts the numbers of a running bot together for people. */
export const buildStats = (parts: StatsParts): StatsSource => {
  const view = () => parts.brain.engine.view()
  const { settings } = parts.config
  const dayStart = (): number => Math.floor(parts.now() / DAY_MS) * DAY_MS
  return {
    health: () => healthOf(parts),
    status: () => statusOf(parts, realisedSince(view().ledger.closed, dayStart())),
    positions: () =>
      [...view().ledger.positions.values()]
        .filter((each) => heldShares(each) !== 0)
        .map((each) => positionRow(parts, each)),
    trades: () => parts.activity.trades(),
    strategies: () => parts.brain.strategies.map((strategy) => strategyRow(parts, strategy)),
    signals: () => parts.activity.signals(),
    opportunities: () => parts.activity.opportunities(),
    refusals: () => parts.activity.refusals(),
    whales: () => parts.whales?.rows() ?? [],
    dynamicStats: () => {
      const lastScan = parts.scans().lastAt
      const today = parts.activity.opportunities().filter((each) => each.at >= dayStart()).length
      return {
        cascade: parts.brain.scheduler.status(parts.now()) as ReturnType<
          StatsSource['dynamicStats']
        >['cascade'],
        arbitrage: {
          opportunities_found_today: today,
          last_scan_time: lastScan === null ? null : new Date(lastScan).toISOString(),
          min_edge_cents: settings.arbMinEdgeCents,
          scan_resolved: settings.arbScanResolved,
          releases: listReleases(view()),
        },
        whale_tracker: {
          ...(parts.whales?.tracker.stats() ?? NO_WHALES),
          auto_discovery: settings.whaleAutoDiscover,
          min_trade_usd: settings.whaleMinTradeUsd,
          min_win_rate: settings.whaleMinWinRate,
        },
        adaptive: parts.learner.describe(parts.now()),
        data_sources: describeSources(parts.sources()),
      }
    },
    funnel: parts.funnel.result,
    journal: (after) => parts.journal.read(after),
    changes: parts.changes,
    command: parts.command,
  }
}

const NO_WHALES = {
  configured_wallets: 0,
  discovered_whales: 0,
  active_whales: 0,
  total_wallets_tracked: 0,
  trades_observed: 0,
}

/** Longer without a scan than this many intervals, and at least a minute, means that the loop stands still. */
const MISSED_SCANS = 3

const healthOf = (parts: StatsParts): Health => {
  const { total, lastAt } = parts.scans()
  const now = parts.now()
  const reasons: string[] = []
  const halted = parts.halted()
  if (halted !== undefined) reasons.push(`trading is halted: ${halted}`)
  const patience = Math.max(60_000, parts.config.settings.scanIntervalSeconds * 1000 * MISSED_SCANS)
  const since = now - (lastAt ?? parts.startedAt)
  if (since > patience) reasons.push(`no scan for ${Math.round(since / 1000)} s`)
  const { tokensByMode, tokens } = parts.feed.status()
  const fed = tokensByMode.live + tokensByMode['polling-fast'] + tokensByMode['polling-slow']
  if (tokens > 0 && fed === 0 && now - parts.startedAt > 30_000) {
    reasons.push(
      'no market data: sockets and polls fail; scans go on over the last known books, nothing is traded',
    )
  }
  const down = parts.sources().filter((source) => source.status === 'down')
  if (
    down.length > 0 &&
    down.length === parts.sources().filter((each) => each.status !== 'untried').length
  ) {
    reasons.push(
      `all data sources are down: ${down.map((source) => `${source.name} (${source.lastError})`).join(', ')}`,
    )
  }
  return {
    ok: reasons.length === 0,
    reasons,
    mode: parts.venue.mode,
    venue: parts.venue.label,
    simulated: parts.venue.simulated,
    lastScanAt: lastAt,
    totalScans: total,
    uptimeSeconds: Math.round((now - parts.startedAt) / 1000),
  }
}

const feedReport = (feed: Feed): FeedReport => {
  const stats = feed.stats()
  const { p50, p99 } = stats.stalenessSeconds
  return {
    tokens: stats.tokensByMode,
    reconnects: stats.reconnects,
    messages: stats.messages,
    rejected: stats.rejected,
    stalenessP50Ms: Number.isFinite(p50) ? Math.round(p50 * 1000) : null,
    stalenessP99Ms: Number.isFinite(p99) ? Math.round(p99 * 1000) : null,
    gapSeconds: stats.gapSeconds,
  }
}

const statusOf = (parts: StatsParts, closedToday: number): StatusReport => {
  const { brain, venue, config } = parts
  const view = brain.engine.view()
  const { ledger } = view
  const equity = valueEquity(view)
  return {
    version: VERSION,
    mode: venue.mode,
    venue: { name: venue.name, simulated: venue.simulated, label: venue.label },
    startedAt: parts.startedAt,
    now: parts.now(),
    seq: parts.seq(),
    seed: config.settings.seed,
    halted: parts.halted() ?? null,
    equityUsd: formatUsd(equity.total),
    cashUsd: formatUsd(equity.cash),
    realisedUsd: formatUsd(ledger.realised),
    feesUsd: formatUsd(ledger.fees),
    pnlTodayUsd: closedToday.toFixed(2),
    unpricedPositions: equity.unpriced,
    equityHistory: parts.equityHistory(),
    openPositions: [...ledger.positions.values()].filter((each) => heldShares(each) !== 0).length,
    openOrders: view.orders.length,
    markets: brain.engine.subjects(),
    scans: { ...parts.scans(), everySeconds: config.settings.scanIntervalSeconds },
    feed: feedReport(parts.feed),
    risk: brain.policy.status(view),
    sources: describeSources(parts.sources()),
    components: parts.components(),
  }
}

const positionRow = (parts: StatsParts, position: Position): PositionRow => {
  const view = parts.brain.engine.view()
  const market = view.market(position.market)
  const held = heldShares(position)
  const book = view.book(position.token)
  const bid = book === undefined ? undefined : bestBid(book)
  const size = Math.max(0, held) as Size
  const value = bid === undefined ? position.cost : notional(size, bid, 'down')
  const average = averagePrice({ size, notional: position.cost })
  return {
    strategy: parts.counts.basketOwner(position.basket ?? '') ?? position.owner,
    basket: position.basket ?? null,
    market: market?.question ?? position.market,
    outcome: market?.outcomes[market.tokens.indexOf(position.token)] ?? position.token,
    shares: (held < 0 ? '-' : '') + formatSize(Math.abs(held) as Size),
    provisionalShares: formatSize(Math.abs(position.provisional) as Size),
    costUsd: formatUsd(position.cost),
    averagePrice: average ?? null,
    bid: bid === undefined ? null : bid / 10_000,
    valueUsd: formatUsd(value),
    pnlUsd: formatUsd(usd(value - position.cost + position.realised)),
    openedAt: position.openedAt,
    heldMinutes: Math.round((parts.now() - position.openedAt) / 60_000),
  }
}

const strategyRow = (parts: StatsParts, strategy: Brain['strategies'][number]): StrategyRow => {
  const { closed } = parts.brain.engine.view().ledger
  const mine = closed.filter(({ position }) => {
    const owner =
      position.basket === undefined ? position.owner : parts.counts.basketOwner(position.basket)
    return owner === strategy.name
  })
  const wins = mine.filter((each) => each.realised > 0).length
  const multiplier = parts.learner.multiplier(strategy.name)
  const levels = scaleLevels(strategy.thresholds, multiplier)
  const until = benchedUntil(parts, strategy.name)
  return {
    name: strategy.name,
    title: strategy.title,
    priority: strategy.priority,
    ...parts.counts.of(strategy.name),
    benchedUntil: until,
    closedTrades: mine.length,
    winRate: mine.length === 0 ? null : wins / mine.length,
    realisedUsd: mine.reduce((sum, each) => sum + usdToNumber(each.realised), 0).toFixed(2),
    multiplier,
    thresholds: Object.entries(strategy.thresholds).map(([name, threshold]) => ({
      name,
      level: levels[name] ?? threshold.default,
      default: threshold.default,
      floor: threshold.floor,
      unit: threshold.unit,
    })),
  }
}

const benchedUntil = (parts: StatsParts, strategy: string): number | null => {
  const benches = parts.brain.scheduler.status(parts.now())['benches']
  if (typeof benches !== 'object' || benches === null) return null
  const until = (benches as Readonly<Record<string, unknown>>)[strategy]
  return typeof until === 'number' ? until : null
}
