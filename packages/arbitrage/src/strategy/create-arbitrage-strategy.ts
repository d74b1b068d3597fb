import {
  BotError,
  defineStrategy,
  type Levels,
  type MarketFacts,
  type Refusal,
  type Signal,
  type Size,
  type Strategy,
  type Subject,
  type TokenId,
  USD_ONE,
  type Usd,
  type View,
  type Want,
} from '@bot/core'
import type { Certificate } from '../certificate/certificate.js'
import { certify } from '../certificate/certify.js'
import type { CertifyOptions, ConfirmedComplement } from '../certificate/certify-options.js'
import { type Uncertified, uncertified } from '../certificate/uncertified.js'
import { findOpportunities } from '../detect/find-opportunities.js'
import { certifyAllRelations } from '../relations/certify-all-relations.js'
import type { Relation } from '../relations/relation.js'
import { certifyResolved } from '../resolved/certify-resolved.js'
import type { GroupIsWhole } from '../sets/classify-set.js'
import { basketCap } from './basket-cap.js'
import { createPatience, type Patience } from './create-patience.js'
import { toSignal } from './to-signal.js'
import { createRelationWatch, type RelatedPrices, type RelationWatch } from './watch-relations.js'
import { type SeenWinner, watchResolutions } from './watch-resolutions.js'

const NAME = 'arbitrage'
const MICROS_A_CENT = 10_000
const HUNDREDTH_OF_A_SHARE = 10_000 as Size
type Found = Signal | Want | Refusal
const NOTHING: readonly Found[] = Object.freeze([])

/**
 * Settings of the strategy, each with its default.
 *
 * Cents are net of fees and depth, for one complete set. `maxUsd` is dollars that may be out at one time.
 */
export type ArbitrageOptions = Readonly<{
  /** The least edge that is looked for: 1.5 cents. */
  minEdgeCents?: number
  /** The loosest that any loosening may set: 0.1 cents, or `minEdgeCents` when that is less. Above 0. */
  floorEdgeCents?: number
  /** Dollars out at one time a basket: 100. Never more than the free cash. */
  maxUsd?: number
  /** Dollars that may be held in one event: as much as `maxUsd`. A basket is made for what is left of it. */
  maxEventUsd?: number
  /** How far apart in time the books of different markets may be: 2,000 ms. */
  maxSkewMs?: number
  /** How long ago a book may have been proven current: 10,000 ms. */
  maxBookAgeMs?: number
  /** How long a signal lives: 2,000 ms. */
  lifeMs?: number
  /** For how long an opportunity must have been certified without a break before it becomes a signal: 0 ms. */
  settleMs?: number
  /** Sizes are multiples of it, in millionths of a share: 10,000 (0.01 share). */
  lot?: Size
  /** The least a taker's buy must be worth: 1 dollar. */
  minimumOrderUsd?: Usd
  /** Whether winners of resolving markets are looked for; only payouts that are on chain are bought: true. */
  scanResolved?: boolean
  /** Relations that a person confirmed, as `parseRelationFile` reads them: none. */
  relations?: readonly Relation[]
  confirmedComplement?: ConfirmedComplement
  groupIsWhole?: GroupIsWhole
}>

/** Faults of single books, such as another message of the same burst heals: an opportunity outlives them. */
const PASSING: ReadonlySet<string> = new Set([
  'sides-disagree',
  'different-instant',
  'books-too-far-apart',
  'stale-book',
  'one-sided-book',
  'crossed-book',
])

type Settings = Required<
  Omit<ArbitrageOptions, 'confirmedComplement' | 'groupIsWhole' | 'relations'>
> &
  Pick<ArbitrageOptions, 'confirmedComplement' | 'groupIsWhole'>

/**
 * Makes the arbitrage strategy: critical, over events, on every book change and scan.
 *
 * Each naive opportunity becomes a signal with a basket whose proof is its certificate, or a refusal with its
 * reason; books that are too old for a proof become wants.
 *
 * @throws BotError `invalid-argument` for a setting that is not above 0.
 */
