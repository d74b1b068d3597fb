import {
  type BookReading,
  BotError,
  isBotError,
  type MarketFacts,
  messageOf,
  type OrderId,
} from '@bot/core'
import { admitProbe } from '@bot/executor'
import type { AccountParts } from './account-parts.js'
import type { Check } from './check.js'

/** Places one post-only order far from the market and cancels it: free, and proof of key, signature and permissions. */
export const roundTrip = async (
  parts: Pick<AccountParts, 'execution' | 'reads' | 'markets' | 'testOrders'>,
): Promise<Omit<Check, 'name'>> => {
  const { execution, testOrders } = parts
  for (const earlier of testOrders?.ids() ?? []) {
    const ended = await end(parts, earlier)
    if (ended.left !== undefined) throw new Error(`an earlier test order is open: ${ended.left}`)
  }
  const { market, order } = await chooseProbe(parts)
  const prepared = await execution.prepare(order)
  testOrders?.add(prepared.id)
  const { outcome, reason } = await execution.submit(prepared, AbortSignal.timeout(PATIENCE_MS))
  if (outcome === 'refused') testOrders?.remove(prepared.id)
  const { seen, left } = await end(parts, prepared.id)
  const where = `"${market.question}"`
  if (left !== undefined) {
    const detail = `the order ${prepared.id} could not be cancelled: ${left}`
    return {
      state: 'failed',
      detail,
      advice: 'Cancel it on polymarket.com, then run doctor again.',
    }
  }
  if (outcome === 'accepted' && seen)
    return {
      state: 'ok',
      detail: `an order was placed far from the market of ${where} and cancelled`,
    }
  return {
    state: 'failed',
    detail: `an order in ${where} was ${outcome}: ${reason ?? 'no reason was given'}`,
    advice: 'docs/live.md explains the venue’s refusals.',
  }
}

/** Cancels an order and forgets it once it was seen; one that was never seen may still reach the book. */
const end = async (
  parts: Pick<AccountParts, 'execution' | 'testOrders'>,
  id: OrderId,
): Promise<Readonly<{ seen: boolean; left: string | undefined }>> => {
  const seen = (await parts.execution.lookup(id)) !== 'not-found'
  const left = await cancelSurely(parts, id)
  if (seen && left === undefined) parts.testOrders?.remove(id)
  return { seen, left }
}

const PATIENCE_MS = 10_000
const TRIED_MARKETS = 50
const CANCEL_TRIES = 3

/** The first liquid market where a bid at one tick cannot fill. */
const chooseProbe = async ({ reads, markets }: Pick<AccountParts, 'reads' | 'markets'>) => {
  const some = markets.filter((market) => market.tradable).slice(0, TRIED_MARKETS)
  const tokens = some.flatMap((market) => market.tokens.slice(0, 1))
  const books = await reads.readBooks(tokens, AbortSignal.timeout(PATIENCE_MS))
  for (const market of some) {
    const order = probeIn(market, books)
    if (order !== undefined) return { market, order }
  }
  throw new BotError(
    'no-data',
    `Expected a market to place a test order in among ${some.length}, was none; try again later`,
  )
}

const probeIn = (market: MarketFacts, books: readonly BookReading[]) => {
  const book = books.find(({ token }) => token === market.tokens[0])
  if (book === undefined) return undefined
  const asks = book.asks.map(({ price }) => price).sort((a, b) => a - b)
  try {
    return admitProbe(market, book.token, asks[0])
  } catch (thrown) {
    if (isBotError(thrown, 'invalid-argument')) return undefined
    throw thrown
  }
}

/** Cancels until the venue no longer knows the order as open; returns why it could not. */
const cancelSurely = async (
  { execution }: Pick<AccountParts, 'execution'>,
  id: OrderId,
): Promise<string | undefined> => {
  let reason = 'it is still open'
  for (let left = CANCEL_TRIES; left > 0; left--) {
    try {
      await execution.cancel([id])
      const { open } = await execution.account()
      if (!open.includes(id)) return undefined
    } catch (thrown) {
      reason = messageOf(thrown)
    }
  }
  return reason
}
