import type { OrderIntent, Price, TimeMs } from '@bot/core'
import type { EntryPlan, RestingEntry } from './entry-wish.js'

/**
 * What an order carries through the journal, so that the journal alone restores it after a restart: its trade, its own
 * expiry, where its position is to be left, and what of its entry is still to come.
 */
export type OrderMemo = Readonly<{
  trade: string
  cancelAt?: TimeMs
  mark?: Readonly<{ target?: Price; stop?: Price; addOns: number }>
  plan?: EntryPlan
  resting?: RestingEntry
}>

/** Reads the memo of an order; `undefined` where another policy, or none, wrote it. */
export const readMemo = ({ memo }: OrderIntent): OrderMemo | undefined => {
  if (typeof memo !== 'object' || memo === null || !('trade' in memo)) return undefined
  return typeof memo.trade === 'string' ? (memo as OrderMemo) : undefined
}
