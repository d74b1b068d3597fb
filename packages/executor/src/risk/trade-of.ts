import type { OrderIntent } from '@bot/core'

/** Names the trade that an order of another run was part of: a basket is one, any other order is its own. */
export const tradeOf = ({ basket, ref }: OrderIntent): string =>
  basket === undefined ? ref : `basket ${basket}`
