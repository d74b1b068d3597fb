import type { MarketFacts } from '@bot/core'
import type { Relation, RelationRule } from '../relation.js'

/** One market of a ladder: what it shares with the others, and where it stands. */
export type Rung = Readonly<{ key: string; at: number; market: MarketFacts }>

/** Gathers rungs that share a key, each place once, ascending; ladders of one rung say nothing. */
export const laddersOf = (rungs: readonly Rung[]): ReadonlyMap<string, readonly Rung[]> => {
  const ladders = new Map<string, Rung[]>()
  for (const rung of rungs) {
    const ladder = ladders.get(rung.key) ?? []
    ladders.set(rung.key, ladder)
    ladder.push(rung)
  }
  for (const [key, ladder] of ladders) {
    ladder.sort((a, b) => a.at - b.at)
    const places = new Set(ladder.map(({ at }) => at))
    // Two markets at one place are no ladder: one of them was misread.
    if (ladder.length < 2 || places.size !== ladder.length) ladders.delete(key)
  }
  return ladders
}

/** Writes a ladder down, its strictest step first. */
export const ladderRelation = (
  rule: RelationRule,
  key: string,
  steps: readonly Rung[],
): Relation => ({
  kind: 'ladder',
  id: `${rule}:${key}`,
  rule,
  splits: 'together',
  steps: steps.map(({ market }) => ({ market: market.id, outcome: 0 })),
  evidence: {
    asks: key,
    steps: steps.map(({ market }) => market.label).join(' ⇒ '),
  },
})

/** The event of a market that stands alone in it: members of a negRisk group exclude each other instead. */
export const plainEventOf = ({ event, negRisk, tokens }: MarketFacts): string | undefined =>
  negRisk === 'none' && tokens.length === 2 ? event : undefined

const TURNED = /\b(?:not|never|fails?|avoids?|without|remains?|stays?|still|no longer)\b|n't\b/i

/** Tells whether a market asks plainly, Yes or No, and nothing in its question turns the direction around. */
export const isPlainQuestion = ({ question, outcomes: [yes, no] }: MarketFacts): boolean =>
  yes === 'Yes' && no === 'No' && !TURNED.test(question)

/** Numbers as labels write them: `110,000`, `2.5`, `120k`. */
export const NUMBER: RegExp = /\d[\d,]*(?:\.\d+)?[kmb]?(?![\w.]*\d)\b/gi

/** Reads such a number in millionths; `undefined` when it is too long to be exact. */
export const readNumber = (text: string): number | undefined => {
  const scale = { k: 1e3, m: 1e6, b: 1e9 }[text.at(-1)?.toLowerCase() ?? ''] ?? 1
  const value = Number(text.replace(/[,kmb]/gi, '')) * scale * 1e6
  return Number.isSafeInteger(Math.round(value)) ? Math.round(value) : undefined
}
