/** What the page reads of the stats server: `/api/status` and its siblings. More fields do no harm. */

export type FeedMode = 'live' | 'stale' | 'polling-fast' | 'polling-slow' | 'down'

export type StatusData = Readonly<{
  version: string
  mode: 'paper' | 'live'
  venue: Readonly<{ name: string; simulated: boolean; label: string }>
  startedAt: number
  now: number
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
  feed: FeedData
  /** The execution policy's own report: `blocked`, counters, and `limits` in millionths of a dollar. */
  risk: Readonly<Record<string, unknown>>
  sources: Readonly<Record<string, SourceData>>
  components: readonly Readonly<{
    name: string
    state: 'running' | 'failed' | 'off'
    detail: string
  }>[]
}>

export type FeedData = Readonly<{
  tokens: Readonly<Record<FeedMode, number>>
  reconnects: number
  messages: number
  rejected: Readonly<Record<string, number>>
  stalenessP50Ms: number | null
  stalenessP99Ms: number | null
  gapSeconds: number
}>

export type SourceData = Readonly<{
  success_rate: number
  total_requests: number
  last_try: string | null
  status: string
}>

export type HealthData = Readonly<{ ok: boolean; reasons: readonly string[] }>

export type PositionData = Readonly<{
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
}>

export type TradeData = Readonly<{
  at: number
  strategy: string
  market: string
  outcome: string
  side: string
  shares: string
  price: number | null
  notionalUsd: string
  feeUsd: string
  status: string
  id: string
}>

export type SignalData = Readonly<{
  at: number
  strategy: string
  market: string
  outcome: string
  side: string
  limit: number
  confidence: number
  edgePerShare: number
  because: string
  basket: boolean
  became: string
}>

export type OpportunityData = Readonly<{
  at: number
  event: string
  kind: string
  because: string
  edgeCents: number
  maxCostUsd: string
  worstCaseUsd: string
  legs: number
  became: string
}>

export type WhaleData = Readonly<{
  wallet: string
  status: string
  reason: string
  trades: number
  resolved: number
  winRate: number | null
  volumeUsd: string
  realisedUsd: string
}>

export type StrategyData = Readonly<{
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

export type FunnelData = Readonly<{
  steps: Readonly<Record<string, number>>
  refusals: readonly Readonly<{ step: string; reason: string; by: string; count: number }>[]
}>

export type DynamicStatsData = Readonly<{
  cascade: Readonly<{
    total_scans: number
    signals_found: number
    retries_needed: number
    threshold_reductions: number
    avg_signals_per_scan: number
    cascade_enabled: boolean
  }>
  arbitrage: Readonly<{ opportunities_found_today: number; min_edge_cents: number }>
  whale_tracker: Readonly<{
    active_whales: number
    total_wallets_tracked: number
    trades_observed: number
    min_trade_usd: number
  }>
  adaptive: Readonly<{
    emergency_mode: boolean
    emergency_multiplier: number
    hours_since_trade: number
    total_adjustments: number
    recent_adjustments: readonly Readonly<{
      at: number
      strategy: string
      from: number
      to: number
      because: string
      rolledBack?: boolean
    }>[]
  }>
}>

/** Everything the page shows, by the last part of its path. What has not come yet is missing. */
export type PageData = Readonly<{
  health?: HealthData
  status?: StatusData
  positions?: readonly PositionData[]
  trades?: readonly TradeData[]
  signals?: readonly SignalData[]
  opportunities?: readonly OpportunityData[]
  whales?: readonly WhaleData[]
  strategies?: readonly StrategyData[]
  funnel?: FunnelData
  dynamic_stats?: DynamicStatsData
}>
