import { type BookReader, type BookReading, BotError, type TokenId } from '@bot/core'
import type { Transport } from '../transport/create-transport.js'
import { readJson } from '../transport/read-json.js'
import { parseBookReading } from './parse-book-reading.js'

/** What the reader may be told. */
export type BookReaderOptions = Readonly<{
  /** Called for each book that came and could not be read, with a kebab-case reason. */
  onRejected?: (reason: string) => void
  /** Books a request, at most 500, which is the default: the venue refuses more. */
  booksAtOnce?: number
}>

/**
 * Makes the reader of books over `POST /books`, in parts of at most 500.
 *
 * Tokens without a book and books that cannot be read are left out; the latter are told to `onRejected`.
 */
export const createBookReader = (
  transport: Transport,
  options: BookReaderOptions = {},
): BookReader => {
  const { onRejected = () => undefined, booksAtOnce = 500 } = options
  return async (tokens, signal) => {
    const wanted = new Set<string>(tokens)
    const unique = [...wanted]
    const readings = new Map<TokenId, BookReading>()
    for (let from = 0; from < unique.length; from += booksAtOnce) {
      const part = unique.slice(from, from + booksAtOnce)
      for (const raw of await postBooks(transport, part, signal)) {
        const parsed = parseBookReading(raw)
        if ('rejected' in parsed) onRejected(parsed.rejected)
        else if (wanted.has(parsed.reading.token))
          readings.set(parsed.reading.token, parsed.reading)
        else onRejected('not-asked-for')
      }
    }
    return [...readings.values()]
  }
}

const postBooks = async (
  transport: Transport,
  tokens: readonly string[],
  signal: AbortSignal,
): Promise<readonly unknown[]> => {
  const path = '/books'
  const body = JSON.stringify(tokens.map((token) => ({ token_id: token })))
  const answer = await readJson(transport, { host: 'clob', method: 'POST', path, body, signal })
  if (Array.isArray(answer)) return answer
  throw new BotError('unexpected-response', `Expected a list of books from ${path}, was none`, {
    path,
  })
}
