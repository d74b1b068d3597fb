import type { EncodedEntry } from '../entry/entry.js'

const MOST_ENTRIES = 4_096
const MOST_CHARACTERS = 1_048_576

/** What waits to be written, in the order in which it came. */
export type WriteQueue = Readonly<{
  add: (entries: readonly EncodedEntry[]) => void
  /** Takes the next entries, at most about a megabyte; empty when nothing waits. */
  take: () => readonly EncodedEntry[]
  /** How many characters wait. */
  characters: () => number
}>

/** Makes an empty queue. */
export const createWriteQueue = (): WriteQueue => {
  let waiting: EncodedEntry[] = []
  let begin = 0
  let characters = 0
  return {
    add: (entries) => {
      for (const entry of entries) {
        waiting.push(entry)
        characters += entry.line.length
      }
    },
    take: () => {
      let end = begin
      for (let length = 0; end < waiting.length && end - begin < MOST_ENTRIES; end++) {
        const next = waiting[end]?.line.length ?? 0
        if (end > begin && length + next > MOST_CHARACTERS) break
        length += next
      }
      const taken = waiting.slice(begin, end)
      for (const entry of taken) characters -= entry.line.length
      begin = end
      if (begin === waiting.length) {
        waiting = []
        begin = 0
      }
      return taken
    },
    characters: () => characters,
  }
}
