import type { Arrived, OrderRef, OrderState, TimeMs } from '@bot/core'
import type { AccountState } from '@bot/engine'

/** Finds the orders with trades that were matched and not yet confirmed: shares that can't be sold before. */
export const unsettledOrders = (
  account: Pick<AccountState, 'ledger' | 'order'>,
): readonly OrderState[] => {
  const refs = new Set<OrderRef>()
  for (const { entries } of account.ledger().positions.values()) {
    for (const { id, settled } of entries) {
      if (settled === 'provisional') refs.add(id.slice(0, id.lastIndexOf(' ')) as OrderRef)
    }
  }
  return [...refs].flatMap((ref) => account.order(ref) ?? [])
}

/** Reports trades of an earlier run on paper as confirmed: the paper venue that would have done so ended with it. */
export const settledOnPaper = (orders: readonly OrderState[], at: TimeMs): readonly Arrived[] =>
  orders.flatMap(({ id, trades }) =>
    trades
      .filter(({ settled }) => settled === 'matched' || settled === 'mined')
      .flatMap((trade): readonly Arrived[] => {
        if (id === undefined) return []
        const report = { order: id, tradeId: trade.id, status: 'confirmed' } as const
        return [{ at, event: { type: 'execution', report } }]
      }),
  )
