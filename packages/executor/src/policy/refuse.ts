import type { FunnelStep, Refusal } from '@bot/core'

/** Builds a refusal: why, which step was not reached, whose wish it was, what it was about. */
export const refuse = (
  refused: string,
  step: FunnelStep,
  by: string,
  subject: string,
  context: Readonly<Record<string, unknown>> = {},
): Refusal => ({ kind: 'refusal', refused, step, by, subject, context })
