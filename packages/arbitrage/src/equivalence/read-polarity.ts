import type { Term } from './term.js'

const RESOLVES = /\bresolves? to "?(yes|no)(?=[".,;:]| if\b|$)"?/i
const NEGATION = /\b(?:not|no|never|nobody|none|neither|nor|without|fails?|failed|unless)\b|n't\b/gi

/** Reads which side a claim pays, and how often it negates; `undefined` when the claim does not say. */
export const readPolarity = (claim: string): Term | undefined => {
  const match = RESOLVES.exec(claim)
  if (match === null) return undefined
  const [quote, side = ''] = match
  const negations = (claim.replace(RESOLVES, ' ').match(NEGATION) ?? []).length
  return { value: `${side.toLowerCase()}, ${negations} negations`, quote: claim || quote }
}
