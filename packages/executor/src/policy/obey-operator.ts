import type { Stamped, View } from '@bot/core'
import type { EntryBlock } from '../risk/risk-state.js'
import { cancelOwn, type Outcome, type PolicyState } from './policy-state.js'
import { refuse } from './refuse.js'

/** Does what a person commands; pause and resume are the risk state's own, this is what follows at once. */
export const obeyOperator = (state: PolicyState, { event }: Stamped): readonly Outcome[] => {
  if (event.type !== 'operator') return []
  if (event.command !== 'kill' && event.command !== 'cancel-all') return []
  state.plans.clear()
  return [{ kind: 'cancel-all' }]
}

/** When a market's tick changes: cancels what rests in it, whose prices may be off the new grid. */
export const cancelOffTick = (
  state: PolicyState,
  view: View,
  { event }: Stamped,
): readonly Outcome[] => {
  if (event.type !== 'tick-changed') return []
  const resting = state.tracker
    .live()
    .filter(({ state: { intent } }) => intent.token === event.token)
  return cancelOwn(resting, view.now)
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
