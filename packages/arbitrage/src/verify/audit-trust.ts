import type { MarketFacts } from '@bot/core'
import type { Literal, Relation } from '../relations/relation.js'
import { isProvenExhaustive } from './audit-states.js'
import { canonical } from './canonical.js'
import type { VerifyOptions } from './verify-options.js'

/**
 * Names why a relation is not to be believed; `undefined` when its markets' own fields say it, or it is among the
 * relations that the caller confirmed.
 */
export const auditTrust = (
  relation: Relation,
  markets: readonly MarketFacts[],
  { relations = [], groupIsWhole }: VerifyOptions,
): string | undefined => {
  const written = canonical(relation)
  if (relations.some((known) => canonical(known) === written)) return undefined
  const own = ownProof(relation, markets, groupIsWhole)
  return own ? undefined : `nothing confirms the relation ${relation.id}`
}

/** Only what negRisk groups say is read off the fields here: every other relation has to be handed over. */
const ownProof = (
  relation: Relation,
  markets: readonly MarketFacts[],
  groupIsWhole: VerifyOptions['groupIsWhole'],
): boolean => {
  if (relation.kind !== 'exclusion' && relation.kind !== 'exhaustion') return false
  const group = relation.evidence['group']
  const members = markets.filter(
    ({ negRisk }) => typeof negRisk === 'object' && negRisk.group === group,
  )
  if (group === undefined || relation.splits !== 'never') return false
  if (!areFirstOutcomes(relation.of, members)) return false
  if (relation.kind === 'exclusion') return relation.rule === 'neg-risk-group'
  const whole = relation.of.length === members.length
  return (
    relation.rule === 'neg-risk-cover' && whole && isProvenExhaustive(group, members, groupIsWhole)
  )
}

const areFirstOutcomes = (of: readonly Literal[], members: readonly MarketFacts[]): boolean =>
  new Set(of.map(({ market }) => market)).size === of.length &&
  of.every(({ market, outcome }) => outcome === 0 && members.some(({ id }) => id === market))
