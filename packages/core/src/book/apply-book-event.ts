import type { TimeMs } from '../brand.js'
import type { BookDelta, BookSnapshot } from '../events/event.js'
import { applySnapshot, type OrderBook, setLevel } from './order-book.js'

/** Whether an event took effect; `wrong-epoch` means that it belongs to another generation of the book. */
export type BookEventOutcome = 'applied' | 'wrong-epoch'

/**
 * Applies one event to the book of its token: the one reducer that feed, engine and replay share.
 *
 * A delta of another epoch than the book's is refused. One of a later epoch means that a snapshot was missed: the book
 * counts as empty until one comes, whatever else says that it is alive. One of an earlier epoch is only late.
 */
export const applyBookEvent = (
  book: OrderBook,
  event: BookSnapshot | BookDelta,
  venueAt: TimeMs,
  receivedAt: TimeMs,
): BookEventOutcome => {
  if (event.type === 'book-snapshot') {
    applySnapshot(book, event, venueAt, receivedAt)
    return 'applied'
  }
  if (event.epoch !== book.epoch || book.status === 'empty') {
    if (event.epoch > book.epoch) book.status = 'empty'
    return 'wrong-epoch'
  }
  for (const change of event.changes) setLevel(book, change.side, change.price, change.size)
  book.changedAt = venueAt
  book.provenAliveAt = receivedAt
  if (book.status === 'stale') book.status = 'live'
  return 'applied'
}
