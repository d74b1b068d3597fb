import {
  type Arrived,
  type Clock,
  type MarketFacts,
  type MarketId,
  messageOf,
  type Provenance,
} from '@bot/core'
import { createCatalogue, createSourceChain, type SourceChain } from '@bot/data-aggregator'
import type { Logger } from '../log/create-logger.js'
import { readOpenMarkets } from '../venue/read-open-markets.js'
import type { Venue } from '../venue/venue.js'

/** The markets as facts for the engine, kept fresh. */
export type CatalogueFeed = Readonly<{
  /** Reads the listing and hands what changed to the engine; tells how many markets there are. */
  refresh: (signal: AbortSignal) => Promise<string>
  markets: () => readonly MarketFacts[]
  chain: SourceChain<'all', readonly MarketFacts[]>
}>

/** What the catalogue needs. */
export type CatalogueOptions = Readonly<{
  venue: Venue
  clock: Clock
  log: Logger
  onEvents: (arrived: readonly Arrived[]) => void
  /** Adds what an earlier source told of a market and this one does not. */
  complete: (facts: MarketFacts) => MarketFacts
  /** Markets whose end we must learn of even when the listing has dropped them. */
  held: () => ReadonlySet<MarketId>
  /** Called after each refresh: the universe may have changed. */
  onRefreshed: () => void
}>

/** Markets that are read at most from the second source. */
const MOST_SAMPLED = 2_000

/** Makes the catalogue: Gamma's events, then the CLOB's listing, then what is remembered. */
export const createCatalogueFeed = (options: CatalogueOptions): CatalogueFeed => {
  const { venue, clock, log, onEvents } = options
  const { reads, simulated } = venue
  const catalogue = createCatalogue()
  const chain = createSourceChain<'all', readonly MarketFacts[]>({
    kind: 'markets',
    clock,
    timeoutMs: 60_000,
    sources: [
      {
        name: 'gamma',
        simulated,
        read: async (_key, signal) => (await readOpenMarkets(reads, signal)).markets,
      },
      { name: 'clob', simulated, read: (_key, signal) => readSampling(venue, signal) },
    ],
    onFallback: ({ from, to, reason }) =>
      log.warn({ from, to, reason }, `Markets: ${from} failed, falling back to ${to}`),
  })
  const publish = (markets: readonly MarketFacts[], provenance: Provenance): void => {
    const at = clock.now()
    onEvents(
      markets.map((value) => ({
        at,
        event: { type: 'fact', kind: 'market', key: value.id, value, provenance },
      })),
    )
  }
  return {
    refresh: async (signal) => {
      const read = await chain.read('all', signal)
      const listing = { ...read, value: read.value.map(options.complete) }
      const diff = catalogue.update(listing)
      publish([...diff.added, ...diff.changed, ...diff.unlisted], listing.provenance)
      await learnEnds(reads, options.held(), catalogue.market, signal)
        .then((ended) =>
          publish(ended, { ...listing.provenance, source: 'gamma', state: 'live', ageMs: 0 }),
        )
        .catch((thrown: unknown) =>
          log.warn(`Ended markets could not be read: ${messageOf(thrown)}`),
        )
      options.onRefreshed()
      const age = listing.provenance.state === 'live' ? '' : `, ${listing.provenance.state}`
      return `${catalogue.markets().length} markets from ${listing.provenance.source}${age}`
    },
    markets: catalogue.markets,
    chain,
  }
}

const readSampling = async (
  { reads }: Venue,
  signal: AbortSignal,
): Promise<readonly MarketFacts[]> => {
  const markets: MarketFacts[] = []
  let cursor: string | undefined
  do {
    const page = await reads.clob.samplingMarkets(cursor, signal)
    markets.push(...page.items)
    cursor = page.next
  } while (cursor !== undefined && markets.length < MOST_SAMPLED)
  return markets
}

/** Asks for held markets that can't be traded any more until their outcome is known. */
const learnEnds = async (
  reads: Venue['reads'],
  held: ReadonlySet<MarketId>,
  market: (id: MarketId) => MarketFacts | undefined,
  signal: AbortSignal,
): Promise<readonly MarketFacts[]> => {
  const waiting = [...held].filter((id) => {
    const known = market(id)
    return known === undefined || (!known.tradable && known.resolution.state !== 'resolved')
  })
  if (waiting.length === 0) return []
  return (await reads.gamma.marketsByCondition(waiting, signal)).items
}
