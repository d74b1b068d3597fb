import { tokenId } from '@bot/core'
import type { Hex } from 'viem'
import type { SimMarket } from '../../exchange/sim-market.js'
import type { ApiKey } from '../auth/api-keys.js'
import type { ServerContext } from '../server-context.js'
import { type OrderDomain, orderDigest, orderDomain } from './order-digest.js'
import { ownershipProblem } from './order-ownership.js'
import { recoverOrderSigner } from './order-signature.js'
import { type PostedOrder, parseOrder } from './parse-order.js'
import { refused, type Submitted } from './submitted.js'
import { POST_ONLY_TEXT, postOnlySeconds } from './trading-gate.js'

/** An order that its key may place, with its market and its id. */
export type CheckedOrder = Readonly<{ posted: PostedOrder; market: SimMarket; id: Hex }>

/** Checks who sent an order and whether they signed it, in the venue's order of checks. */
export const checkOrder = async (
  context: ServerContext,
  key: ApiKey,
  value: unknown,
): Promise<CheckedOrder | Submitted> => {
  const posted = parseOrder(value)
  if (posted === 'payload') return refused('Invalid order payload')
  if (posted === 'version') return OLD_VERSION
  const problem = ownershipProblem(context, posted, key) ?? standingProblem(context, posted)
  if (problem !== undefined) return refused(problem)
  const seconds = posted.postOnly ? undefined : postOnlySeconds(context)
  if (seconds !== undefined) return postOnlyRefusal(seconds)
  const market = context.exchange.marketOf(tokenId(posted.tokenId))
  if (market === undefined) return refused('No orderbook exists for the requested token id', 404)
  const domains = domainsOf(market, context.rules.chainId)
  const unsigned = await signatureProblem(domains, posted, key)
  return unsigned ?? { posted, market, id: orderDigest(posted.signed, domains.current) }
}

const OLD_VERSION = refused('invalid order version, please use the latest clob-client', 400, {
  code: 'order_version_mismatch',
})

/** Clients look for this word anywhere in the error, and sign anew. */
const OTHER_VERSION = refused('order_version_mismatch')

const postOnlyRefusal = (seconds: number): Submitted =>
  refused(
    POST_ONLY_TEXT,
    503,
    { code: 'post_only_mode', retry_after_seconds: seconds },
    { 'retry-after': String(seconds) },
  )

const standingProblem = (
  { standing }: ServerContext,
  { signed, side }: PostedOrder,
): string | undefined => {
  for (const address of [signed.maker, signed.signer]) {
    const state = standing.of(address)
    if (state === 'banned') return `'${address}' address banned`
    if (state === 'closed-only' && side === 'buy') {
      return `'${address}' address in closed only mode`
    }
  }
  return undefined
}

type Domains = Readonly<{ current: OrderDomain; other: OrderDomain }>

const domainsOf = (market: SimMarket, chainId: number): Domains => {
  const negRisk = market.event?.negRisk !== undefined
  return {
    current: orderDomain(negRisk, chainId),
    other: orderDomain(negRisk, chainId, '3'),
  }
}

const signatureProblem = async (
  { current, other }: Domains,
  { signed, signature }: PostedOrder,
  key: ApiKey,
): Promise<Submitted | undefined> => {
  if ((await recoverOrderSigner(signed, current, signature)) === key.address) return undefined
  const isOther = (await recoverOrderSigner(signed, other, signature)) === key.address
  return isOther ? OTHER_VERSION : refused('invalid signature')
}
