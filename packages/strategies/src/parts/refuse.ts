import type { MarketFacts, Refusal } from '@bot/core'

/** Says why a rule that fired gives no signal. */
export const refuse = (
  by: string,
  market: MarketFacts,
  refused: string,
  context: Refusal['context'],
): Refusal => ({ kind: 'refusal', refused, step: 'chosen', by, subject: market.id, context })
