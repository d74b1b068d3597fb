import { type TokenId, tokenId } from '@bot/core'
import type { Balances } from '../../exchange/exchange.js'
import type { ApiKey } from '../auth/api-keys.js'
import { giveFaucet } from '../auth/faucet.js'
import { signedRoute } from '../auth/signed-route.js'
import type { WalletKind } from '../auth/wallet-addresses.js'
import type { Route } from '../http/route.js'
import { answer, refuse, type VenueAnswer } from '../http/venue-answer.js'
import type { VenueRequest } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import { SPENDERS } from './contracts.js'

/** What a wallet that approved everything allows. */
const UNLIMITED = String(2n ** 256n - 1n)

const KINDS: readonly (WalletKind | 'plain')[] = ['plain', 'proxy', 'safe', 'deposit']

/** Makes the routes that read the money and shares of the account that a signature type names. */
export const balanceRoutes = (context: ServerContext): readonly Route[] =>
  ['/balance-allowance', '/balance-allowance/update'].map((path) =>
    signedRoute(context, 'GET', path, (key, request) => balance(context, key, request)),
  )

const balance = (context: ServerContext, key: ApiKey, { query }: VenueRequest): VenueAnswer => {
  const type = query.get('asset_type')?.toUpperCase()
  const token = query.get('token_id')
  const account = accountFor(context, key, query.get('signature_type'))
  if (account === undefined) return refuse(400, 'Invalid signature_type')
  giveFaucet(context, account)
  const own = context.exchange.balances(account)
  const allowances = Object.fromEntries(SPENDERS.map((spender) => [spender, UNLIMITED]))
  if (type === 'COLLATERAL') return answer({ balance: String(cashOnChain(own)), allowances })
  if (type !== 'CONDITIONAL' && type !== 'CONDITIONAL-V2') return refuse(400, 'Invalid asset type')
  if (token === null || !/^\d{1,78}$/.test(token)) return refuse(400, 'Invalid token id')
  return answer({ balance: String(sharesOnChain(own, tokenId(token))), allowances })
}

/** The key's own wallet, or the contract wallet of it that such orders come from. */
const accountFor = (
  { wallets }: ServerContext,
  { address }: ApiKey,
  signatureType: string | null,
): string | undefined => {
  const kind = /^[0-3]?$/.test(signatureType ?? '')
    ? KINDS[Number(signatureType ?? '0')]
    : undefined
  return kind === 'plain' ? address : wallets.of(address).find((own) => own.kind === kind)?.address
}

/** The venue reads the chain, where a trade shows once it is mined. */
const cashOnChain = ({ cash, incomingCash, outgoingCash }: Balances): number =>
  cash - incomingCash + outgoingCash

const sharesOnChain = (own: Balances, token: TokenId): number =>
  (own.holdings.get(token) ?? 0) -
  (own.incomingHoldings.get(token) ?? 0) +
  (own.outgoingHoldings.get(token) ?? 0)
