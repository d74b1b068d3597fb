import type { TokenId } from '../brand.js'
import type { BookReading } from '../market/book-reading.js'

/**
 * Reads books over REST: the feed's fallback and its witness.
 *
 * Tokens without a book are left out of the answer. Never served from a cache of ours.
 *
 * @throws BotError `request-failed`, `request-timed-out`, `rate-limited` or `unexpected-response`.
 */
export type BookReader = (
  tokens: readonly TokenId[],
  signal: AbortSignal,
) => Promise<readonly BookReading[]>
