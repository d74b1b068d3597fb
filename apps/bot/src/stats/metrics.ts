import { Counter, Gauge, Registry } from 'prom-client'
import type { StatsSource, StatusReport } from './stats-source.js'

type Labels = Readonly<Record<string, string>>
type Sample = Readonly<{ value: number | null; labels?: Labels }>
type Add = (name: string, help: string, samples: readonly Sample[]) => void

/**
 * Writes what the source knows in the format of Prometheus.
 *
 * The registry is made anew each time: nothing is counted twice, and a label that is gone is gone.
 */
export const renderMetrics = async (
  source: StatsSource,
): Promise<Readonly<{ contentType: string; text: string }>> => {
  const registry = new Registry()
  const status = source.status()
  const gauge: Add = (name, help, samples) => {
    const known = samples.filter(isKnown)
    if (known.length === 0) return
    const metric = new Gauge({ name, help, labelNames: namesOf(known), registers: [registry] })
    for (const { value, labels } of known) metric.set(labels ?? {}, value)
  }
  const counter: Add = (name, help, samples) => {
    const known = samples.filter(isKnown)
    if (known.length === 0) return
    const metric = new Counter({ name, help, labelNames: namesOf(known), registers: [registry] })
    for (const { value, labels } of known) metric.inc(labels ?? {}, Math.max(0, value))
  }
  addAccount(gauge, status)
  addHealth(gauge, source, status)
  addScans(gauge, counter, status)
  addFeed(gauge, counter, status)
  addFunnel(counter, source)
  addSources(gauge, counter, status)
  addLearning(gauge, counter, source)
  return { contentType: registry.contentType, text: await registry.metrics() }
}

/** What is not known is left out: 0 would be a claim. */
const isKnown = (sample: Sample): sample is Sample & Readonly<{ value: number }> =>
  sample.value !== null && Number.isFinite(sample.value)

const namesOf = (samples: readonly Sample[]): string[] => Object.keys(samples[0]?.labels ?? {})

const each = (values: Readonly<Record<string, number>>, label: string): readonly Sample[] =>
  Object.entries(values).map(([name, value]) => ({ value, labels: { [label]: name } }))

const one = (value: number | null): readonly Sample[] => [{ value }]

const addAccount = (gauge: Add, status: StatusReport): void => {
  const dollars = (text: string): readonly Sample[] => one(Number(text))
  gauge(
    'bot_equity_usd',
    'Cash plus positions at their best bids, dollars.',
    dollars(status.equityUsd),
  )
  gauge('bot_cash_usd', 'Cash, dollars.', dollars(status.cashUsd))
  gauge(
    'bot_pnl_today_usd',
    'Profit or loss of the UTC day so far, dollars.',
    dollars(status.pnlTodayUsd),
  )
  gauge(
    'bot_realised_pnl_usd',
    'Profit or loss of closed positions since the start of the account, dollars.',
    dollars(status.realisedUsd),
  )
  gauge(
    'bot_fees_usd',
    'Fees paid since the start of the account, dollars.',
    dollars(status.feesUsd),
  )
  gauge('bot_positions_open', 'Open positions; a basket counts as one.', one(status.openPositions))
  gauge(
    'bot_positions_unpriced',
    'Open positions without a live bid, counted at their cost.',
    one(status.unpricedPositions.length),
  )
  gauge('bot_orders_open', 'Orders that rest at the venue.', one(status.openOrders))
}

const addHealth = (gauge: Add, source: StatsSource, status: StatusReport): void => {
  const health = source.health()
  const { mode, venue } = status
  gauge('bot_info', 'Always 1; version, mode and venue are in the labels.', [
    {
      value: 1,
      labels: {
        version: status.version,
        mode,
        venue: venue.name,
        simulated: String(venue.simulated),
      },
    },
  ])
  gauge(
    'bot_healthy',
    '1 while the bot scans, 0 when /health says why not.',
    one(health.ok ? 1 : 0),
  )
  gauge('bot_halted', '1 when trading has halted.', one(status.halted === null ? 0 : 1))
  gauge('bot_uptime_seconds', 'Seconds since the start.', one(health.uptimeSeconds))
  gauge(
    'bot_component_running',
    '1 for each component that runs, 0 for one that failed or is off.',
    status.components.map(({ name, state }) => ({
      value: state === 'running' ? 1 : 0,
      labels: { component: name, state },
    })),
  )
}

