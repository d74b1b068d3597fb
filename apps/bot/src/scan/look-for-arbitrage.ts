import {
  type Certificate,
  createArbitrageStrategy,
  type RankedCertificate,
  type Relation,
  rankCertificates,
} from '@bot/arbitrage'
import {
  type BookReading,
  type Event,
  type ExecutionPolicy,
  type MarketFacts,
  type Provenance,
  parseUsd,
  type Refusal,
  type ResolutionFact,
  type Signal,
  type Size,
  type Stamped,
  type TimeMs,
  USD_ONE,
  type Usd,
  type View,
} from '@bot/core'
import { createEngine } from '@bot/engine'
import type { ResolutionsRead } from '@bot/polymarket'
import type { Settings } from '../config/settings.js'
import { createFunnel, type Funnel } from '../stats/funnel.js'
import { classifyEvents, type EventClass } from './classify-events.js'
import { listWinners, type ResolvingMarket } from './list-winners.js'
import { type RelationFindings, scanRelations } from './scan-relations.js'

/** What one look at markets and their books found. */
export type ScanFindings = Readonly<{
  markets: number
  tradable: number
  books: number
  opportunities: readonly Signal[]
  refusals: readonly Refusal[]
  /** Winners of resolving markets below a dollar: certified or refused, and why. */
  resolving: readonly ResolvingMarket[]
  /** Witnesses of resolutions that did not answer, with the reason. */
  unanswered: readonly string[]
  relations: RelationFindings
  /** The certificates in the order in which cash should go to them, each with its reason. */
  plan: readonly RankedCertificate[]
  funnel: Funnel
  events: readonly EventClass[]
}>

/** What is looked at: markets, their books as they were read, and relations that a person confirmed. */
export type Sight = Readonly<{
  markets: readonly MarketFacts[]
  readings: readonly BookReading[]
  /** What witnesses say of resolutions; without it what the listing says. */
  resolutions?: ResolutionsRead
  confirmed: readonly Relation[]
  at: TimeMs
  provenance: Provenance
}>

/** A policy that sends nothing: scanning is not trading. */
const lookOnly: ExecutionPolicy = {
  consider: () => [],
  leave: () => [],
  react: () => [],
  status: () => ({}),
}

/** Looks for arbitrage of every kind among markets at one moment. Pure: nothing is read, traded or kept. */
export const lookForArbitrage = (sight: Sight, settings: Settings): ScanFindings => {
  const { markets, readings, confirmed, at, provenance } = sight
  const cash = parseUsd(settings.startingBalance, 'nearest')
  const engine = createEngine({
    strategies: [
      createArbitrageStrategy({
        minEdgeCents: settings.arbMinEdgeCents,
        maxUsd: settings.basketMaxUsd,
        scanResolved: settings.arbScanResolved,
        relations: confirmed,
      }),
    ],
    policy: lookOnly,
    start: cash,
    seed: settings.seed,
    maxSignalsPerScan: Number.MAX_SAFE_INTEGER,
  })
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
  for (const value of sight.resolutions?.facts ?? listedResolutions(markets, at)) {
    show({ type: 'fact', kind: 'resolution', key: value.market, value, provenance })
  }
  const slice = {
    ...({ type: 'scan-slice', scan: 1, from: 0, to: engine.subjects(), last: true } as const),
  }
  const tick = show(slice)
  const opportunities = withoutRepeats(tick.decisions.filter((each) => each.kind === 'signal'))
  const refusals = tick.decisions.filter((each) => each.kind === 'refusal')
  const funnel = createFunnel()
  funnel.add({ seq, at, event: slice }, tick)
  const relations = relationsAt(engine.view(), sight, settings, cash)
  const certificates = [...certificatesOf(opportunities), ...relations.certificates]
  return {
    markets: markets.length,
    tradable: markets.filter((market) => market.tradable).length,
    books: readings.length,
    opportunities,
    refusals,
    resolving: listWinners(markets, { opportunities, refusals }),
    unanswered: sight.resolutions?.problems ?? [],
    relations,
    plan: rankCertificates(withoutTwins(certificates), { now: at, cash }),
    funnel: funnel.result(),
    events: classifyEvents(markets),
  }
}

/** A relation over several events is looked at with each of them, and proposes one basket each time. */
const withoutRepeats = (signals: readonly Signal[]): readonly Signal[] => [
  ...new Map(signals.map((signal) => [signal.basket?.id ?? signal, signal])).values(),
]

/** What a listing alone says: that an outcome was proposed or disputed, never which. */
const listedResolutions = (
  markets: readonly MarketFacts[],
  at: TimeMs,
): readonly ResolutionFact[] =>
  markets
    .filter(({ resolution }) => resolution.state === 'proposed' || resolution.state === 'disputed')
    .map(({ id, resolution, tradable }) => ({
      market: id,
      witnesses: [{ by: 'listing', state: resolution.state, at, acceptsOrders: tradable }],
    }))

const relationsAt = (
  view: View,
  { markets, confirmed, at }: Sight,
  settings: Settings,
  cash: Usd,
): RelationFindings =>
  scanRelations(markets, confirmed, {
    now: at,
    bookOf: view.book,
    targetEdge: Math.ceil(settings.arbMinEdgeCents * 10_000) as Usd,
    maxUsd: Math.min(Math.floor(settings.basketMaxUsd * USD_ONE), cash) as Usd,
    maxSkewMs: 2_000,
    maxBookAgeMs: 10_000,
    lot: 10_000 as Size,
    minimumOrderUsd: USD_ONE,
  })

const certificatesOf = (signals: readonly Signal[]): readonly Certificate[] =>
  signals.flatMap(({ basket }) => (basket === undefined ? [] : [basket.proof as Certificate]))

/** The strategy sees ladders itself: what both found is planned once. */
const withoutTwins = (certificates: readonly Certificate[]): readonly Certificate[] => [
  ...new Map(
    [...certificates].reverse().map((each) => [`${each.kind} ${each.subject}`, each]),
  ).values(),
]
