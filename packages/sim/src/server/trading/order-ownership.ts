import type { ApiKey } from '../auth/api-keys.js'
import type { WalletKind } from '../auth/wallet-addresses.js'
import type { ServerContext } from '../server-context.js'
import type { PostedOrder } from './parse-order.js'

const KINDS: readonly (WalletKind | 'plain')[] = ['plain', 'proxy', 'safe', 'deposit']

const WRONG_SIGNER = 'the order signer address has to be the address of the API KEY'
const WRONG_MAKER = 'maker address not allowed, please use the deposit wallet flow'

/**
 * Tells why an API key may not place an order, in the venue's words.
 *
 * Types 0 to 2 name the key's own address as signer; the maker is that address, its proxy or its Safe. Type 3 names the
 * deposit wallet as maker and signer, and the key is the one of the wallet's owner.
 */
export const ownershipProblem = (
  { wallets, rules }: Pick<ServerContext, 'wallets' | 'rules'>,
  { owner, signed }: PostedOrder,
  key: ApiKey,
): string | undefined => {
  if (owner !== key.apiKey) return 'the order owner has to be the owner of the API KEY'
  const kind = KINDS[signed.signatureType]
  const maker = signed.maker.toLowerCase()
  const signer = signed.signer.toLowerCase()
  const isOwn = wallets.of(key.address).some((own) => own.address === maker && own.kind === kind)
  if (kind === 'deposit') return isOwn && signer === maker ? undefined : WRONG_SIGNER
  if (signer !== key.address) return WRONG_SIGNER
  if (rules.makers === 'deposit-wallets') return WRONG_MAKER
  return isOwn || (kind === 'plain' && maker === signer) ? undefined : WRONG_MAKER
}
