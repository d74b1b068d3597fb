import type { DisputeRates } from './certified-risk.js'
import type { ResolutionReading } from './resolution-reading.js'

/** Published rates of UMA disputes on Polymarket; pass your own where you have better. */
export const PUBLISHED_DISPUTE_RATES: DisputeRates = {
  disputedPpm: 16_700,
  overturnedPpm: 34_000,
  source:
    'first half of 2026: 1.67 % of resolutions disputed, 3.4 % of those overturned (Wang 2026)',
}

/** Returns of a million such readings how many end otherwise, rounded up; 0 for payouts that are on chain. */
export const overturnPpm = (
  { state, onChain }: Pick<ResolutionReading, 'state' | 'onChain'>,
  { disputedPpm, overturnedPpm }: DisputeRates,
): number => {
  if (onChain && state === 'resolved') return 0
  return state === 'disputed' ? overturnedPpm : Math.ceil((disputedPpm * overturnedPpm) / 1e6)
}
