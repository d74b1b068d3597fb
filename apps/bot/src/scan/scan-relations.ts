import {
  type Certificate,
  type CertifyOptions,
  certifyAllRelations,
  deriveRelations,
  type Relation,
  type Uncertified,
} from '@bot/arbitrage'
import type { MarketFacts } from '@bot/core'

/** What the relations of all markets say at their prices. */
export type RelationFindings = Readonly<{
  /** Each relation with its evidence: derived by a rule, or confirmed by a person. */
  relations: readonly Relation[]
  rules: Readonly<Record<string, number>>
  /** Sets of relations that hang together; each is certified or refused. Sets of a negRisk group alone are not among them. */
  sets: number
  certificates: readonly Certificate[]
  refused: readonly Uncertified[]
  reasons: Readonly<Record<string, number>>
}>

/** Asks every set of related markets for a certificate, over all its consistent outcome states. Pure. */
export const scanRelations = (
  markets: readonly MarketFacts[],
  confirmed: readonly Relation[],
  options: CertifyOptions,
): RelationFindings => {
  const relations = [...deriveRelations(markets), ...confirmed]
  const answers = certifyAllRelations(relations, markets, options)
  const refused = answers.filter((answer): answer is Uncertified => 'refused' in answer)
  return {
    relations,
    rules: countOf(relations.map(({ rule }) => rule)),
    sets: answers.length,
    certificates: answers.filter((answer): answer is Certificate => !('refused' in answer)),
    refused,
    reasons: countOf(refused.map((answer) => answer.refused)),
  }
}

const countOf = (names: readonly string[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}
