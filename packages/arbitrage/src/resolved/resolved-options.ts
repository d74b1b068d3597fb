import type { Usd } from '@bot/core'
import type { CertifyOptions } from '../certificate/certify-options.js'
import type { DisputeRates } from './certified-risk.js'

/**
 * What certifying a resolved winner depends on, beside what all certificates do.
 *
 * `takeRisk` (no): whether an outcome that can still be overturned may be bought. Then `maxStakeUsd` (25 dollars)
 * bounds what may be lost. `minAnnualYield` (0.2) is what the capital must earn a year, on average over being
 * overturned; `targetEdge` is what a share must. `rates` (published ones) say how often that happens.
 * `maxReadingAgeMs` (60,000): how old the reading may be.
 */
export type ResolvedOptions = CertifyOptions &
  Readonly<{
    takeRisk?: boolean | undefined
    maxStakeUsd?: Usd | undefined
    minAnnualYield?: number | undefined
    rates?: DisputeRates | undefined
    maxReadingAgeMs?: number | undefined
  }>
