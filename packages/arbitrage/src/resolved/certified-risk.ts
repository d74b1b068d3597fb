import type { Usd } from '@bot/core'

/**
 * What may still happen to a proposed outcome, as data with its source.
 *
 * `disputedPpm`: of a million proposals, how many are disputed; `overturnedPpm`: of a million disputed ones, how
 * many end otherwise than proposed.
 */
export type DisputeRates = Readonly<{ disputedPpm: number; overturnedPpm: number; source: string }>

/**
 * Why a certificate may lose.
 *
 * `probabilityPpm` of a million that the outcome is overturned, rounded up, by `rates`; `expectedProfit` counts
 * the shares as worthless then, rounded down, in micro-dollars.
 */
export type CertifiedRisk = Readonly<{
  state: 'proposed' | 'disputed'
  probabilityPpm: number
  expectedProfit: Usd
  rates: DisputeRates
}>
