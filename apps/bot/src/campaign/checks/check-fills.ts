import type { OrderId, OrderTrade } from '@bot/core'
import type { SimExchange, SimTrade } from '@bot/sim'
import type { BotBooks } from './bot-books.js'
import type { Report } from './violation.js'

/** One order's part of a trade, as the exchange has it. */
type Fill = Readonly<{
  order: OrderId
  trade: string
  size: number
  notional: number
  fee: number
  failed: boolean
}>

/** Compares every fill of the wallet at the exchange with what the journal says: none lost, none twice, none other. */
export const checkFills = (
  exchange: SimExchange,
  wallet: string,
  books: BotBooks,
  report: Report,
): void => {
  const real = new Map(
    fillsOf(exchange.trades({ owner: wallet }), wallet).map((fill) => [
      keyOf(fill.order, fill.trade),
      fill,
    ]),
  )
  const told = new Map<string, OrderTrade>()
  for (const { ref, id } of books.byId.values()) {
    for (const trade of books.account.order(ref)?.trades ?? []) told.set(keyOf(id, trade.id), trade)
  }
  for (const [key, fill] of real) {
    const known = told.get(key)
    if (known === undefined) report('fill-lost', `${key} of ${fill.size}`)
    else if (!isSame(fill, known))
      report('fill-differs', `${key}: ${JSON.stringify(fill)} and ${JSON.stringify(known)}`)
  }
  for (const [key, { exchanged }] of told) {
    if (!real.has(key)) report('fill-invented', `${key} of ${exchanged.size}`)
  }
}

const keyOf = (order: string, trade: string): string => `order ${order} trade ${trade}`

const isSame = (fill: Fill, { exchanged, fee, settled }: OrderTrade): boolean =>
  fill.failed === (settled === 'failed') &&
  fill.size === exchanged.size &&
  fill.notional === exchanged.notional &&
  fill.fee === fee

/** An order that was hit more than once in one trade has one fill. */
const fillsOf = (trades: readonly SimTrade[], wallet: string): readonly Fill[] =>
  trades.flatMap((trade) => {
    const failed = trade.status === 'failed'
    const parts = [trade.taker, ...trade.makers].filter(({ owner }) => owner === wallet)
    const fills = new Map<OrderId, Fill>()
    for (const { order, size, notional, fee } of parts) {
      const before = fills.get(order) ?? { size: 0, notional: 0, fee: 0 }
      fills.set(order, {
        ...{ order, trade: trade.id, failed },
        size: before.size + size,
        notional: before.notional + notional,
        fee: before.fee + fee,
      })
    }
    return [...fills.values()]
  })
