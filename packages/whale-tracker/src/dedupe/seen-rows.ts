import type { WalletActivity } from '@bot/core'
import { createFingerprints, type Fingerprint } from './row-fingerprint.js'

/** Recognises a row that came before, across overlapping pages. */
export type SeenRows = Readonly<{
  /** Returns whether the row is new, and remembers it. */
  isNew: (row: WalletActivity) => boolean
  size: () => number
  /** The remembered rows as text, newest half last. */
  snapshot: () => SeenSnapshot
}>

/** What is remembered: twelve bytes a row, as text. */
export type SeenSnapshot = Readonly<{ older: string; newer: string }>

/**
 * Remembers the newest rows, between `capacity` and twice as many, 24 bytes each.
 *
 * Two rows are the same when every field agrees on which sources do; two equal fills of one transaction cannot be told from a repeated
 * row, and count once.
 */
export const createSeenRows = (capacity: number, saved?: SeenSnapshot): SeenRows => {
  const fingerprintsOf = createFingerprints()
  let newer = createFingerprintSet()
  let older = createFingerprintSet()
  if (saved !== undefined) {
    decode(saved.older).forEach(older.add)
    decode(saved.newer).forEach(newer.add)
  }
  return {
    isNew: (row) => {
      const prints = fingerprintsOf(row)
      if (prints.some((print) => newer.has(print) || older.has(print))) return false
      const [print] = prints
      newer.add(print)
      if (newer.size() >= capacity) {
        older = newer
        newer = createFingerprintSet()
      }
      return true
    },
    size: () => newer.size() + older.size(),
    snapshot: () => ({ older: encode(older.words()), newer: encode(newer.words()) }),
  }
}

const WORDS = 3
const FULLEST = 0.6

type FingerprintSet = Readonly<{
  has: (print: Fingerprint) => boolean
  add: (print: Fingerprint) => void
  size: () => number
  words: () => Uint32Array
}>

/** A set by open addressing; a slot of three zeros is free. */
const createFingerprintSet = (): FingerprintSet => {
  let slots = new Uint32Array(WORDS * 64)
  let count = 0
  const slotOf = ([a, b, c]: Fingerprint): number => {
    const mask = slots.length / WORDS - 1
    let slot = a & mask
    for (;;) {
      const at = slot * WORDS
      const [x, y, z] = [slots[at], slots[at + 1], slots[at + 2]]
      if ((x === a && y === b && z === c) || (x === 0 && y === 0 && z === 0)) return at
      slot = (slot + 1) & mask
    }
  }
  const put = (print: Fingerprint): void => slots.set(print, slotOf(print))
  return {
    has: (print) => {
      const at = slotOf(print)
      return slots[at] !== 0 || slots[at + 1] !== 0 || slots[at + 2] !== 0
    },
    add: (print) => {
      put(print)
      count += 1
      if (count * WORDS <= slots.length * FULLEST) return
      const before = slots
      slots = new Uint32Array(before.length * 2)
      printsIn(before).forEach(put)
    },
    size: () => count,
    words: () => slots,
  }
}

const printsIn = (words: Uint32Array): readonly Fingerprint[] => {
  const prints: Fingerprint[] = []
  for (let at = 0; at < words.length; at += WORDS) {
    const [a = 0, b = 0, c = 0] = words.subarray(at, at + WORDS)
    if (a !== 0 || b !== 0 || c !== 0) prints.push([a, b, c])
  }
  return prints
}

const encode = (words: Uint32Array): string => {
  const parts = printsIn(words).map((print) => {
    const bytes = print.flatMap((word) => [word >>> 24, word >>> 16, word >>> 8, word])
    return btoa(String.fromCharCode(...bytes.map((byte) => byte & 0xff)))
  })
  return parts.join('')
}

/** Twelve bytes are sixteen characters, without padding. */
const CHARACTERS = 16

const decode = (text: string): readonly Fingerprint[] =>
  Array.from({ length: Math.floor(text.length / CHARACTERS) }, (_, index) => {
    const bytes = atob(text.slice(index * CHARACTERS, (index + 1) * CHARACTERS))
    const word = (at: number): number =>
      [0, 1, 2, 3].reduce((sum, i) => (sum << 8) | bytes.charCodeAt(4 * at + i), 0) >>> 0
    return [word(0), word(1), word(2)]
  })
