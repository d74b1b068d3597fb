import type { Level } from '@bot/core'
import { readPrice } from './read-price.js'
import { readSize } from './read-size.js'

/** Why a list of levels cannot be read. */
export type LevelFault = 'missing-levels' | 'bad-price' | 'bad-size'

/** Reads `[{price, size}]`; one unreadable level refuses the whole list, since a book with a hole is no book. */
export const readLevels = (value: unknown): readonly Level[] | LevelFault => {
  if (!Array.isArray(value)) return 'missing-levels'
  const levels: Level[] = []
  for (const entry of value as readonly ({ price?: unknown; size?: unknown } | null)[]) {
    const price = readPrice(entry?.price)
    if (price === undefined) return 'bad-price'
    const size = readSize(entry?.size)
    if (size === undefined) return 'bad-size'
    levels.push({ price, size })
  }
  return levels
}
