import type { MarketFacts } from '@bot/core'
import type { ConfirmedComplement } from '../certificate/certify-options.js'
import type { Relation } from '../relations/relation.js'
import type { DisputeRates } from '../resolved/certified-risk.js'
import type { ResolutionReading } from '../resolved/resolution-reading.js'
import type { GroupIsWhole } from '../sets/classify-set.js'

/**
 * The proofs that lie outside books and markets; without them what rests on them is not valid.
 *
 * `now`: at which time the certificate must not have expired; absent, time is not looked at. `lifeMs`: how long
 * certificates live (2,000 ms). `relations`: those that the caller derived from the fields or a person confirmed;
 * what negRisk groups say is checked without. `resolutionOf`: what the caller knows of a market's resolution, and
 * `disputeRates` how often one is overturned (published rates).
 */
export type VerifyOptions = Readonly<{
  now?: number | undefined
  lifeMs?: number | undefined
  resolutionOf?: ((market: MarketFacts) => ResolutionReading | undefined) | undefined
  disputeRates?: DisputeRates | undefined
  relations?: readonly Relation[] | undefined
  confirmedComplement?: ConfirmedComplement | undefined
  groupIsWhole?: GroupIsWhole | undefined
}>
