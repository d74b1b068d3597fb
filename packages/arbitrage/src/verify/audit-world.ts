import type { MarketFacts } from '@bot/core'
import type { Certificate, CertificateKind } from '../certificate/certificate.js'
import type { AuditedPath } from './audit-path.js'
import { auditRelations } from './audit-relations.js'
import { auditResolved } from './audit-resolved.js'
import { auditStates } from './audit-states.js'
import type { AuditedWorld } from './audited-world.js'
import type { VerifyOptions } from './verify-options.js'

/** Works out every outcome state of a certificate's world; a text names why there is no such world. */
export const auditWorld = (
  certificate: Certificate,
  path: AuditedPath,
  markets: readonly MarketFacts[],
  options: VerifyOptions,
): AuditedWorld | string => {
  if (certificate.kind === 'relation') return auditRelations(certificate, path, markets, options)
  if (certificate.kind === 'resolved') return auditResolved(certificate, path, markets, options)
  const traded = markets.filter(({ id }) => certificate.legs.some((leg) => leg.market === id))
  const states = auditStates(path, markets, traded, options.groupIsWhole)
  if (typeof states === 'string') return states
  const grouped = traded.length > 1 ? traded[0]?.negRisk : undefined
  const subject = typeof grouped === 'object' ? grouped.group : traded[0]?.id
  return { kind: kindOf(certificate, path, traded), subject, states }
}

const kindOf = (
  { legs }: Certificate,
  { waits, kept }: AuditedPath,
  traded: readonly MarketFacts[],
): CertificateKind => {
  if (kept !== undefined) return 'event-no'
  if (waits || traded.length > 1) return 'event-yes'
  return legs.every(({ side }) => side === 'buy') ? 'complement-buy' : 'complement-sell'
}
