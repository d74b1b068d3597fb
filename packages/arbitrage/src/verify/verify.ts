import { type MarketFacts, messageOf } from '@bot/core'
import type { Certificate } from '../certificate/certificate.js'
import type { BookLookup } from '../detect/opportunity.js'
import { auditBooks } from './audit-books.js'
import { auditClaims } from './audit-claims.js'
import type { VerifyOptions } from './verify-options.js'

/** Whether a certificate holds; `problem` is the first thing that does not. */
export type Verdict = Readonly<{ valid: true }> | Readonly<{ valid: false; problem: string }>

/**
 * Checks a certificate against books and markets, trusting nothing that it says.
 *
 * Walks the books anew, plays its stages on an empty account, values what is left in every outcome state that the
 * markets allow, and compares every number. Only the reading of labels is shared with the detector. `markets` are
 * all markets of the subject: a set is as exhaustive as what is passed. `certifiedAt` and `evidence` are the
 * certificate's own words. Never throws: what has not the shape of a certificate is not valid.
 */
export const verify = (
  certificate: Certificate,
  bookOf: BookLookup,
  markets: readonly MarketFacts[],
  options: VerifyOptions = {},
): Verdict => {
  try {
    const problem =
      expiry(certificate, options) ??
      auditBooks(certificate, bookOf, markets) ??
      auditClaims(certificate, bookOf, markets, options)
    return problem === undefined ? { valid: true } : { valid: false, problem }
  } catch (thrown) {
    return { valid: false, problem: `not a certificate: ${messageOf(thrown)}` }
  }
}

const expiry = ({ expiresAt }: Certificate, { now }: VerifyOptions): string | undefined =>
  now === undefined || now < expiresAt ? undefined : 'expired'
