import { timeMs } from '@bot/core'
import { isAddress } from '../data/data-query.js'
import { pseudonymOf } from '../data/public-trade.js'
import { answer, type VenueAnswer } from '../http/venue-answer.js'
import type { VenueRequest } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import { invalidGamma, missingGamma } from './gamma-answer.js'
import { isoTime } from './gamma-time.js'

/** Answers `/public-profile` for a wallet that ever did something. */
export const profileAnswer = (context: ServerContext, { query }: VenueRequest): VenueAnswer => {
  const address = query.get('address') ?? ''
  if (!isAddress(address)) return invalidGamma('address is not valid')
  const wallet = address.toLowerCase()
  const known = context.ledger.read().owners.get(context.names.ownerOf(wallet))
  if (known === undefined) return missingGamma('profile')
  return answer({
    createdAt: isoTime(timeMs(known.firstAt)),
    proxyWallet: wallet,
    displayUsernamePublic: false,
    bio: '',
    pseudonym: pseudonymOf(wallet),
    name: pseudonymOf(wallet),
    users: [{ id: wallet.slice(2, 12), creator: false, mod: false, communityMod: false }],
    verifiedBadge: false,
  })
}
