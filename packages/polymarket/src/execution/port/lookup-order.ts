import { BotError, type ExecutionReport, type OrderId } from '@bot/core'
import { isFields } from '../../wire/is-fields.js'
import { readOrderReport } from '../reports/read-order-report.js'
import { readOwnTrade } from '../reports/read-own-trade.js'
import type { ExecutionContext } from './execution-context.js'
import type { KnownOrder } from './order-memory.js'
import { readOrNothing } from './read-or-nothing.js'
import { readPages } from './read-pages.js'

/** Trades may be told a while after the order has left the book; the official client waits as long for them. */
const TRADES_LAG_MS = 30_000
/** How far the venue's clock may be behind ours. */
const SKEW_SECONDS = 600
const MOST_PAGES = 200

/**
 * Asks the venue for all that it knows of an order: its trades, oldest first, and then its state.
 *
 * The venue forgets an order that is not open any more; its trades stay. `unknown` stands last where it is neither
 * open nor wholly traded and its trades may still be on their way.
 *
 * @throws BotError what `readJson` throws, `unexpected-response` for an order or trade of ours that cannot be read.
 */
export const lookupOrder = async (
  context: ExecutionContext,
  id: OrderId,
): Promise<readonly ExecutionReport[] | 'not-found'> => {
  const order = await readOrder(context, id)
  const known = context.memory.get(id) ?? recall(context, id)
  const trades = await readTrades(context, id, known, order?.market)
  if (order !== undefined) return [...trades, stateOfFound(order, trades)]
  if (trades.length === 0) return withoutTrace(context, id, known)
  const end = endOfTraded(context, id, known, trades)
  return end === undefined ? trades : [...trades, end]
}

const recall = ({ orderOf }: ExecutionContext, id: OrderId): KnownOrder | undefined => {
  const intent = orderOf(id)
  if (intent === undefined) return undefined
  const { token, side, shares, postOnly, market } = intent
  const orderType = intent.tif.toUpperCase() as KnownOrder['orderType']
  return { token, side, shares, orderType, postOnly, market, outcome: 'unknown' }
}

type Found = Exclude<ReturnType<typeof readOrderReport>, { rejected: string }>

const readOrder = async (context: ExecutionContext, id: OrderId): Promise<Found | undefined> => {
  const path = `/data/order/${id}`
  const raw = await readOrNothing(context.client, path)
  if (!isFields(raw) || Object.keys(raw).length === 0) return undefined
  const read = readOrderReport(raw, context.clock.now())
  if ('rejected' in read) throw unreadable(path, read.rejected)
  return read
}

const readTrades = async (
  context: ExecutionContext,
  id: OrderId,
  known: KnownOrder | undefined,
  foundMarket: string | undefined,
): Promise<readonly ExecutionReport[]> => {
  const market = foundMarket ?? known?.market
  const sentAt = known?.sentAt
  const after = sentAt === undefined ? undefined : Math.floor(sentAt / 1000) - SKEW_SECONDS
  const path = '/data/trades'
  const rows = await readPages(context.client, path, { market, after }, MOST_PAGES)
  const own = rows.filter((row) => speaksOf(row, id))
  const reports = own.flatMap((row) => {
    const read = readOwnTrade(row, context.account, context.feeFor)
    if ('rejected' in read) throw unreadable(path, read.rejected)
    return read.reports.filter((report) => report.order === id)
  })
  return reports.toReversed()
}

const speaksOf = (row: unknown, id: OrderId): boolean => {
  if (!isFields(row)) return false
  if (row['taker_order_id'] === id) return true
  const makers = row['maker_orders']
  return (
    Array.isArray(makers) && makers.some((maker) => isFields(maker) && maker['order_id'] === id)
  )
}

const tradedBy = (trades: readonly ExecutionReport[]): number =>
  trades.reduce((sum, trade) => sum + (trade.exchanged?.size ?? 0), 0)

/** An end is told only when all that the order says it matched has been told as trades. */
const stateOfFound = ({ report }: Found, trades: readonly ExecutionReport[]): ExecutionReport =>
  (report.matched ?? 0) > tradedBy(trades) ? awaited(report.order) : report

const awaited = (order: OrderId): ExecutionReport => ({
  order,
  status: 'unknown',
  reason: 'its trades are still to come',
})

const withoutTrace = (
  context: ExecutionContext,
  id: OrderId,
  known: KnownOrder | undefined,
): readonly ExecutionReport[] | 'not-found' => {
  if (known?.ended !== undefined) return [known.ended]
  if (known?.outcome !== 'accepted') return 'not-found'
  return [mayStillTrade(context, known) ? awaited(id) : gone(id)]
}

const endOfTraded = (
  context: ExecutionContext,
  id: OrderId,
  known: KnownOrder | undefined,
  trades: readonly ExecutionReport[],
): ExecutionReport | undefined => {
  if (known?.ended !== undefined) return known.ended
  if (known === undefined) return gone(id)
  if (tradedBy(trades) >= known.shares) return undefined
  // A taking order trades once, at once. One that rested may have been hit again just now.
  const takes = known.orderType === 'FAK' || known.orderType === 'FOK'
  return !takes && mayStillTrade(context, known) ? awaited(id) : gone(id)
}

const mayStillTrade = ({ clock }: ExecutionContext, { sentAt }: KnownOrder): boolean =>
  sentAt !== undefined && clock.now() - sentAt < TRADES_LAG_MS

const gone = (order: OrderId): ExecutionReport => ({
  order,
  status: 'cancelled',
  reason: 'no longer open at the venue',
})

const unreadable = (path: string, reason: string): BotError =>
  new BotError(
    'unexpected-response',
    `Expected an order or trade that can be read from ${path}, was ${reason}; the venue may have changed`,
    { path, reason },
  )
