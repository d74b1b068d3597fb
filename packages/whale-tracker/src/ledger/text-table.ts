/** Texts as small numbers, in the order in which they first came. */
export type TextTable = Readonly<{
  /** Finds or adds a text. */
  idOf: (text: string) => number
  /** Finds a text; -1 when it never came. */
  find: (text: string) => number
  /** Writes a text's print at a place among prints. */
  print: PrintText
  /** Fetches the slot where a search for a print begins. */
  fetch: (prints: Uint32Array, place: number) => void
  /** Finds the text with the print at a place among prints; -1 when it never came. */
  findPrinted: (prints: Uint32Array, place: number) => number
  textOf: (id: number) => string
  size: () => number
  /** Bytes held, as near as can be told: the texts themselves belong to the engine. */
  bytes: () => number
}>

/** Words of a text's print. */
const PRINT = 3
/** A slot: the number and one (0: free), then the print. */
const SLOT = 4
const FULLEST = 0.6
/** Bytes that a text takes beside its characters: its header, and its place in the list. */
const TEXT_OVERHEAD = 24

/**
 * Makes a table of texts: open addressing by 96 bits of their characters.
 *
 * A `Map` of strings compares them, which fetches the known one from somewhere in memory; here a look-up touches one slot
 * and no text, and two texts would have to agree in 96 bits to be taken for one. Addresses and condition ids are hashes
 * themselves: whoever wants such a pair has to find it by trying.
 */
export const createTextTable = (): TextTable => {
  const texts: string[] = []
  const printText = createPrinter()
  const own = new Uint32Array(PRINT)
  let slots = new Uint32Array(SLOT * 64)
  let characters = 0
  /** What was fetched last, kept so that no compiler leaves the reading out. */
  let fetched = 0

  /** Returns where the slot of a print begins, or the free one where it belongs. */
  const slotOf = (prints: Uint32Array, place: number): number => {
    const mask = slots.length - 1
    const [first, second, third] = [prints[place], prints[place + 1], prints[place + 2]]
    let at = ((first ?? 0) * SLOT) & mask
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
  const add = (text: string, slot: number): number => {
    texts.push(ownText(text))
    characters += text.length
    slots[slot] = texts.length
    slots.set(own, slot + 1)
    if (texts.length > (slots.length / SLOT) * FULLEST) grow()
    return texts.length - 1
  }
  const findPrinted = (prints: Uint32Array, place: number): number =>
    (slots[slotOf(prints, place)] ?? 0) - 1

  return {
    idOf: (text) => {
      printText(text, own, 0)
      const slot = slotOf(own, 0)
      const found = slots[slot] ?? 0
      return found === 0 ? add(text, slot) : found - 1
    },
    find: (text) => {
      printText(text, own, 0)
      return findPrinted(own, 0)
    },
    print: printText,
    fetch: (prints, place) => {
      fetched ^= slots[((prints[place] ?? 0) * SLOT) & (slots.length - 1)] ?? 0
    },
    findPrinted,
    textOf: (id) => texts[id] ?? '',
    size: () => texts.length,
    bytes: () => 4 * slots.length + texts.length * TEXT_OVERHEAD + characters + (fetched & 0),
  }
}

/** Copies a text: a slice of a page's text would keep the whole page in memory. */
const ownText = (text: string): string => JSON.parse(JSON.stringify(text)) as string

/** Writes the print of a text at a place among prints. */
type PrintText = (text: string, prints: Uint32Array, place: number) => void

/** Makes what prints texts by the bytes of UTF-8, four a word: the engine copies them faster than they can be asked for. */
const createPrinter = (): PrintText => {
  const encoder = new TextEncoder()
  let bytes = new Uint8Array(1024)
  let words = new Uint32Array(bytes.buffer)
  return (text, prints, place) => {
    if (bytes.length < 3 * text.length + 4) {
      bytes = new Uint8Array(4 * text.length + 4)
      words = new Uint32Array(bytes.buffer)
    }
    const { written } = encoder.encodeInto(text, bytes)
    bytes[written] = 0
    bytes[written + 1] = 0
    bytes[written + 2] = 0
    let a = written ^ 0x9e3779b1
    let b = written ^ 0x7f4a7c15
    let c = written ^ 0x165667b1
    for (let i = 0; 4 * i < written; i++) {
      const word = words[i] ?? 0
      a = Math.imul(a ^ word, 0x85ebca6b)
      b = Math.imul(b + word, 0xc2b2ae35)
      c = Math.imul(c ^ (word << 7) ^ (word >>> 11), 0x27d4eb2f)
      a ^= (a >>> 15) ^ c
      b ^= b >>> 13
      c ^= (c >>> 16) ^ b
    }
    const mixed = Math.imul(a ^ (a >>> 13), 0xc2b2ae35)
    prints[place] = mixed ^ (mixed >>> 16)
    prints[place + 1] = b ^ a
    prints[place + 2] = c
  }
}
