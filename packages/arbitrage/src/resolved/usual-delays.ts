import type { ResolutionReading } from './resolution-reading.js'

const HOUR_MS = 3_600_000

/**
 * How long each state usually lasts until the money is there, in milliseconds: an undisputed proposal stands for two
 * hours, a dispute ends with a vote of up to four days, and what is resolved is soon on chain.
 *
 * @see https://github.com/Polymarket/uma-ctf-adapter
 */
export const USUAL_DELAYS_MS: Readonly<Record<ResolutionReading['state'], number>> = {
  proposed: 2 * HOUR_MS,
  disputed: 96 * HOUR_MS,
  resolved: HOUR_MS,
}