export const createArbitrageStrategy = (options: ArbitrageOptions = {}): Strategy => {
  const settings = readSettings(options)
  const patience = createPatience(settings.settleMs)
  const related = createRelationWatch(options.relations)
  return defineStrategy({
    spec: 1,
    name: NAME,
    title: 'Arbitrage',
    priority: 'critical',
    thresholds: {
      edgeCents: {
        default: settings.minEdgeCents,
        floor: settings.floorEdgeCents,
        unit: 'cents a set after fees',
        stricter: 'higher',
      },
    },
    interest: {
      subject: 'event',
      triggers: settings.scanResolved ? ['book', 'scan', 'resolution'] : ['book', 'scan'],
      wants: (market) => market.tradable && market.tokens.length === 2,
    },
    evaluate: (subject, view, levels) =>
      evaluate(subject, { markets: subject.markets, view, levels, settings, patience, related }),
  })
}

/** What one evaluation works with. */
type Moment = Readonly<{
  markets: readonly MarketFacts[]
  view: View
  levels: Levels
  settings: Settings
  patience: Patience
  related: RelationWatch
}>

/** What a naive opportunity is named by. */
type Seen = Readonly<{ kind: Certificate['kind']; subject: string; topSum: number }>

const evaluate = (subject: Subject, moment: Moment): readonly Found[] => {
  const { view, related, patience } = moment
  const opportunities = findOpportunities(subject.markets, view.book)
  const relations = related(subject.markets, view.book, view.market)
  const resolving = moment.settings.scanResolved
    ? watchResolutions(subject.markets, view)
    : undefined
  if (opportunities.length === 0 && relations === undefined && resolving === undefined) {
    patience.forget(subject.key)
    return NOTHING
  }
  const found = opportunities.flatMap((opportunity) =>
    judge(
      subject.key,
      opportunity,
      certifyAtBest(moment, (options) => certify(opportunity, options)),
      moment,
    ),
  )
  if (resolving !== undefined) {
    found.push(...resolving.winners.flatMap((each) => judgeWinner(subject.key, each, moment)))
    found.push(...resolving.wants)
  }
  return relations === undefined ? found : [...found, ...judgeRelations(subject, relations, moment)]
}

/** A winner that is refused says how likely, how soon and at which yield it would have paid. */
const judgeWinner = (
  subject: string,
  { market, reading, ask, outlook }: SeenWinner,
  moment: Moment,
): readonly Found[] => {
  const seen = { kind: 'resolved', subject: market.id, topSum: ask } as const
  const proven =
    'refused' in reading
      ? reading
      : certifyAtBest(moment, (options) => certifyResolved(market, reading, options))
  if (!('refused' in proven)) return judge(subject, seen, proven, moment)
  const said = 'refused' in reading ? {} : { evidence: reading.evidence }
  const context = { ...proven.context, ...outlook, ...said }
  return judge(subject, seen, { ...proven, context }, moment)
}

/** Its markets may be of several events: the basket must fit all of them. */
const judgeRelations = (
  { key }: Subject,
  { relations, markets, topSum }: RelatedPrices,
  subject: Moment,
): readonly Found[] => {
  const moment = { ...subject, markets }
  const seen = { kind: 'relation', subject: relations[0]?.id ?? key, topSum } as const
  const proven = certifyAtBest(moment, (options) => {
    const answers = certifyAllRelations(relations, markets, options)
    return (
      answers.find((each) => !('refused' in each)) ??
      answers[0] ??
      uncertified('edge-below-threshold')
    )
  })
  return judge(key, seen, proven, moment)
}

