import type { Stamped, View } from '@bot/core'
import { cancelOwn, entryBlock, type Outcome, type PolicyState } from './policy-state.js'
import { refuse } from './refuse.js'

/** Does what a person commands; pause and resume are the risk state's own, this is what follows at once. */
export const obeyOperator = (state: PolicyState, { event }: Stamped): readonly Outcome[] => {
  if (event.type !== 'operator') return []
  if (event.command === 'resume') {
    state.breaker.reset()
    state.account.accept()
  }
  if (event.command !== 'kill' && event.command !== 'cancel-all') return []
  forgetEntries(state)
  return [{ kind: 'cancel-all' }]
}

/** Nothing more of any entry is to be sent. */
const forgetEntries = ({ plans, resting }: PolicyState): void => {
  plans.clear()
  resting.clear()
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

/**
 * When entries stop by themselves: says so, and cancels what rests. At the day's loss that is everything; when the
 * account, the feed or the orders can't be trusted it is every buy of ours, since others' orders are not ours to cancel.
 * Exits go on wherever their own book is fresh.
 */
export const stopWhenBlocked = (state: PolicyState, view: View): readonly Outcome[] => {
  const now = entryBlock(state, view)
  const before = state.said.block
  state.said.block = now
  if (now === before || now === undefined || now === 'killed' || now === 'paused') return []
  if (now === 'loss-streak-pause') return []
  forgetEntries(state)
  if (now === 'daily-loss-limit') {
    const pnl = state.risk.dailyPnl(view.ledger)
    return [{ kind: 'cancel-all' }, refuse(now, 'risk-passed', 'executor', 'account', { pnl })]
  }
  const context = {
    differences: state.account.halted(),
    errorPercent: state.breaker.errorPercent(view.now),
  }
  const buys = state.tracker
    .live()
    .filter(({ state: { intent } }) => intent.side === 'buy' && intent.basket === undefined)
  return [...cancelOwn(buys, view.now), refuse(now, 'risk-passed', 'executor', 'account', context)]
}