const addScans = (gauge: Add, counter: Add, { scans, markets, seq, now }: StatusReport): void => {
  counter('bot_scans_total', 'Scans of all markets that ended.', one(scans.total))
  const seconds = scans.lastMillis === null ? null : scans.lastMillis / 1000
  gauge('bot_scan_seconds', 'How long the last scan took.', one(seconds))
  const age = scans.lastAt === null ? null : (now - scans.lastAt) / 1000
  gauge('bot_scan_age_seconds', 'Seconds since the last scan.', one(age))
  gauge('bot_markets', 'Markets that a scan covers.', one(markets))
  gauge('bot_journal_seq', 'Sequence number of the newest event.', one(seq))
}

const addFeed = (gauge: Add, counter: Add, { feed }: StatusReport): void => {
  gauge(
    'bot_feed_tokens',
    'Tokens by the way their books reach the bot.',
    each(feed.tokens, 'mode'),
  )
  counter('bot_feed_messages_total', 'Messages that the sockets brought.', one(feed.messages))
  counter(
    'bot_feed_reconnects_total',
    'Connections that had to be made again.',
    one(feed.reconnects),
  )
  counter(
    'bot_feed_rejected_total',
    'Frames with a part that was refused, by reason.',
    each(feed.rejected, 'reason'),
  )
  counter(
    'bot_feed_gap_seconds_total',
    'Seconds, summed over tokens, without proof that a book was current.',
    one(feed.gapSeconds),
  )
  gauge('bot_feed_staleness_seconds', 'Age of the books, as quantiles over tokens.', [
    ...quantile('0.5', feed.stalenessP50Ms),
    ...quantile('0.99', feed.stalenessP99Ms),
  ])
}

const quantile = (name: string, millis: number | null): readonly Sample[] =>
  millis === null ? [] : [{ value: millis / 1000, labels: { quantile: name } }]

const addFunnel = (counter: Add, source: StatsSource): void => {
  const { steps, refusals, arbitrage } = source.funnel()
  counter(
    'bot_funnel_total',
    'Opportunities and signals that reached a step, from detected to settled.',
    each(steps, 'step'),
  )
  counter(
    'bot_refusals_total',
    'What was not traded, by the step it failed to reach, the reason, and who refused.',
    refusals.map(({ step, reason, by, count }) => ({ value: count, labels: { step, reason, by } })),
  )
  counter(
    'bot_arbitrage_funnel_total',
    'Arbitrage that passed a gate: looks at naive opportunities up to executable-path, baskets from risk on.',
    each(arbitrage.steps, 'step'),
  )
  counter(
    'bot_arbitrage_refusals_total',
    'Arbitrage that was not traded, by the gate it failed at and the reason.',
    arbitrage.refusals.map(({ step, reason, count }) => ({
      value: count,
      labels: { step, reason },
    })),
  )
  counter('bot_orders_total', 'Orders that were sent.', one(steps.sent))
  counter('bot_fills_total', 'Fills that the venue matched.', one(steps.matched))
}

const addSources = (gauge: Add, counter: Add, { sources }: StatusReport): void => {
  const rows = Object.entries(sources)
  gauge(
    'bot_source_success_ratio',
    'Part of the recent requests to a source that succeeded, 0 to 1.',
    rows.map(([source, { success_rate }]) => ({ value: success_rate, labels: { source } })),
  )
  counter(
    'bot_source_requests_total',
    'Requests to a source.',
    rows.map(([source, { total_requests }]) => ({ value: total_requests, labels: { source } })),
  )
}

const addLearning = (gauge: Add, counter: Add, source: StatsSource): void => {
  const { adaptive, whale_tracker: whales } = source.dynamicStats()
  gauge(
    'bot_emergency_multiplier',
    'Factor of all thresholds; below 1 in emergency mode.',
    one(adaptive.emergency_multiplier),
  )
  counter(
    'bot_adjustments_total',
    'Changes that adaptation made to thresholds.',
    one(adaptive.total_adjustments),
  )
  gauge('bot_whales_active', 'Wallets that are followed now.', one(whales.active_whales))
  gauge('bot_wallets', 'Wallets whose trades are profiled.', one(whales.total_wallets_tracked))
  const strategies = source.strategies()
  gauge(
    'bot_strategy_multiplier',
    'Factor of the thresholds of a strategy.',
    strategies.map(({ name, multiplier }) => ({ value: multiplier, labels: { strategy: name } })),
  )
  counter(
    'bot_strategy_signals_total',
    'Signals of a strategy.',
    strategies.map(({ name, signals }) => ({ value: signals, labels: { strategy: name } })),
  )
}