/** Turns what is proven of an opportunity into a signal, and everything else into a refusal that says why. */
const judge = (
  subject: string,
  seen: Seen,
  proven: Certificate | Uncertified,
  moment: Moment,
): readonly Found[] => {
  const { view, settings, patience } = moment
  const name = `${seen.kind} ${seen.subject}`
  if (!('refused' in proven)) {
    const held = proven.legs.find(({ token }) => isEngaged(token, view))
    if (held !== undefined) return [refuse(seen, 'already-engaged', { token: held.token })]
    // What is final and stands in one book is no half of a burst.
    const isPassing = seen.kind !== 'resolved' && !patience.isOver(subject, name, view.now)
    if (isPassing) return [refuse(seen, 'not-settled-yet', {})]
    const maxUsd = basketCap(moment.view, moment.markets, moment.settings)
    return [toSignal(NAME, proven, { lifeMs: settings.lifeMs, maxUsd, fee: view.fee })]
  }
  if (!PASSING.has(proven.refused)) patience.forget(subject, name)
  const wants = proven.refresh.map((key): Want => ({ kind: 'want', want: 'book', key }))
  return [refuse(seen, proven.refused, proven.context), ...wants]
}

/** At the default edge, so that only levels that earn it are taken; when there is none, at the level asked for. */
const certifyAtBest = (
  moment: Moment,
  prove: (options: CertifyOptions) => Certificate | Uncertified,
): Certificate | Uncertified => {
  const { view, levels, settings } = moment
  const cap = basketCap(moment.view, moment.markets, moment.settings)
  if (cap <= 0) return uncertified('above-cap', { freeCash: view.freeCash, cap })
  const first = prove(certifyOptions(moment, cap, settings.minEdgeCents))
  const lowest = Math.max(settings.floorEdgeCents, levels['edgeCents'] ?? settings.floorEdgeCents)
  if (!('refused' in first) || first.refused !== 'edge-below-threshold') return first
  return lowest < settings.minEdgeCents ? prove(certifyOptions(moment, cap, lowest)) : first
}

const certifyOptions = (
  { view, settings }: Moment,
  maxUsd: Usd,
  edgeCents: number,
): CertifyOptions => ({
  ...settings,
  now: view.now,
  bookOf: view.book,
  targetEdge: Math.ceil(edgeCents * MICROS_A_CENT) as Usd,
  maxUsd,
})

/**
 * One basket at a time in a token: what is still on its way there would be counted twice. Confirmed shares that wait
 * for their resolution are nobody's depth any more.
 */
const isEngaged = (token: TokenId, view: View): boolean =>
  view.orders.some(({ intent }) => intent.token === token) ||
  view
    .positionsOf(token)
    .some(({ basket, provisional }) => basket !== undefined && provisional !== 0)

const refuse = (
  { kind, subject, topSum }: Seen,
  refused: string,
  context: Refusal['context'],
): Refusal => ({
  kind: 'refusal',
  refused,
  step: 'certified',
  by: NAME,
  subject,
  context: { kind, topSum, ...context },
})

const readSettings = (options: ArbitrageOptions): Settings => {
  const minEdgeCents = options.minEdgeCents ?? 1.5
  const maxUsd = options.maxUsd ?? 100
  const settings = {
    minEdgeCents,
    floorEdgeCents: Math.min(options.floorEdgeCents ?? 0.1, minEdgeCents),
    maxUsd,
    maxEventUsd: options.maxEventUsd ?? maxUsd,
    maxSkewMs: options.maxSkewMs ?? 2_000,
    maxBookAgeMs: options.maxBookAgeMs ?? 10_000,
    lifeMs: options.lifeMs ?? 2_000,
    settleMs: options.settleMs ?? 0,
    lot: options.lot ?? HUNDREDTH_OF_A_SHARE,
    minimumOrderUsd: options.minimumOrderUsd ?? USD_ONE,
  }
  for (const [name, value] of Object.entries(settings)) {
    if (!(value > 0) && !(name === 'settleMs' && value === 0)) {
      throw new BotError('invalid-argument', `Expected ${name} above 0, was ${value}`, { name })
    }
  }
  const { scanResolved = true, confirmedComplement, groupIsWhole } = options
  return {
    ...settings,
    scanResolved,
    ...(confirmedComplement === undefined ? {} : { confirmedComplement }),
    ...(groupIsWhole === undefined ? {} : { groupIsWhole }),
  }
}
