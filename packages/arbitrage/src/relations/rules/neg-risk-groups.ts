import type { MarketFacts } from '@bot/core'
import { classifySet, type GroupIsWhole } from '../../sets/classify-set.js'
import { groupOf } from '../../sets/group-of.js'
import type { Literal, Relation } from '../relation.js'

/** Finds what negRisk groups say: at most one outcome wins, and at least one where the set is proven exhaustive. */
export const negRiskGroups = (
  markets: readonly MarketFacts[],
  groupIsWhole?: GroupIsWhole,
): readonly Relation[] => {
  const groups = new Map<string, MarketFacts[]>()
  for (const market of markets) {
    const group = groupOf(market)
    if (group !== undefined) groups.set(group, [...(groups.get(group) ?? []), market])
  }
  return [...groups].flatMap(([group, members]) => {
    if (members.length < 2) return []
    const set = classifySet(members, groupIsWhole)
    if (!set.exclusive) return []
    const of = members.map(({ id }): Literal => ({ market: id, outcome: 0 }))
    const shared = { splits: 'never', of, evidence: { group, why: set.why } } as const
    const id = `neg-risk-group:${group}`
    const relation: Relation = { kind: 'exclusion', id, rule: 'neg-risk-group', ...shared }
    if (!set.exhaustive) return [relation]
    const cover = `neg-risk-cover:${group}`
    return [relation, { kind: 'exhaustion', id: cover, rule: 'neg-risk-cover', ...shared }]
  })
}
