import {
  bestAsk,
  type MarketFacts,
  PRICE_ONE,
  type Price,
  type ResolutionFact,
  type TimeMs,
  type View,
  type Want,
} from '@bot/core'
import type { Uncertified } from '../certificate/uncertified.js'
import type { ResolutionReading } from '../resolved/resolution-reading.js'
import { type ResolvedOutlook, resolvedOutlook } from '../resolved/resolved-outlook.js'
import { USUAL_DELAYS_MS } from '../resolved/usual-delays.js'
import { weighResolution } from '../resolved/weigh-resolution.js'

/**
 * A market that is resolving and whose winner is still offered below a dollar; `ask` in 1/10,000 dollar. `outlook` is what
 * buying it would mean; with `assumed` nobody named the outcome, and it is of the likelier one.
 */
export type SeenWinner = Readonly<{
  market: MarketFacts
  reading: ResolutionReading | Uncertified
  ask: Price
  outlook?: ResolvedOutlook & Readonly<{ assumed?: true }>
}>

/** Winners that were seen, and markets whose resolution must be asked after. */
export type SeenResolutions = Readonly<{ winners: readonly SeenWinner[]; wants: readonly Want[] }>

/** What was read is asked after again once it is so old; a minute makes it worthless. */
const ASK_AGAIN_MS = 15_000

/**
 * Tells whether a market is on its way to an end: its date has come, or its listing says that an outcome was proposed.
 * Only such markets are asked after.
 */
export const isResolving = ({ resolution, endsAt }: MarketFacts, now: TimeMs): boolean =>
  resolution.state !== 'unresolved' || (endsAt !== undefined && endsAt <= now)

/**
 * Looks for markets of an event that are resolving while their books still offer shares; `undefined`, without
 * allocating, when there are none.
 */
export const watchResolutions = (
  markets: readonly MarketFacts[],
  view: View,
): SeenResolutions | undefined => {
  let seen: { winners: SeenWinner[]; wants: Want[] } | undefined
  for (const market of markets) {
    if (!isResolving(market, view.now) || dearest(market, view) === undefined) continue
    seen ??= { winners: [], wants: [] }
    const fact = view.fact('resolution', market.id)?.value
    if (newest(fact) < view.now - ASK_AGAIN_MS) {
      seen.wants.push({ kind: 'want', want: 'resolution', key: market.id })
    }
    const winner = winnerIn(market, fact, view)
    if (winner !== undefined) seen.winners.push(winner)
  }
  return seen
}

const newest = (fact: ResolutionFact | undefined): number =>
  fact?.witnesses.reduce((latest, { at }) => Math.max(latest, at), 0) ?? 0

/** Without an outcome that was ever named there is no winner to miss. */
const winnerIn = (
  market: MarketFacts,
  fact: ResolutionFact | undefined,
  view: View,
): SeenWinner | undefined => {
  if (fact === undefined || fact.witnesses.every(({ state }) => state === 'unresolved')) {
    return undefined
  }
  const { now } = view
  const reading = weighResolution(market, fact, { now })
  const known = 'refused' in reading ? assumed(market, reading, view) : reading
  const ask = known === undefined ? dearest(market, view) : askOf(market, known.outcome, view)
  if (ask === undefined) return undefined
  if (known === undefined) return { market, reading, ask }
  const outlook = resolvedOutlook(market, known, ask, { now })
  return known === reading
    ? { market, reading, ask, outlook }
    : { market, reading, ask, outlook: { ...outlook, assumed: true } }
}

/** What a reading that names no outcome would be, were it the dearer one's. */
const assumed = (
  market: MarketFacts,
  { context }: Uncertified,
  view: View,
): ResolutionReading | undefined => {
  const state = STATES.find((each) => each === context['state'])
  if (state === undefined) return undefined
  const outcome = askOf(market, 0, view) === dearest(market, view) ? 0 : 1
  const settlesAt = (view.now + USUAL_DELAYS_MS[state]) as TimeMs
  const of = { market: market.id, readAt: view.now, onChain: false, source: 'unknown' } as const
  return { ...of, state, outcome, settlesAt }
}

const STATES = ['proposed', 'disputed', 'resolved'] as const

const askOf = (market: MarketFacts, outcome: 0 | 1, view: View): Price | undefined => {
  const token = market.tokens[outcome]
  const book = token === undefined ? undefined : view.book(token)
  const ask = book === undefined ? undefined : bestAsk(book)
  return ask === undefined || ask >= PRICE_ONE ? undefined : ask
}

/** The dearest offer: whoever wins, it is the likely one. */
const dearest = (market: MarketFacts, view: View): Price | undefined => {
  const yes = askOf(market, 0, view)
  const no = askOf(market, 1, view)
  if (yes === undefined || no === undefined) return yes ?? no
  return Math.max(yes, no) as Price
}
