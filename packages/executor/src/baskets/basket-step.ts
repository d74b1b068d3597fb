import type { OrderRef, View } from '@bot/core'
import type { PolicyState } from '../policy/policy-state.js'
import type { BasketRun } from './basket-run.js'

/** One basket at one event, with all that its next step is decided on. */
export type BasketStep = Readonly<{
  state: PolicyState
  view: View
  run: BasketRun
  nextRef: () => OrderRef
}>
