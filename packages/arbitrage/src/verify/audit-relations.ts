import type { MarketFacts, MarketId } from '@bot/core'
import type { Certificate } from '../certificate/certificate.js'
import type { Relation } from '../relations/relation.js'
import { auditAssignments } from './audit-assignments.js'
import type { AuditedPath } from './audit-path.js'
import { auditTrust } from './audit-trust.js'
import type { AuditedWorld } from './audited-world.js'
import type { VerifyOptions } from './verify-options.js'

/** Works out every state that related markets can end in, from the certificate's relations, once each is believed. */
export const auditRelations = (
  { relations = [], legs }: Certificate,
  { received, holdings }: AuditedPath,
  markets: readonly MarketFacts[],
  options: VerifyOptions,
): AuditedWorld | string => {
  for (const relation of relations) {
    const doubt = auditTrust(relation, markets, options)
    if (doubt !== undefined) return doubt
  }
  const members = [...new Set(relations.flatMap(namedIn))].sort()
  const stranger = legs.find(({ market }) => !members.includes(market))
  if (stranger !== undefined) return `no relation names ${stranger.market}`
  const assignments = auditAssignments(members, relations, markets)
  if (typeof assignments === 'string') return assignments
  const states = assignments.map((paid) => {
    let halves = 0n
    for (const [index, id] of members.entries()) {
      const [first, second] = markets.find((market) => market.id === id)?.tokens ?? []
      const half = BigInt(paid[index] ?? 0)
      if (first !== undefined) halves += (holdings.get(first) ?? 0n) * half
      if (second !== undefined) halves += (holdings.get(second) ?? 0n) * (2n - half)
    }
    const state = paid.map((half) => (half === 1 ? '½' : half === 2 ? '1' : '0')).join('')
    return { state, payoff: received + halves / 2n }
  })
  return {
    kind: 'relation',
    subject: relations.map(({ id }) => id).sort()[0],
    states: states.sort((a, b) => (a.state < b.state ? -1 : 1)),
    claims: { members, relations },
  }
}

const namedIn = (relation: Relation): readonly MarketId[] => {
  switch (relation.kind) {
    case 'implication':
      return [relation.premise.market, relation.conclusion.market]
    case 'ladder':
      return relation.steps.map(({ market }) => market)
    case 'bucket':
      return relation.cells.map(({ market }) => market)
    default:
      return relation.of.map(({ market }) => market)
  }
}
