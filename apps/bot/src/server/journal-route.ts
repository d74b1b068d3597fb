import { Readable } from 'node:stream'
import { BotError, type Stamped } from '@bot/core'
import type { FastifyInstance } from 'fastify'
import type { StatsSource } from '../stats/stats-source.js'

const DEFAULT_LIMIT = 200
const MAX_LIMIT = 1_000
const NDJSON = 'application/x-ndjson'

type Query = Readonly<{ after?: string; limit?: string }>

/**
 * Adds `/api/journal?after=seq&limit=n`: a page `{entries, lastSeq}` of at most 1,000 entries, or with
 * `Accept: application/x-ndjson` a stream of one entry a line, to the end where no limit is given.
 */
export const addJournalRoute = (app: FastifyInstance, source: StatsSource): void => {
  app.get<{ Querystring: Query }>(
    '/api/journal',
    { exposeHeadRoute: false },
    async (request, reply) => {
      const after = whole('after', request.query.after, 0, Number.MAX_SAFE_INTEGER) ?? 0
      const limit = whole('limit', request.query.limit, 1, MAX_LIMIT)
      if (request.headers.accept?.includes(NDJSON) === true) {
        return reply.type(NDJSON).send(Readable.from(lines(source.journal(after), limit)))
      }
      const entries: Stamped[] = []
      for await (const entry of take(source.journal(after), limit ?? DEFAULT_LIMIT))
        entries.push(entry)
      return { entries, lastSeq: entries.at(-1)?.seq ?? after }
    },
  )
}

const whole = (name: string, text: unknown, least: number, most: number): number | undefined => {
  if (text === undefined) return undefined
  const value = typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (value >= least && value <= most) return value
  throw new BotError(
    'invalid-argument',
    `Expected ${name} to be a whole number from ${least} to ${most}, was ${JSON.stringify(text)}`,
    { name },
  )
}

const take = async function* (
  entries: AsyncIterable<Stamped>,
  limit: number,
): AsyncGenerator<Stamped> {
  let taken = 0
  for await (const entry of entries) {
    yield withoutSecrets(entry)
    taken += 1
    if (taken >= limit) return
  }
}

const lines = async function* (
  entries: AsyncIterable<Stamped>,
  limit: number | undefined,
): AsyncGenerator<string> {
  for await (const entry of take(entries, limit ?? Number.POSITIVE_INFINITY))
    yield `${JSON.stringify(entry)}\n`
}

/** The signed text of an order is all it takes to place it, and it names the key of the account. */
const withoutSecrets = (stamped: Stamped): Stamped =>
  stamped.event.type === 'order-prepared'
    ? { ...stamped, event: { ...stamped.event, wire: '[not shown]' } }
    : stamped
