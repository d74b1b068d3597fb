import {
  type MarketFacts,
  mulDiv,
  PRICE_ONE,
  type Price,
  SIZE_ONE,
  type Size,
  type TimeMs,
  takerFee,
  type Usd,
} from '@bot/core'
import { annualYield } from '../certificate/annual-yield.js'
import type { DisputeRates } from './certified-risk.js'
import { overturnPpm, PUBLISHED_DISPUTE_RATES } from './dispute-rates.js'
import type { ResolutionReading } from './resolution-reading.js'

/**
 * What buying one share of a named winner means.
 *
 * `disputedPpm`: of a million such readings, how many are (still to be) disputed; `overturnedPpm`: how many end
 * otherwise. `expectedEdge` in micro-dollars a share after the fee, on average over that; `annualYield` of it, absent
 * where the fee is unknown. `delayMs` is from now until the money is expected.
 */
export type ResolvedOutlook = Readonly<{
  state: ResolutionReading['state']
  source: ResolutionReading['source']
  outcome: string
  onChain: boolean
  disputedPpm: number
  overturnedPpm: number
  settlesAt: TimeMs
  delayMs: number
  expectedEdge?: Usd
  annualYield?: number
}>

/** Works out what one share of a winner at `ask` earns, how surely and how soon, whether or not it may be bought. */
export const resolvedOutlook = (
  market: MarketFacts,
  reading: ResolutionReading,
  ask: Price,
  {
    now,
    rates = PUBLISHED_DISPUTE_RATES,
  }: Readonly<{ now: TimeMs; rates?: DisputeRates | undefined }>,
): ResolvedOutlook => {
  const { state, source, outcome, onChain, settlesAt } = reading
  const overturnedPpm = overturnPpm(reading, rates)
  const certain = overturnedPpm === 0
  const unit =
    market.fee === 'unknown'
      ? undefined
      : mulDiv(ask, SIZE_ONE, PRICE_ONE, 'up') + takerFee(market.fee, SIZE_ONE as Size, ask, 'up')
  const edge = unit === undefined ? undefined : ((SIZE_ONE - overturnedPpm - unit) as Usd)
  const earned =
    edge === undefined || unit === undefined
      ? undefined
      : annualYield(edge, unit as Usd, now, settlesAt)
  return {
    state,
    source,
    outcome: market.outcomes[outcome] ?? String(outcome),
    onChain,
    disputedPpm: certain ? 0 : state === 'disputed' ? 1_000_000 : rates.disputedPpm,
    overturnedPpm,
    settlesAt,
    delayMs: Math.max(0, settlesAt - now),
    ...(edge === undefined ? {} : { expectedEdge: edge }),
    ...(earned === undefined ? {} : { annualYield: earned }),
  }
}
