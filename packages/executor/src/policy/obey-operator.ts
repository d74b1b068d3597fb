import type { Stamped, View } from '@bot/core'
import type { EntryBlock } from '../risk/risk-state.js'
import type { Outcome, PolicyState } from './policy-state.js'
import { refuse } from './refuse.js'

/** Does what a person commands; pause and resume are the risk state's own, this is what follows at once. */
export const obeyOperator = (state: PolicyState, { event }: Stamped): readonly Outcome[] => {
  if (event.type !== 'operator') return []
  if (event.command !== 'kill' && event.command !== 'cancel-all') return []
  state.plans.clear()
  return [{ kind: 'cancel-all' }]
}

/** When the day's loss reaches its limit: cancels everything that rests and says so. Exits go on. */
export const stopWhenBlocked = (
  state: PolicyState,
  view: View,
  before: EntryBlock | undefined,
): readonly Outcome[] => {
  const now = state.risk.blocked(view.now)
  if (now !== 'daily-loss-limit' || before === now) return []
  state.plans.clear()
  const pnl = state.risk.dailyPnl(view.ledger)
  return [{ kind: 'cancel-all' }, refuse(now, 'risk-passed', 'executor', 'account', { pnl })]
}
