import type { Certificate } from '@bot/arbitrage'
import type { MarketFacts, Refusal, Signal } from '@bot/core'

/**
 * A market whose resolution is under way while its shares are offered below a dollar: what buying the winner would mean,
 * and why it is refused; absent `refused`: it can be certified. Numbers as in the strategy's refusals: `ask` in dollars,
 * rates of a million, `annualYield` as a fraction.
 */
export type ResolvingMarket = Readonly<{
  market: string
  question: string
  ask: number
  refused?: string
  state?: unknown
  outcome?: unknown
  /** Nobody names the outcome: it is the likelier one. */
  assumed?: unknown
  disputedPpm?: unknown
  overturnedPpm?: unknown
  delayMs?: unknown
  annualYield?: unknown
  why?: unknown
  evidence?: unknown
}>

const KIND = 'resolved'
const FIELDS = [
  ...['state', 'outcome', 'assumed', 'disputedPpm', 'overturnedPpm', 'delayMs', 'annualYield'],
  ...['why', 'evidence'],
] as const

/** Lists winners that a look found: those that can be certified, then the refused ones, with the best yield first. */
export const listWinners = (
  markets: readonly MarketFacts[],
  found: Readonly<{ opportunities: readonly Signal[]; refusals: readonly Refusal[] }>,
): readonly ResolvingMarket[] => {
  const questions = new Map<string, string>(markets.map(({ id, question }) => [id, question]))
  const named = (market: string, topSum: unknown) => ({
    ...{ market, question: questions.get(market) ?? '', ask: Number(topSum) / 10_000 },
  })
  const certified = found.opportunities.flatMap(({ basket }): readonly ResolvingMarket[] => {
    const proof = basket?.proof as Certificate | undefined
    if (proof?.kind !== KIND) return []
    const { subject, topSum, annualYield, evidence } = proof
    const state = { state: 'resolved', disputedPpm: 0, overturnedPpm: 0, delayMs: 0 }
    return [{ ...named(subject, topSum), ...state, annualYield, evidence }]
  })
  const refused = found.refusals
    .filter(({ context }) => context['kind'] === KIND)
    .map(({ subject, refused: reason, context }): ResolvingMarket => {
      const known = FIELDS.filter((field) => context[field] !== undefined)
      const said = Object.fromEntries(known.map((field) => [field, context[field]]))
      return { ...named(subject, context['topSum']), refused: reason, ...said }
    })
  return [...certified, ...refused.sort((a, b) => yieldOf(b) - yieldOf(a))]
}

const yieldOf = ({ annualYield }: ResolvingMarket): number =>
  typeof annualYield === 'number' ? annualYield : Number.NEGATIVE_INFINITY
