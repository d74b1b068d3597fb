/** Texts as small numbers, in the order in which they first came. */
export type TextTable = Readonly<{
  /** Finds or adds a text. */
  idOf: (text: string) => number
  /** Finds a text; -1 when it never came. */
  find: (text: string) => number
  textOf: (id: number) => string
  size: () => number
  /** Bytes held. */
  bytes: () => number
}>

const HEADER = 2
const FULLEST = 0.6

/**
 * Makes a table of texts: open addressing over their packed characters, four to a word (two where one is beyond
 * Latin-1), compared in full.
 *
 * A `Map` of strings has to hash each fresh string in the heap and keeps every string; here a look-up touches one slot
 * and one run of words.
 */
export const createTextTable = (): TextTable => {
  let slots = new Uint32Array(2 * 64)
  let words = new Uint32Array(1024)
  let starts = new Uint32Array(64)
  let scratch = new Uint32Array(64)
  let end = 0
  let count = 0
  /** Of the text that was packed last: its words, and its length with whether it is wide. */
  let packed = 0
  let header = 0

  /** Packs a text into the scratch words and returns its hash. */
  const pack = (text: string): number => {
    const length = text.length
    if (scratch.length < length) scratch = new Uint32Array(2 * length)
    const whole = length & ~3
    let beyond = 0
    let at = 0
    for (let i = 0; i < whole; i += 4) {
      const a = text.charCodeAt(i)
      const b = text.charCodeAt(i + 1)
      const c = text.charCodeAt(i + 2)
      const d = text.charCodeAt(i + 3)
      beyond |= a | b | c | d
      scratch[at++] = a | (b << 8) | (c << 16) | (d << 24)
    }
    let rest = 0
    for (let i = whole; i < length; i++) {
      const code = text.charCodeAt(i)
      beyond |= code
      rest |= code << (8 * (i - whole))
    }
    if (whole < length) scratch[at++] = rest
    const isWide = beyond > 0xff
    packed = isWide ? packWide(text, scratch) : at
    header = 2 * length + Number(isWide)
    return hashWords(scratch, packed, length)
  }

  const isSame = (start: number): boolean => {
    if (words[start + 1] !== header) return false
    const from = start + HEADER
    for (let i = 0; i < packed; i++) if (words[from + i] !== scratch[i]) return false
    return true
  }

  /** Returns the slot that holds the packed text, or the free one where it belongs. */
  const slotOf = (hash: number): number => {
    const mask = slots.length / 2 - 1
    let slot = hash & mask
    for (;;) {
      const start = slots[2 * slot] ?? 0
      if (start === 0) return slot
      if (slots[2 * slot + 1] === hash && isSame(start - 1)) return slot
      slot = (slot + 1) & mask
    }
  }

  const grow = (): void => {
    const before = slots
    slots = new Uint32Array(2 * before.length)
    const mask = slots.length / 2 - 1
    for (let i = 0; i < before.length; i += 2) {
      const start = before[i] ?? 0
      if (start === 0) continue
      const hash = before[i + 1] ?? 0
      let slot = hash & mask
      while (slots[2 * slot] !== 0) slot = (slot + 1) & mask
      slots[2 * slot] = start
      slots[2 * slot + 1] = hash
    }
  }

  const add = (slot: number, hash: number): number => {
    if (end + HEADER + packed > words.length) {
      words = enlarged(words, Math.max(end + HEADER + packed, Math.ceil(words.length * 1.5)))
    }
    if (count === starts.length) starts = enlarged(starts, Math.ceil(count * 1.5))
    slots[2 * slot] = end + 1
    slots[2 * slot + 1] = hash
    starts[count] = end
    words[end] = count
    words[end + 1] = header
    words.set(scratch.subarray(0, packed), end + HEADER)
    end += HEADER + packed
    count += 1
    if (count > (slots.length / 2) * FULLEST) grow()
    return count - 1
  }

  return {
    idOf: (text) => {
      const hash = pack(text)
      const slot = slotOf(hash)
      const start = slots[2 * slot] ?? 0
      return start === 0 ? add(slot, hash) : (words[start - 1] ?? 0)
    },
    find: (text) => {
      const hash = pack(text)
      const start = slots[2 * slotOf(hash)] ?? 0
      return start === 0 ? -1 : (words[start - 1] ?? 0)
    },
    textOf: (id) => unpack(words, starts[id] ?? 0),
    size: () => count,
    bytes: () => 4 * (slots.length + words.length + starts.length + scratch.length),
  }
}

const packWide = (text: string, scratch: Uint32Array): number => {
  const count = (text.length + 1) >> 1
  for (let i = 0; i < count; i++) {
    const second = 2 * i + 1 < text.length ? text.charCodeAt(2 * i + 1) : 0
    scratch[i] = text.charCodeAt(2 * i) | (second << 16)
  }
  return count
}

const hashWords = (words: Uint32Array, count: number, seed: number): number => {
  let hash = seed ^ 0x9e3779b1
  for (let i = 0; i < count; i++) {
    hash = Math.imul(hash ^ (words[i] ?? 0), 0x85ebca6b)
    hash ^= hash >>> 15
  }
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

const unpack = (words: Uint32Array, start: number): string => {
  const header = words[start + 1] ?? 0
  const length = header >>> 1
  const [bits, mask] = header & 1 ? [16, 0xffff] : [8, 0xff]
  const each = 32 / bits
  const codes = Array.from({ length }, (_, i) => {
    const word = words[start + HEADER + Math.floor(i / each)] ?? 0
    return (word >>> (bits * (i % each))) & mask
  })
  return String.fromCharCode(...codes)
}

const enlarged = (from: Uint32Array, length: number): Uint32Array<ArrayBuffer> => {
  const to = new Uint32Array(length)
  to.set(from)
  return to
}
