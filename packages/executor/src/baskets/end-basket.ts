import type { View } from '@bot/core'
import type { Outcome } from '../policy/policy-state.js'
import { refuse } from '../policy/refuse.js'
import type { BasketEnd, BasketRun } from './basket-run.js'

/** Records how a basket ended; an end that was not planned is said aloud with its reason. */
export const endBasket = (
  run: BasketRun,
  view: View,
  how: BasketEnd,
  reason: string,
): readonly Outcome[] => {
  run.ended = { how, reason, at: view.now }
  if (how === 'completed' || reason === 'to-resolution') return []
  const context = { how, stage: run.stage, repairs: run.repairs, part: run.part }
  const begun = run.sent.size > 0 || run.action !== undefined || run.settledCash !== 0
  const step = how !== 'failed' ? 'settled' : begun ? 'matched' : 'sent'
  return [refuse(reason, step, run.strategy, run.basket.id, context)]
}
