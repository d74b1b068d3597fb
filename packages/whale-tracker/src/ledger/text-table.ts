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

/** A text's words begin with its header: twice its length, and 1 where it is wide. */
const HEADER = 1
/** A slot: the number and one, then three words of its print. */
const SLOT = 4
const FULLEST = 0.6

/**
 * Makes a table of texts: open addressing by 96 bits of their characters, packed four to a word (two where one is beyond
 * Latin-1).
 *
 * A `Map` of strings keeps every string and compares them; here a look-up touches one slot and no text, and two texts
 * would have to agree in 96 bits to be taken for one. Addresses and condition ids are hashes themselves: whoever wants
 * such a pair has to find it by trying.
 */
export const createTextTable = (): TextTable => {
  let slots = new Uint32Array(SLOT * 64)
  let words = new Uint32Array(1024)
  let starts = new Uint32Array(64)
  let scratch = new Uint32Array(64)
  let end = 0
  let count = 0
  /** Of the text that was packed last: its words, and its length with whether it is wide. */
  let packed = 0
  let header = 0
  let first = 0
  let second = 0
  let third = 0

  /** Packs a text into the scratch words and prints them. */
  const pack = (text: string): void => {
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
    print()
  }

  const print = (): void => {
    let a = header ^ 0x9e3779b1
    let b = header ^ 0x7f4a7c15
    let c = header ^ 0x165667b1
    for (let i = 0; i < packed; i++) {
      const word = scratch[i] ?? 0
      a = Math.imul(a ^ word, 0x85ebca6b)
      b = Math.imul(b + word, 0xc2b2ae35)
      c = Math.imul(c ^ (word << 7) ^ (word >>> 11), 0x27d4eb2f)
      a ^= (a >>> 15) ^ c
      b ^= b >>> 13
      c ^= (c >>> 16) ^ b
    }
    first = Math.imul(a ^ (a >>> 13), 0xc2b2ae35) >>> 0
    first = (first ^ (first >>> 16)) >>> 0
    second = (b ^ a) >>> 0
    third = c >>> 0
  }

  /** Returns where the slot of the packed text begins, or the free one where it belongs. */
  const slotOf = (): number => {
    const mask = slots.length - 1
    let at = (first * SLOT) & mask
    for (;;) {
      if (slots[at] === 0) return at
      if (slots[at + 1] === first && slots[at + 2] === second && slots[at + 3] === third) return at
      at = (at + SLOT) & mask
    }
  }

  const grow = (): void => {
    const before = slots
    slots = new Uint32Array(2 * before.length)
    const mask = slots.length - 1
    for (let from = 0; from < before.length; from += SLOT) {
      if (before[from] === 0) continue
      let at = ((before[from + 1] ?? 0) * SLOT) & mask
      while (slots[at] !== 0) at = (at + SLOT) & mask
      for (let i = 0; i < SLOT; i++) slots[at + i] = before[from + i] ?? 0
    }
  }

  const add = (slot: number): number => {
    const needed = end + HEADER + packed
    if (needed > words.length) words = enlarged(words, Math.max(needed, words.length * 1.5))
    if (count === starts.length) starts = enlarged(starts, count * 1.5)
    slots.set([count + 1, first, second, third], slot)
    starts[count] = end
    words[end] = header
    words.set(scratch.subarray(0, packed), end + HEADER)
    end = needed
    count += 1
    if (count > (slots.length / SLOT) * FULLEST) grow()
    return count - 1
  }

  return {
    idOf: (text) => {
      pack(text)
      const slot = slotOf()
      const found = slots[slot] ?? 0
      return found === 0 ? add(slot) : found - 1
    },
    find: (text) => {
      pack(text)
      return (slots[slotOf()] ?? 0) - 1
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

const unpack = (words: Uint32Array, start: number): string => {
  const header = words[start] ?? 0
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
  const to = new Uint32Array(Math.ceil(length))
  to.set(from)
  return to
}
