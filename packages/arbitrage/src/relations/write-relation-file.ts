import type { MarketFacts } from '@bot/core'
import type { RelationProposal } from './proposals/proposal.js'
import { marketsOf } from './relation-rows.js'

/**
 * Writes proposals as the file that `parseRelationFile` reads: JSON, each entry with its questions, what it was read
 * from, what to check, and an empty `confirmedBy` and `confirmedAt` for the person who checked it.
 *
 * An even split of one market is taken for one of all (`splits: 'together'`), the careful reading.
 */
export const writeRelationFile = (
  proposals: readonly RelationProposal[],
  markets: readonly MarketFacts[],
): string => {
  const questions = new Map(markets.map(({ id, question }) => [id, question]))
  const relations = proposals.map(({ id, rule, claim, confidence, because, check }) => ({
    id,
    proposedBy: rule,
    confidence,
    ...claim,
    splits: 'together',
    because,
    check,
    questions: Object.fromEntries(
      marketsOf(claim).map((each) => [each, questions.get(each) ?? '']),
    ),
    confirmedBy: '',
    confirmedAt: '',
  }))
  return `${JSON.stringify({ version: 1, relations }, null, 2)}\n`
}
