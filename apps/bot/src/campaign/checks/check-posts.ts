import type { Stamped } from '@bot/core'
import type { PostedOrder } from '../world/watch-orders.js'
import type { BotBooks } from './bot-books.js'
import type { Report } from './violation.js'

/** Watches what is posted: only bytes that the journal made durable before, and one order for each intent. */
export const createPostCheck = (books: BotBooks, report: Report) => {
  const idOf = new Map<string, string>()
  return {
    check: ({ body }: PostedOrder): void => {
      books.catchUp()
      const prepared = books.byWire.get(body)
      if (prepared === undefined) {
        report('sent-before-durable', `the journal does not hold ${body.slice(0, 200)}`)
        return
      }
      const { ref, id } = prepared
      const before = idOf.get(ref)
      if (before !== undefined && before !== id)
        report('order-sent-twice', `${ref} was posted as ${before} and as ${id}`)
      idOf.set(ref, id)
    },
  }
}

/** One intent is one order, over all restarts. */
export const checkIds = (entries: readonly Stamped[], report: Report): void => {
  const idOf = new Map<string, string>()
  for (const { event } of entries) {
    if (event.type !== 'order-prepared') continue
    const before = idOf.get(event.ref) ?? event.id
    if (before !== event.id)
      report('order-sent-twice', `${event.ref} was signed as ${before} and as ${event.id}`)
    idOf.set(event.ref, event.id)
  }
}
