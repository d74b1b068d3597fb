import {
  type Certificate,
  createArbitrageStrategy,
  type RankedCertificate,
  rankCertificates,
} from '@bot/arbitrage'
import {
  type Clock,
  type Event,
  type ExecutionPolicy,
  parseUsd,
  type Refusal,
  type Signal,
  type Stamped,
} from '@bot/core'
import { createEngine, selectUniverse } from '@bot/engine'
import type { Settings } from '../config/settings.js'
import { createFunnel, type Funnel } from '../stats/funnel.js'
import { readOpenMarkets } from '../venue/read-open-markets.js'
import type { Venue } from '../venue/venue.js'
import { classifyEvents, type EventClass } from './classify-events.js'

/** What one look at the venue found. */
export type ScanFindings = Readonly<{
  markets: number
  tradable: number
  books: number
  opportunities: readonly Signal[]
  refusals: readonly Refusal[]
  /** The certificates in the order in which cash should go to them, each with its reason. */
  plan: readonly RankedCertificate[]
  funnel: Funnel
  events: readonly EventClass[]
}>

/** A policy that sends nothing: scanning is not trading. */
const lookOnly: ExecutionPolicy = {
  consider: () => [],
  leave: () => [],
  react: () => [],
  status: () => ({}),
}

/** Reads markets and books once, over REST, and looks for arbitrage among them. Nothing is traded or kept. */
export const scanOnce = async (
  venue: Venue,
  settings: Settings,
  clock: Clock,
  signal: AbortSignal,
): Promise<ScanFindings> => {
  const { markets } = await readOpenMarkets(venue.reads, signal)
  const tokens = selectUniverse(markets, {
    held: new Set(),
    wanted: new Set(),
    maxTokens: settings.maxStreamedTokens,
  })
  const readings = await venue.reads.readBooks(tokens, signal)
  const cash = parseUsd(settings.startingBalance, 'nearest')
  const engine = createEngine({
    strategies: [
      createArbitrageStrategy({
        minEdgeCents: settings.arbMinEdgeCents,
        maxUsd: settings.basketMaxUsd,
      }),
    ],
    policy: lookOnly,
    start: cash,
    seed: settings.seed,
    maxSignalsPerScan: Number.MAX_SAFE_INTEGER,
  })
  const provenance = {
    source: venue.name,
    ageMs: 0,
    state: 'live',
    simulated: venue.simulated,
  } as const
  const at = clock.now()
  let seq = 0
  const show = (event: Event, venueAt = at) => {
    seq += 1
    const stamped: Stamped = { seq, at, venueAt, event }
    return engine.process(stamped)
  }
  for (const value of markets)
    show({ type: 'fact', kind: 'market', key: value.id, value, provenance })
  for (const { token, venueAt, bids, asks } of readings) {
    show({ type: 'book-snapshot', token, epoch: 1, bids, asks }, venueAt)
  }
  const slice = {
    ...({ type: 'scan-slice', scan: 1, from: 0, to: engine.subjects(), last: true } as const),
  }
  const tick = show(slice)
  const opportunities = tick.decisions.filter((each) => each.kind === 'signal')
  const funnel = createFunnel()
  funnel.add({ seq, at, event: slice }, tick)
  const certificates = opportunities.flatMap(({ basket }) =>
    basket === undefined ? [] : [basket.proof as Certificate],
  )
  return {
    markets: markets.length,
    tradable: markets.filter((market) => market.tradable).length,
    books: readings.length,
    opportunities,
    refusals: tick.decisions.filter((each) => each.kind === 'refusal'),
    plan: rankCertificates(certificates, { now: at, cash }),
    funnel: funnel.result(),
    events: classifyEvents(markets),
  }
}
