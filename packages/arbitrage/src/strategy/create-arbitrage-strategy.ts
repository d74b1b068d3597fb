import {
  BotError,
  defineStrategy,
  type Levels,
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
import type { Opportunity } from '../detect/opportunity.js'
import type { GroupIsWhole } from '../sets/classify-set.js'
import { createPatience, type Patience } from './create-patience.js'
import { toSignal } from './to-signal.js'

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

type Settings = Required<Omit<ArbitrageOptions, 'confirmedComplement' | 'groupIsWhole'>> &
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
      triggers: ['book', 'scan'],
      wants: (market) => market.tradable && market.tokens.length === 2,
    },
    evaluate: (subject, view, levels) => evaluate(subject, { view, levels, settings, patience }),
  })
}

/** What one evaluation works with. */
type Moment = Readonly<{ view: View; levels: Levels; settings: Settings; patience: Patience }>

const evaluate = (subject: Subject, moment: Moment): readonly Found[] => {
  const opportunities = findOpportunities(subject.markets, moment.view.book)
  if (opportunities.length === 0) {
    moment.patience.forget(subject.key)
    return NOTHING
  }
  return opportunities.flatMap((opportunity) => prove(subject.key, opportunity, moment))
}

const prove = (subject: string, opportunity: Opportunity, moment: Moment): readonly Found[] => {
  const { view, settings, patience } = moment
  const name = `${opportunity.kind} ${opportunity.subject}`
  const proven = certifyAtBest(opportunity, moment)
  if (!('refused' in proven)) {
    const held = proven.legs.find(({ token }) => isEngaged(token, view))
    if (held !== undefined) return [refuse(opportunity, 'already-engaged', { token: held.token })]
    if (!patience.isOver(subject, name, view.now))
      return [refuse(opportunity, 'not-settled-yet', {})]
    const maxUsd = capOf(view, settings)
    return [toSignal(NAME, proven, { lifeMs: settings.lifeMs, maxUsd, fee: view.fee })]
  }
  if (!PASSING.has(proven.refused)) patience.forget(subject, name)
  const wants = proven.refresh.map((key): Want => ({ kind: 'want', want: 'book', key }))
  return [refuse(opportunity, proven.refused, proven.context), ...wants]
}

/** At the default edge, so that only levels that earn it are taken; when there is none, at the level asked for. */
const certifyAtBest = (
  opportunity: Opportunity,
  { view, levels, settings }: Moment,
): Certificate | Uncertified => {
  if (view.freeCash <= 0) return uncertified('above-cap', { freeCash: view.freeCash })
  const options = certifyOptions(view, settings, settings.minEdgeCents)
  const first = certify(opportunity, options)
  const lowest = Math.max(settings.floorEdgeCents, levels['edgeCents'] ?? settings.floorEdgeCents)
  if (!('refused' in first) || first.refused !== 'edge-below-threshold') return first
  return lowest < settings.minEdgeCents
    ? certify(opportunity, certifyOptions(view, settings, lowest))
    : first
}

const certifyOptions = (view: View, settings: Settings, edgeCents: number): CertifyOptions => ({
  ...settings,
  now: view.now,
  bookOf: view.book,
  targetEdge: Math.ceil(edgeCents * MICROS_A_CENT) as Usd,
  maxUsd: capOf(view, settings),
})

const capOf = (view: View, settings: Settings): Usd =>
  Math.min(Math.floor(settings.maxUsd * USD_ONE), view.freeCash) as Usd

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
  { kind, subject, topSum }: Opportunity,
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
  const settings = {
    minEdgeCents,
    floorEdgeCents: Math.min(options.floorEdgeCents ?? 0.1, minEdgeCents),
    maxUsd: options.maxUsd ?? 100,
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
  const { confirmedComplement, groupIsWhole } = options
  return {
    ...settings,
    ...(confirmedComplement === undefined ? {} : { confirmedComplement }),
    ...(groupIsWhole === undefined ? {} : { groupIsWhole }),
  }
}
