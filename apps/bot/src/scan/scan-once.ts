import { isResolving, type Relation } from '@bot/arbitrage'
import type { Clock, MarketFacts } from '@bot/core'
import { selectUniverse } from '@bot/engine'
import { createResolutionReader, type ResolutionsRead } from '@bot/polymarket'
import type { Settings } from '../config/settings.js'
import { namedMarkets } from '../relations/named-markets.js'
import { readOpenMarkets } from '../venue/read-open-markets.js'
import type { Venue } from '../venue/venue.js'
import { lookForArbitrage, type ScanFindings } from './look-for-arbitrage.js'

/** Reads markets and books once, over REST, and looks for arbitrage among them. Nothing is traded or kept. */
export const scanOnce = async (
  venue: Venue,
  settings: Settings,
  clock: Clock,
  signal: AbortSignal,
  confirmed: readonly Relation[] = [],
): Promise<ScanFindings> => {
  const { markets } = await readOpenMarkets(venue.reads, signal)
  const resolving = settings.arbScanResolved ? resolvingNow(markets, clock) : []
  const tokens = selectUniverse(markets, {
    held: new Set(),
    wanted: new Set([...resolving.map(({ id }) => id), ...namedMarkets(confirmed)]),
    maxTokens: settings.maxStreamedTokens,
  })
  const resolutions = await readResolutions(venue, resolving, clock, signal)
  const readings = await venue.reads.readBooks(tokens, signal)
  const { name: source, simulated } = venue
  const provenance = { source, ageMs: 0, state: 'live', simulated } as const
  const sight = { markets, readings, resolutions, confirmed, at: clock.now(), provenance }
  return lookForArbitrage(sight, settings)
}

/** Resolving markets that are asked about in one look, those whose outcome is proposed first. */
const MOST_RESOLVING = 200

const resolvingNow = (markets: readonly MarketFacts[], clock: Clock): readonly MarketFacts[] => {
  const open = markets.filter((market) => market.tradable && isResolving(market, clock.now()))
  const isNamed = ({ resolution }: MarketFacts): boolean => resolution.state !== 'unresolved'
  return [...open.filter(isNamed), ...open.filter((each) => !isNamed(each))].slice(
    0,
    MOST_RESOLVING,
  )
}

const readResolutions = async (
  { reads, payouts }: Venue,
  markets: readonly MarketFacts[],
  clock: Clock,
  signal: AbortSignal,
): Promise<ResolutionsRead> => {
  if (markets.length === 0) return { facts: [], problems: [] }
  const read = createResolutionReader({ reads, payouts, clock })
  return read(
    markets.map(({ id }) => id),
    signal,
  )
}
