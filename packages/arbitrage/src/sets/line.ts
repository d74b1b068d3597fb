import type { Bucket } from './parse-bucket.js'

/**
 * What labels say of one quantity: its intervals, between which values it lies, and how fine its grid is.
 *
 * All in millionths of the unit. `step` 0: any value may come, so intervals have to touch. `doubt` names what no
 * interval answers, such as a date that never comes.
 */
export type Line = Readonly<{
  buckets: readonly Bucket[]
  from?: number
  to?: number
  step: number
  doubt?: string
}>
