import type { TokenId } from '../../brand.js'
import { isBotError } from '../../error/bot-error.js'
import type { BookReader } from '../../ports/book-reader.js'
import type { ContractCase } from '../../ports/contract-case.js'
import { expectSame, expectThat } from './expect-that.js'

/** A reader with tokens whose books it can read, and one that has none. */
export type BookReaderHarness = Readonly<{
  read: BookReader
  known: readonly TokenId[]
  unknown: TokenId
}>

const quiet = (): AbortSignal => new AbortController().signal

const readerCase = (
  name: string,
  run: (harness: BookReaderHarness) => Promise<void>,
): ContractCase<BookReaderHarness> => ({ name, run: async (make) => run(await make()) })

/** What every {@link BookReader} must do. */
export const bookReaderCases: readonly ContractCase<BookReaderHarness>[] = [
  readerCase('reads each token that was asked for once, with sound levels', async (harness) => {
    const books = await harness.read(harness.known, quiet())
    expectSame(books.map((book) => book.token).sort(), [...harness.known].sort(), 'tokens read')
    for (const { price, size } of books.flatMap((book) => [...book.bids, ...book.asks])) {
      expectThat(Number.isInteger(price) && price > 0 && price < 10_000, 'prices lie inside 0 to 1')
      expectThat(Number.isSafeInteger(size) && size > 0, 'sizes are above 0')
    }
  }),
  readerCase('leaves out a token without a book', async (harness) => {
    const books = await harness.read([...harness.known, harness.unknown], quiet())
    expectThat(
      books.every((book) => book.token !== harness.unknown),
      'the unknown token is left out',
    )
    expectSame(books.length, harness.known.length, 'books read')
  }),
  readerCase('reads nothing for nothing', async (harness) => {
    expectSame(await harness.read([], quiet()), [], 'books of no token')
  }),
  readerCase('gives up when it is aborted', async (harness) => {
    const outcome = await harness.read(harness.known, AbortSignal.abort()).then(
      () => 'read',
      (thrown: unknown) => (isBotError(thrown) ? 'failed' : thrown),
    )
    expectSame(outcome, 'failed', 'an aborted read')
  }),
]
