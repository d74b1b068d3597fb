import { existsSync, readFileSync } from 'node:fs'
import { type OrderId, orderId } from '@bot/core'
import { writeFileWhole } from '../effects/write-file-whole.js'

/**
 * Orders that doctor placed and did not see end. One whose fate is unknown may reach the book after doctor gave up on
 * it, even in the run that follows: it must not look like somebody else's then.
 */
export type TestOrders = Readonly<{
  ids: () => readonly OrderId[]
  add: (id: OrderId) => void
  remove: (id: OrderId) => void
}>

/** Enough for a bad day; what is older than so many later ones has long expired or been seen. */
const MOST = 50

/** Opens the list in a file; what runs meanwhile in another process is seen at the next look. */
export const openTestOrders = (file: string): TestOrders => {
  const ids = (): readonly OrderId[] =>
    existsSync(file) ? readFileSync(file, 'utf8').split(/\s+/).filter(Boolean).map(orderId) : []
  const write = (list: readonly OrderId[]): void =>
    writeFileWhole(file, list.map((id) => `${id}\n`).join(''))
  return {
    ids,
    add: (id) => write([...ids(), id].slice(-MOST)),
    remove: (id) => {
      const left = ids().filter((other) => other !== id)
      if (left.length < ids().length) write(left)
    },
  }
}
