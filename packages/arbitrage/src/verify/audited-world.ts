import type { CertificateKind } from '../certificate/certificate.js'
import type { CertifiedRisk } from '../resolved/certified-risk.js'
import type { AuditedState } from './audit-states.js'

/** The world a certificate is about: every outcome state, and what only a certificate of its kind claims. */
export type AuditedWorld = Readonly<{
  kind: CertificateKind
  subject: string | undefined
  states: readonly AuditedState[]
  claims?: Readonly<Record<string, unknown>>
  lockedUntil?: number
  risk?: CertifiedRisk
}>
