import type { Approved, BasketAction, OrderRef, SettleRequest } from '@bot/core'
import { approve } from './approve.js'

/** Names an approved action for the venue; the approval is the action's own. */
export const settleRequest = (
  ref: OrderRef,
  action: Approved<BasketAction>,
): Approved<SettleRequest> => approve({ ref, action })
