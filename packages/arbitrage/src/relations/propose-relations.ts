import type { MarketFacts, MarketId } from '@bot/core'
import { deriveRelations } from './derive-relations.js'
import { nearDates, nearThresholds } from './proposals/near-ladders.js'
import { oneQuantity } from './proposals/one-quantity.js'
import type { RelationProposal } from './proposals/proposal.js'
import { sameTeams } from './proposals/same-teams.js'
import { stagesOfOneContest } from './proposals/stages-of-one-contest.js'
import type { Relation, RelationClaim } from './relation.js'
import { marketsOf } from './relation-rows.js'

/**
 * Proposes relations that texts and structure suggest and no rule proves: for a person to read, never to trade.
 *
 * Leaves out what `deriveRelations` proves of the same markets, and markets that are closed. `writeRelationFile` makes
 * the file in which a person confirms them. Pure; the same markets give the same proposals.
 */
export const proposeRelations = (markets: readonly MarketFacts[]): readonly RelationProposal[] => {
  const open = markets.filter(
    ({ closed, resolution }) => !closed && resolution.state !== 'resolved',
  )
  const proven = deriveRelations(markets).filter(({ rule }) => !rule.startsWith('neg-risk'))
  const proposals = [
    ...nearDates(open),
    ...nearThresholds(open),
    ...oneQuantity(open),
    ...stagesOfOneContest(open),
    ...sameTeams(open),
  ]
  return proposals.filter(({ claim }) => !proven.some((relation) => says(relation, claim)))
}

/** A proven relation over all markets of a proposal of the same kind leaves nothing to confirm. */
const says = (proven: Relation, claim: RelationClaim): boolean => {
  const known = new Set<MarketId>(marketsOf(proven))
  return proven.kind === claim.kind && marketsOf(claim).every((market) => known.has(market))
}
