import {
  type BookReader,
  type BookReading,
  BotError,
  type Clock,
  isBotError,
  type TokenId,
} from '@bot/core'

/** The most tokens that one REST call may ask for. */
const BATCH = 500

/** How books are read. */
export type ReadBooksOptions = Readonly<{
  reader: BookReader
  clock: Clock
  /** How long one call may take. */
  timeoutMs: number
  signal: AbortSignal
}>

/** What was read, and what failed: a failed batch does not hide the others. */
export type BooksRead = Readonly<{
  readings: readonly BookReading[]
  failures: readonly unknown[]
  rateLimited: boolean
}>

/** Reads books in batches, one after another. A rate limit ends it: the rest would only make it worse. */
export const readBooks = async (
  tokens: readonly TokenId[],
  options: ReadBooksOptions,
): Promise<BooksRead> => {
  const readings: BookReading[] = []
  const failures: unknown[] = []
  for (let from = 0; from < tokens.length && !options.signal.aborted; from += BATCH) {
    try {
      readings.push(...(await readBatch(tokens.slice(from, from + BATCH), options)))
    } catch (error) {
      failures.push(error)
      if (isBotError(error, 'rate-limited')) return { readings, failures, rateLimited: true }
    }
  }
  return { readings, failures, rateLimited: false }
}

/** The tokens that were asked for and not answered. */
export const absentFrom = (
  readings: readonly BookReading[],
  asked: readonly TokenId[],
): readonly TokenId[] => {
  const answered = new Set(readings.map(({ token }) => token))
  return asked.filter((token) => !answered.has(token))
}

/** One call that ends at the timeout even when the reader does not heed its signal. */
const readBatch = (
  tokens: readonly TokenId[],
  { reader, clock, timeoutMs, signal }: ReadBooksOptions,
): Promise<readonly BookReading[]> =>
  new Promise((resolve, reject) => {
    const call = new AbortController()
    const stop = (error: unknown): void => {
      cancel()
      signal.removeEventListener('abort', onAbort)
      call.abort(error)
      reject(error)
    }
    const onAbort = (): void => stop(new BotError('aborted', 'Reading books was aborted'))
    const cancel = clock.after(timeoutMs, () =>
      stop(
        new BotError('request-timed-out', `Expected books within ${timeoutMs} ms, none came`, {
          tokens: tokens.length,
        }),
      ),
    )
    signal.addEventListener('abort', onAbort, { once: true })
    const done = (): void => {
      cancel()
      signal.removeEventListener('abort', onAbort)
    }
    Promise.resolve()
      .then(() => reader(tokens, call.signal))
      .then((readings) => {
        done()
        resolve(readings)
      }, stop)
  })
