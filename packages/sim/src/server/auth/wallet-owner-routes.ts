import type { Address } from 'viem'
import { z } from 'zod'
import type { Route } from '../http/route.js'
import { answer, refuse, type VenueAnswer } from '../http/venue-answer.js'
import { jsonBody } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import { giveFaucet } from './faucet.js'
import { depositAddresses, proxyAddress, safeAddress } from './wallet-addresses.js'

const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/)
const OwnerBody = z.strictObject({
  owner: address,
  kind: z.enum(['proxy', 'safe', 'deposit']),
  /** Without it, the one that the venue's factory would deploy. */
  address: address.optional(),
})
const KeyBody = z.strictObject({
  address,
  apiKey: z.string().min(1),
  secret: z.string().min(1),
  passphrase: z.string().min(1),
})

/** Makes the control routes that say who owns a contract wallet, and which API key someone already has. */
export const walletOwnerRoutes = (context: ServerContext): readonly Route[] => [
  {
    host: 'sim',
    method: 'GET',
    path: '/_sim/wallet-owners',
    handle: ({ query }) => {
      const owner = query.get('owner') ?? ''
      return address.safeParse(owner).success
        ? answer(context.wallets.of(owner))
        : refuse(400, 'invalid owner')
    },
  },
  {
    host: 'sim',
    method: 'POST',
    path: '/_sim/wallet-owners',
    handle: ({ body }) => registerWallet(context, jsonBody(body)),
  },
  {
    host: 'sim',
    method: 'POST',
    path: '/_sim/keys',
    handle: ({ body }) => {
      const parsed = KeyBody.safeParse(jsonBody(body))
      if (!parsed.success) return refuse(400, `invalid key: ${parsed.error.message}`)
      context.keys.adopt(parsed.data)
      giveFaucet(context, parsed.data.address.toLowerCase())
      return answer({ address: parsed.data.address, apiKey: parsed.data.apiKey })
    },
  },
]

const registerWallet = (context: ServerContext, body: unknown): VenueAnswer => {
  const parsed = OwnerBody.safeParse(body)
  if (!parsed.success) return refuse(400, `invalid wallet: ${parsed.error.message}`)
  const { owner, kind } = parsed.data
  const derive = {
    proxy: proxyAddress,
    safe: safeAddress,
    deposit: (signer: Address) => depositAddresses(signer)[0],
  }[kind]
  const own = parsed.data.address ?? derive(owner.toLowerCase() as Address)
  const wallet = context.wallets.register({ owner, kind, address: own })
  giveFaucet(context, wallet.address)
  return answer(wallet)
}
