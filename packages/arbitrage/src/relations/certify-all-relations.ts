import type { MarketFacts, MarketId } from '@bot/core'
import type { Certificate } from '../certificate/certificate.js'
import type { CertifyOptions } from '../certificate/certify-options.js'
import type { Uncertified } from '../certificate/uncertified.js'
import { certifyRelations } from './certify-relations.js'
import type { Relation } from './relation.js'
import { marketsOf } from './relation-rows.js'

/**
 * Certifies every set of relations that hang together over a market, one answer a set.
 *
 * Sets of one negRisk group alone are left out: `findOpportunities` and `certify` take those, with conversion. Where
 * a set allows too many states its relations are tried one by one.
 */
export const certifyAllRelations = (
  relations: readonly Relation[],
  markets: readonly MarketFacts[],
  options: CertifyOptions,
): readonly (Certificate | Uncertified)[] => {
  const known = new Map(markets.map((market) => [market.id, market]))
  return connectedRelations(relations)
    .filter((set) => !set.every(isOfGroup))
    .flatMap((set) => {
      // Of a whole venue a set names a few markets.
      const named = [...new Set(set.flatMap(marketsOf))].flatMap((id) => known.get(id) ?? [])
      const whole = certifyRelations(set, named, options)
      if (!('refused' in whole) || whole.refused !== 'too-many-states' || set.length === 1) {
        return [whole]
      }
      return set
        .filter((relation) => !isOfGroup(relation))
        .map((relation) => certifyRelations([relation], named, options))
    })
}

const isOfGroup = ({ rule }: Relation): boolean =>
  rule === 'neg-risk-group' || rule === 'neg-risk-cover'

/** Gathers relations that share markets, directly or over others. */
export const connectedRelations = (
  relations: readonly Relation[],
): readonly (readonly Relation[])[] => {
  const setOf = new Map<MarketId, Relation[]>()
  for (const relation of relations) {
    const ids = marketsOf(relation)
    const joined = [...new Set(ids.flatMap((id) => setOf.get(id) ?? [])), relation]
    for (const id of joined.flatMap(marketsOf)) setOf.set(id, joined)
  }
  return [...new Set(setOf.values())]
}
