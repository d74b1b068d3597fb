import type { Size, Usd } from '@bot/core'
import type { PlaceResult } from './sim-order.js'

/** The totals of an order that exchanged nothing. */
export const NOTHING: Pick<PlaceResult, 'filled' | 'notional' | 'fee' | 'fills'> = {
  filled: 0 as Size,
  notional: 0 as Usd,
  fee: 0 as Usd,
  fills: [],
}
