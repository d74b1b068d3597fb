import { isResolving } from '@bot/arbitrage'
import {
  type Arrived,
  type Clock,
  type MarketFacts,
  type MarketId,
  marketId,
  type ResolutionFact,
  type Tick,
} from '@bot/core'
import { createResolutionReader } from '@bot/polymarket'
import type { Venue } from '../venue/venue.js'

/** Asks how markets resolve that are resolving or held, and hands what witnesses say to the engine. */
export type ResolutionWatch = Readonly<{
  /** Notes which markets strategies ask about. */
  observe: (tick: Tick) => void
  /** Asks about those, and about what is held; tells what it knows of them. */
  refresh: (signal: AbortSignal) => Promise<string>
}>

/** What the watch works with. */
export type ResolutionWatchOptions = Readonly<{
  venue: Venue
  clock: Clock
  market: (id: MarketId) => MarketFacts | undefined
  /** Markets of which shares are held: they are asked about until they are resolved, for payouts that may be redeemed. */
  held: () => Iterable<MarketId>
  onEvents: (arrived: readonly Arrived[]) => void
}>

/** A market that nobody asked about for so long is forgotten. */
const WANTED_MS = 600_000
/** Markets that are asked about at a time; the others wait for their turn. */
const MOST_ASKED = 50
/** What has not changed is told again after so long: a reading is worthless after a minute. */
const TELL_AGAIN_MS = 10_000
/** What is final is asked about again after so long: only whether orders are still taken can change. */
const FINAL_AGAIN_MS = 15_000

/** What is held of markets whose end has not come is asked about this often: an end may come early. */
const HELD_AGAIN_MS = 60_000

/** Makes a watch that knows nothing. */
export const createResolutionWatch = (options: ResolutionWatchOptions): ResolutionWatch => {
  const { venue, clock, market, onEvents } = options
  const { reads, payouts } = venue
  const read = createResolutionReader({ reads, payouts, clock })
  const wanted = new Map<MarketId, number>()
  const told = new Map<MarketId, Readonly<{ at: number; words: string; final: boolean }>>()
  const asked = new Map<MarketId, number>()
  const heldNow = (): readonly MarketId[] =>
    [...new Set(options.held())].filter((id) => market(id)?.resolution.state !== 'resolved')
  const isEarly = (id: MarketId): boolean => {
    const facts = market(id)
    const isOpen = facts?.tradable === true && !isResolving(facts, clock.now())
    return isOpen && clock.now() - (asked.get(id) ?? Number.NEGATIVE_INFINITY) < HELD_AGAIN_MS
  }
  const due = (): readonly MarketId[] => {
    const held = heldNow()
    const isHeld = new Set(held)
    for (const [id, at] of wanted) {
      const facts = market(id)
      const isOver = facts === undefined || !facts.tradable || !isResolving(facts, clock.now())
      if (!isOver && clock.now() - at <= WANTED_MS) continue
      wanted.delete(id)
    }
    for (const id of [...asked.keys()]) if (!isHeld.has(id)) asked.delete(id)
    for (const id of [...told.keys()]) if (!wanted.has(id) && !isHeld.has(id)) told.delete(id)
    const isKnown = (id: MarketId): boolean => {
      const known = told.get(id)
      return known?.final === true && clock.now() - known.at < FINAL_AGAIN_MS
    }
    const open = held.filter((id) => wanted.has(id) || !isEarly(id))
    const turn = [...new Set([...wanted.keys(), ...open])]
      .filter((id) => !isKnown(id))
      .sort((a, b) => (told.get(a)?.at ?? 0) - (told.get(b)?.at ?? 0))
      .slice(0, MOST_ASKED)
    for (const id of turn) if (isHeld.has(id)) asked.set(id, clock.now())
    return turn
  }
  const isNews = (fact: ResolutionFact): boolean => {
    const known = told.get(fact.market)
    const words = inWords(fact)
    if (known?.words === words && clock.now() - known.at < TELL_AGAIN_MS) return false
    told.set(fact.market, { at: clock.now(), words, final: isFinal(fact) })
    return true
  }
  return {
    observe: ({ wants }) => {
      for (const { want, key } of wants) {
        if (want === 'resolution') wanted.set(marketId(key), clock.now())
      }
    },
    refresh: async (signal) => {
      const turn = due()
      if (turn.length === 0) return `${wanted.size} resolving markets whose shares are offered`
      const { facts, problems } = await read(turn, signal)
      const provenance = {
        ...({ ageMs: 0, state: 'live' } as const),
        ...{ source: venue.name, simulated: venue.simulated },
      }
      onEvents(
        facts.filter(isNews).map((value) => ({
          at: clock.now(),
          event: {
            ...({ type: 'fact', kind: 'resolution' } as const),
            ...{ key: value.market, value, provenance },
          },
        })),
      )
      const final = facts.filter(isFinal).length
      const silent = problems.length === 0 ? '' : `; not answered: ${problems.join(', ')}`
      const chain = payouts === undefined ? ' (no chain to ask: set POLYMARKET_RPC_URL)' : ''
      return `${turn.length} resolving markets, ${final} final${chain}${silent}`
    },
  }
}

const isFinal = ({ witnesses }: ResolutionFact): boolean => witnesses.some(({ final }) => final)

/** What was said, whenever and in whatever order it was. */
const inWords = ({ witnesses }: ResolutionFact): string =>
  JSON.stringify(
    witnesses.map(({ at: _at, ...said }) => said).sort((a, b) => (a.by < b.by ? -1 : 1)),
  )
