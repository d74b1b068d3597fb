/**
 * Where a datum came from, how old it is, and whether it is live, cached or the last that was ever known.
 *
 * `simulated` is true for anything that did not come from a real venue.
 */
export type Provenance = Readonly<{
  source: string
  ageMs: number
  state: 'live' | 'cached' | 'last-known'
  simulated: boolean
}>
