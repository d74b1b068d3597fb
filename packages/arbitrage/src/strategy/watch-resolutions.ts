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
import { weighResolution } from '../resolved/weigh-resolution.js'

/** A market that is resolving and whose winner is still offered below a dollar; `ask` in 1/10,000 dollar. */
export type SeenWinner = Readonly<{
  market: MarketFacts
  reading: ResolutionReading | Uncertified
  ask: Price
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
  const reading = weighResolution(market, fact, { now: view.now })
  const ask = 'refused' in reading ? dearest(market, view) : askOf(market, reading.outcome, view)
  return ask === undefined ? undefined : { market, reading, ask }
}

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
