import type { Datum } from '../source/source.js'

/** Two sources that say different things about one thing. */
export type Disagreement = Readonly<{
  key: string
  sources: readonly [string, string]
  distance: number
}>

/**
 * Compares what two sources say about the same keys.
 *
 * Returns the pairs whose distance is above the tolerance (same unit as `distance`); keys that only one of them has
 * are no disagreement. Data that is not live is not compared: its age would explain any difference.
 */
export const crossCheck = <V>(
  first: Datum<ReadonlyMap<string, V>>,
  second: Datum<ReadonlyMap<string, V>>,
  options: Readonly<{ distance: (a: V, b: V) => number; tolerance: number }>,
): readonly Disagreement[] => {
  if (first.provenance.state !== 'live' || second.provenance.state !== 'live') return []
  const sources = [first.provenance.source, second.provenance.source] as const
  const found: Disagreement[] = []
  for (const [key, value] of first.value) {
    const other = second.value.get(key)
    if (other === undefined) continue
    const distance = options.distance(value, other)
    if (distance > options.tolerance) found.push({ key, sources, distance })
  }
  return found
}
