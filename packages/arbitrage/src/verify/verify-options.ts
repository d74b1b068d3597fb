import type { ConfirmedComplement } from '../certificate/certify-options.js'
import type { Relation } from '../relations/relation.js'
import type { GroupIsWhole } from '../sets/classify-set.js'

/**
 * The proofs that lie outside books and markets; without them what rests on them is not valid.
 *
 * `now`: at which time the certificate must not have expired; absent, time is not looked at. `lifeMs`: how long
 * certificates live (2,000 ms). `relations`: those that the caller derived from the fields or a person confirmed;
 * what negRisk groups say is checked without.
 */
export type VerifyOptions = Readonly<{
  now?: number | undefined
  lifeMs?: number | undefined
  relations?: readonly Relation[] | undefined
  confirmedComplement?: ConfirmedComplement | undefined
  groupIsWhole?: GroupIsWhole | undefined
}>
