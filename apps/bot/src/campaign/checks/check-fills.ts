import type { OrderId, OrderTrade, TimeMs } from '@bot/core'
import type { SimExchange } from '@bot/sim'
import type { BotBooks } from './bot-books.js'
import type { Report } from './violation.js'

/** One order's part of a trade, as the exchange has it; money where the exchange says it. */
export type Fill = Readonly<{
  order: OrderId
  trade: string
  size: number
  money?: Readonly<{ notional: number; fee: number }>
  failed: boolean
}>

/** A fill and when it was matched. */
export type MatchedFill = Fill & Readonly<{ at: TimeMs }>

/** Compares every fill of the wallet at the exchange with what the journal says: none lost, none twice, none other. */
export const checkFills = (fills: readonly Fill[], books: BotBooks, report: Report): void => {
  const real = new Map(fills.map((fill) => [keyOf(fill.order, fill.trade), fill]))
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

const isSame = ({ failed, size, money }: Fill, { exchanged, fee, settled }: OrderTrade): boolean =>
  failed === (settled === 'failed') &&
  size === exchanged.size &&
  (money === undefined || (money.notional === exchanged.notional && money.fee === fee))

/** Lists the fills of a wallet in an exchange of this process. */
export const fillsAt = (
  exchange: Pick<SimExchange, 'trades'>,
  wallet: string,
): readonly MatchedFill[] =>
  exchange.trades({ owner: wallet }).flatMap(({ id, at, status, taker, makers }) =>
    mergeFills(
      [taker, ...makers]
        .filter(({ owner }) => owner === wallet)
        .map(({ order, size, notional, fee }) => ({
          ...{ order, trade: id, size, failed: status === 'failed' },
          money: { notional, fee },
        })),
    ).map((fill) => ({ ...fill, at })),
  )

/** An order that was hit more than once in one trade has one fill. */
export const mergeFills = (parts: readonly Fill[]): readonly Fill[] => {
  const fills = new Map<OrderId, Fill>()
  for (const part of parts) {
    const before = fills.get(part.order)
    fills.set(part.order, before === undefined ? part : added(before, part))
  }
  return [...fills.values()]
}

const added = (before: Fill, { size, money }: Fill): Fill => ({
  ...before,
  size: before.size + size,
  ...(before.money === undefined || money === undefined
    ? {}
    : {
        money: {
          notional: before.money.notional + money.notional,
          fee: before.money.fee + money.fee,
        },
      }),
})
