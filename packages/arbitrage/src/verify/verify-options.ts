import type { ConfirmedComplement } from '../certificate/certify-options.js'
import type { GroupIsWhole } from '../sets/classify-set.js'

/** The two proofs that lie outside books and markets; without them what rests on them is not valid. */
export type VerifyOptions = Readonly<{
  confirmedComplement?: ConfirmedComplement | undefined
  groupIsWhole?: GroupIsWhole | undefined
}>
