import type { RelationClaim } from '../relation.js'

/** Which heuristic saw a relation. None of them proves anything. */
export type ProposalRule =
  | 'same-question-dates'
  | 'same-question-thresholds'
  | 'one-quantity'
  | 'stages-of-one-contest'
  | 'same-teams'

/**
 * A relation that texts suggest and nothing proves: for a person to read, never to trade.
 *
 * `confidence`: `likely` when structure speaks for it as well, `possible` when the words alone do. `because` names what
 * it was read from, `check` what a person has to read in the rules before confirming it.
 */
export type RelationProposal = Readonly<{
  id: string
  rule: ProposalRule
  claim: RelationClaim
  confidence: 'likely' | 'possible'
  because: string
  check: string
}>
