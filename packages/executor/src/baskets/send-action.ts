import { type Approved, type BasketAction, type OrderRef, timeMs } from '@bot/core'
import type { Outcome } from '../policy/policy-state.js'
import type { BasketRun } from './basket-run.js'
import type { BasketStep } from './basket-step.js'

/** How long an action may take before it is asked after. */
export const FIRST_CARE_MS = 30_000

/** Commands an action under a reference of its own, which no other action will have. */
export const sendAction = (
  { run, view, nextRef }: BasketStep,
  action: Approved<BasketAction>,
): readonly Outcome[] => {
  const ref = nextRef()
  const nextCareAt = timeMs(view.now + FIRST_CARE_MS)
  run.action = { ref, action, lookups: 0, nextCareAt, again: false }
  run.retryAt = undefined
  run.dirty = true
  return [settleCommand(run, ref, action)]
}

/** Builds the command of an action: the same reference asks the venue for what it knows of it. */
export const settleCommand = (
  run: BasketRun,
  ref: OrderRef,
  action: Approved<BasketAction>,
): Outcome => {
  const { id } = run.basket
  return { kind: 'settle', ref, owner: id, basket: id, action }
}
