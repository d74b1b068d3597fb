import { usd } from '@bot/core'
import type { Address } from 'viem'
import { z } from 'zod'
import type { Route } from '../http/route.js'
import { answer, refuse, type VenueAnswer } from '../http/venue-answer.js'
import { jsonBody } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import { giveFaucet } from './faucet.js'
import { depositAddresses, proxyAddress, safeAddress } from './wallet-addresses.js'

const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/)
const Body = z.strictObject({
  owner: address,
  kind: z.enum(['proxy', 'safe', 'deposit']),
  /** Without it, the one that the venue's factory would deploy. */
  address: address.optional(),
  /** Micro-dollars that it gets if it is new, instead of the faucet's. */
  cash: z.int().nonnegative().optional(),
})

const STANDING = z.strictObject({
  address,
  standing: z.enum(['good', 'closed-only', 'banned']),
})

/** Makes the control routes of wallets: who owns which contract wallet, and who may trade. */
export const walletRoutes = (context: ServerContext): readonly Route[] => [
  {
    host: 'sim',
    method: 'GET',
    path: '/_sim/wallets',
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
    path: '/_sim/wallets',
    handle: ({ body }) => registerWallet(context, jsonBody(body)),
  },
  {
    host: 'sim',
    method: 'POST',
    path: '/_sim/standing',
    handle: ({ body }) => {
      const parsed = STANDING.safeParse(jsonBody(body))
      if (!parsed.success) return refuse(400, `invalid standing: ${parsed.error.message}`)
      context.standing.set(parsed.data.address, parsed.data.standing)
      return answer(parsed.data)
    },
  },
]

const registerWallet = (context: ServerContext, body: unknown): VenueAnswer => {
  const parsed = Body.safeParse(body)
  if (!parsed.success) return refuse(400, `invalid wallet: ${parsed.error.message}`)
  const { owner, kind, cash } = parsed.data
  const derived = {
    proxy: proxyAddress,
    safe: safeAddress,
    deposit: (signer: Address) => depositAddresses(signer)[0],
  }[kind](owner.toLowerCase() as Address)
  const wallet = context.wallets.register({ owner, kind, address: parsed.data.address ?? derived })
  giveFaucet(context, wallet.address, cash === undefined ? undefined : usd(cash))
  return answer(wallet)
}
