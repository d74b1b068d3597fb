import type { AdaptiveStats } from '@bot/adaptive'
import type { Stamped } from '@bot/core'
import type { SourceStats } from '@bot/data-aggregator'
import type { OpportunityRow, RefusalRow, SignalRow, TradeRow } from './activity.js'
import type { Funnel } from './funnel.js'

/** Whether the bot does its work, and if not why. */
export type Health = Readonly<{
  ok: boolean
  reasons: readonly string[]
  mode: 'paper' | 'live'
  venue: string
  simulated: boolean
  lastScanAt: number | null
  totalScans: number
  uptimeSeconds: number
}>

/** How many tokens are fed in which way. */
export type FeedReport = Readonly<{
  tokens: Readonly<Record<'live' | 'stale' | 'polling-fast' | 'polling-slow' | 'down', number>>
  reconnects: number
  messages: number
  rejected: Readonly<Record<string, number>>
  stalenessP50Ms: number | null
  stalenessP99Ms: number | null
  gapSeconds: number
}>

/** The first page: everything at a glance. Dollars are decimal text unless they feed a chart. */
export type StatusReport = Readonly<{
  version: string
  mode: 'paper' | 'live'
  venue: Readonly<{ name: string; simulated: boolean; label: string }>
  startedAt: number
  now: number
  seq: number
  seed: number
  halted: string | null
  equityUsd: string
  cashUsd: string
  realisedUsd: string
  feesUsd: string
  pnlTodayUsd: string
  unpricedPositions: readonly string[]
  equityHistory: readonly Readonly<{ at: number; usd: number }>[]
  openPositions: number
  openOrders: number
  markets: number
  scans: Readonly<{
    total: number
    lastAt: number | null
    everySeconds: number
    lastMillis: number | null
  }>
  feed: FeedReport
  risk: Readonly<Record<string, unknown>>
  sources: Readonly<Record<string, SourceStats>>
  components: readonly Readonly<{
    name: string
    state: 'running' | 'failed' | 'off'
    detail: string
  }>[]
}>

/** One open position as people read it. */
export type PositionRow = Readonly<{
  strategy: string
  basket: string | null
  market: string
  outcome: string
  shares: string
  provisionalShares: string
  costUsd: string
  averagePrice: number | null
  bid: number | null
  valueUsd: string
  pnlUsd: string
  openedAt: number
  heldMinutes: number
}>

/** One strategy as people read it. */
export type StrategyRow = Readonly<{
  name: string
  title: string
  priority: string
  signals: number
  taken: number
  failures: number
  benchedUntil: number | null
  closedTrades: number
  winRate: number | null
  realisedUsd: string
  multiplier: number
  thresholds: readonly Readonly<{
    name: string
    level: number
    default: number
    floor: number
    unit: string
  }>[]
}>

/** Held shares that an action turns into dollars now, and why. */
export type ReleaseRow = Readonly<{
  action: 'split' | 'merge' | 'convert' | 'redeem' | 'sell'
  markets: readonly string[]
  paysUsd: string
  reason: string
  because: string
}>

/** The stats whose names users of the first system read. */
export type DynamicStats = Readonly<{
  cascade: Readonly<{
    total_scans: number
    signals_found: number
    retries_needed: number
    threshold_reductions: number
    avg_signals_per_scan: number
    strategy_success: Readonly<Record<string, number>>
    cascade_enabled: boolean
  }>
  arbitrage: Readonly<{
    opportunities_found_today: number
    last_scan_time: string | null
    min_edge_cents: number
    scan_resolved: boolean
    /** What held shares are dollars now, by an action, the most first; nothing here is done by being shown. */
    releases: readonly ReleaseRow[]
  }>
  whale_tracker: Readonly<{
    configured_wallets: number
    discovered_whales: number
    active_whales: number
    total_wallets_tracked: number
    trades_observed: number
    auto_discovery: boolean
    min_trade_usd: number
    min_win_rate: number
  }>
  adaptive: AdaptiveStats
  data_sources: Readonly<Record<string, SourceStats>>
}>

/** A wallet as people read it. */
export type WhaleRow = Readonly<{
  wallet: string
  status: string
  reason: string
  trades: number
  resolved: number
  winRate: number | null
  volumeUsd: string
  realisedUsd: string
  /** What it is other than someone with an opinion. */
  labels: readonly string[]
  /** The evidence of its skill, in dollars a share after fees with a 95 % interval; null before it is assessed. */
  skill: Readonly<{
    edge: number
    low: number
    high: number
    chance: number
    q: number
    bets: number
    events: number
  }> | null
  /** What copying it on paper left, with the reverse beside it; null without a trial. */
  copy: Readonly<{
    edge: number
    low: number
    high: number
    reverse: number
    trades: number
    copyable: boolean
  }> | null
}>

/** Everything that the stats server shows; read at each request, so it is never older than the loop. */
export type StatsSource = Readonly<{
  health: () => Health
  status: () => StatusReport
  positions: () => readonly PositionRow[]
  trades: () => readonly TradeRow[]
  strategies: () => readonly StrategyRow[]
  signals: () => readonly SignalRow[]
  opportunities: () => readonly OpportunityRow[]
  refusals: () => readonly RefusalRow[]
  whales: () => readonly WhaleRow[]
  dynamicStats: () => DynamicStats
  funnel: () => Funnel
  /** Journal entries with `seq` above `after`, in order. */
  journal: (after: number) => AsyncIterable<Stamped>
  /** Calls the listener when something changed that a page shows; the returned function stops it. */
  changes: (
    listener: (topic: 'status' | 'trades' | 'positions' | 'signals' | 'whales') => void,
  ) => () => void
  /**
   * A person's command from the page; only with the token or from the loopback. `rollback` undoes the change of a
   * threshold whose id is the argument.
   */
  command: (
    command: 'pause' | 'resume' | 'cancel-all' | 'kill' | 'rollback',
    argument?: string,
  ) => void
}>
