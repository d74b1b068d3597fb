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

/** Asks how resolving markets resolve, and hands what witnesses say to the engine. */
export type ResolutionWatch = Readonly<{
  /** Notes which markets strategies ask about. */
  observe: (tick: Tick) => void
  /** Asks about those; tells what it knows of them. */
  refresh: (signal: AbortSignal) => Promise<string>
}>

/** What the watch works with. */
export type ResolutionWatchOptions = Readonly<{
  venue: Venue
  clock: Clock
  market: (id: MarketId) => MarketFacts | undefined
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

/** Makes a watch that knows nothing. */
export const createResolutionWatch = (options: ResolutionWatchOptions): ResolutionWatch => {
  const { venue, clock, market, onEvents } = options
  const { reads, payouts } = venue
  const read = createResolutionReader({ reads, payouts, clock })
  const wanted = new Map<MarketId, number>()
  const told = new Map<MarketId, Readonly<{ at: number; words: string; final: boolean }>>()
  const due = (): readonly MarketId[] => {
    for (const [id, at] of wanted) {
      const facts = market(id)
      const isOver = facts === undefined || !facts.tradable || !isResolving(facts, clock.now())
      if (!isOver && clock.now() - at <= WANTED_MS) continue
      wanted.delete(id)
      told.delete(id)
    }
    const isKnown = (id: MarketId): boolean => {
      const known = told.get(id)
      return known?.final === true && clock.now() - known.at < FINAL_AGAIN_MS
    }
    return [...wanted.keys()]
      .filter((id) => !isKnown(id))
      .sort((a, b) => (told.get(a)?.at ?? 0) - (told.get(b)?.at ?? 0))
      .slice(0, MOST_ASKED)
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
      const asked = due()
      if (asked.length === 0) return `${wanted.size} resolving markets whose shares are offered`
      const { facts, problems } = await read(asked, signal)
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
      return `${asked.length} resolving markets, ${final} final${chain}${silent}`
    },
  }
}

const isFinal = ({ witnesses }: ResolutionFact): boolean => witnesses.some(({ final }) => final)

/** What was said, whenever and in whatever order it was. */
const inWords = ({ witnesses }: ResolutionFact): string =>
  JSON.stringify(
    witnesses.map(({ at: _at, ...said }) => said).sort((a, b) => (a.by < b.by ? -1 : 1)),
  )
