import type { MarketFacts, MarketId } from '@bot/core'
import { deriveRelations } from './derive-relations.js'
import { nearDates, nearThresholds } from './proposals/near-ladders.js'
import { oneQuantity } from './proposals/one-quantity.js'
import type { RelationProposal } from './proposals/proposal.js'
import { sameTeams } from './proposals/same-teams.js'
import { stagesOfOneContest } from './proposals/stages-of-one-contest.js'
import type { Relation } from './relation.js'
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
  const proven = provenOf(markets)
  const proposals = [
    ...nearDates(open),
    ...nearThresholds(open),
    ...oneQuantity(open),
    ...stagesOfOneContest(open),
    ...sameTeams(open),
  ]
  return proposals.filter(({ claim }) => {
    const named = marketsOf(claim)
    const [first] = named
    const known = first === undefined ? [] : (proven.get(first) ?? [])
    return !known.some(({ kind, of }) => kind === claim.kind && named.every((id) => of.has(id)))
  })
}

type Proven = Readonly<{ kind: Relation['kind']; of: ReadonlySet<MarketId> }>

/** A proven relation over all markets of a proposal of the same kind leaves nothing to confirm. */
const provenOf = (markets: readonly MarketFacts[]): ReadonlyMap<MarketId, readonly Proven[]> => {
  const proven = new Map<MarketId, Proven[]>()
  for (const relation of deriveRelations(markets)) {
    if (relation.rule.startsWith('neg-risk')) continue
    const of = new Set(marketsOf(relation))
    for (const id of of) {
      const known = proven.get(id) ?? []
      proven.set(id, known)
      known.push({ kind: relation.kind, of })
    }
  }
  return proven
}
