import type { Relation } from '@bot/arbitrage'
import type { Clock } from '@bot/core'
import { selectUniverse } from '@bot/engine'
import type { Settings } from '../config/settings.js'
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
  const tokens = selectUniverse(markets, {
    held: new Set(),
    wanted: new Set(),
    maxTokens: settings.maxStreamedTokens,
  })
  const readings = await venue.reads.readBooks(tokens, signal)
  const { name: source, simulated } = venue
  const provenance = { source, ageMs: 0, state: 'live', simulated } as const
  return lookForArbitrage({ markets, readings, confirmed, at: clock.now(), provenance }, settings)
}
