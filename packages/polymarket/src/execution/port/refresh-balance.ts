import type { TimeMs, TokenId } from '@bot/core'
import type { WireTerms } from '../order/order-wire.js'
import type { ExecutionContext } from './execution-context.js'
import { updateBalance } from './read-account.js'

/** A venue that keeps saying so is asked no more often than this for the same asset. */
const PAUSE_MS = 10_000

/** Lets the venue look at the chain again after it said that there is not enough; once for many orders. */
export type BalanceRefresh = (context: ExecutionContext, terms: WireTerms) => Promise<void>

/** Tells whether a refusal is about the balance or the allowance, which the venue sometimes remembers wrongly. */
export const isAboutBalance = (said: string): boolean => /not enough balance/i.test(said)

/** Makes a refresh that has not run yet. */
export const createBalanceRefresh = (): BalanceRefresh => {
  const last = new Map<TokenId | 'collateral', TimeMs>()
  return async (context, { side, token }) => {
    const asset = side === 'buy' ? 'collateral' : token
    const now = context.clock.now()
    const before = last.get(asset)
    if (before !== undefined && now - before < PAUSE_MS) return
    last.set(asset, now)
    for (const [each, at] of last) if (now - at >= PAUSE_MS) last.delete(each)
    try {
      await updateBalance(context, asset)
    } catch (cause) {
      context.problem({ during: 'balance-refresh', cause })
    }
  }
}
