import type { OrderIntent } from '@bot/core'

/** Names the trade that an order is part of: a basket is one, an entry that went out in parts is one. */
export const tradeOf = ({ basket, ref, memo }: OrderIntent): string => {
  if (basket !== undefined) return `basket ${basket}`
  const trade = typeof memo === 'object' && memo !== null && 'trade' in memo ? memo.trade : ref
  return typeof trade === 'string' ? trade : ref
}
