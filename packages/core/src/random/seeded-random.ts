/**
 * Makes a generator of numbers from 0 (included) to 1 (excluded) that a seed determines wholly (mulberry32).
 *
 * For simulation, jitter and replay; never for keys.
 */
export const createSeededRandom = (seed: number | string): (() => number) => {
  let state = typeof seed === 'number' ? seed >>> 0 : hashText(seed)
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Hashes text to 32 bits (FNV-1a). */
export const hashText = (text: string): number => {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  }
  return hash >>> 0
}
