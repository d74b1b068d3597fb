import { marketId, type OrderId, orderId, tokenId } from '@bot/core'
import { z } from 'zod'
import type { CancelResult, CancelTarget } from '../../exchange/exchange.js'
import type { ApiKey } from '../auth/api-keys.js'
import { signedRoute } from '../auth/signed-route.js'
import type { Route } from '../http/route.js'
import { answer, isAnswer, refuse, type VenueAnswer } from '../http/venue-answer.js'
import { jsonBody, type VenueRequest } from '../http/venue-request.js'
import type { SignerLimits } from '../limits/signer-limits.js'
import type { ServerContext } from '../server-context.js'
import { cancelFor, openOrdersOf } from './key-accounts.js'
import { isOrderId } from './order-id-text.js'
import { gate } from './trading-gate.js'

const MAX_IDS = 1000
const OneBody = z.object({ orderID: z.string() })
const ManyBody = z.array(z.string())
const MarketBody = z.object({ market: z.string().optional(), asset_id: z.string().optional() })

/** What cancelling works with. */
export type CancelParts = Readonly<{
  context: ServerContext
  limits: SignerLimits
}>

/** Makes the routes that cancel orders. */
export const cancelRoutes = (parts: CancelParts): readonly Route[] => {
  const route = (path: string, target: (body: unknown) => CancelTarget | VenueAnswer): Route =>
    signedRoute(
      parts.context,
      'DELETE',
      path,
      (key, request) => {
        const wanted = gate(parts.context, 'cancel') ?? target(jsonBody(request.body))
        return isRefusal(wanted) ? wanted : cancel(parts, key, request, wanted)
      },
      { order: true },
    )
  return [
    route('/order', (body) => {
      const parsed = OneBody.safeParse(body)
      return parsed.success ? idsOf([parsed.data.orderID]) : INVALID
    }),
    route('/orders', (body) => {
      const parsed = ManyBody.safeParse(body)
      if (!parsed.success) return INVALID
      return parsed.data.length > MAX_IDS ? tooMany(parsed.data.length) : idsOf(parsed.data)
    }),
    route('/cancel-all', () => 'all'),
    route('/cancel-market-orders', (body) => {
      const parsed = MarketBody.safeParse(body ?? {})
      return parsed.success ? marketTarget(parsed.data) : INVALID
    }),
  ]
}

const isRefusal = (wanted: CancelTarget | VenueAnswer): wanted is VenueAnswer =>
  typeof wanted === 'object' && isAnswer(wanted)

const INVALID: VenueAnswer = refuse(400, 'Invalid order payload')

const idsOf = (texts: readonly string[]): readonly OrderId[] | VenueAnswer =>
  texts.every(isOrderId) ? texts.map(orderId) : refuse(400, 'Invalid orderID')

const tooMany = (count: number): VenueAnswer =>
  refuse(400, `Too many orders in payload: ${count}, max allowed: ${MAX_IDS}`)

const marketTarget = ({ market, asset_id }: z.infer<typeof MarketBody>): CancelTarget =>
  market === undefined && asset_id === undefined
    ? 'all'
    : {
        ...(market === undefined || market === '' ? {} : { market: marketId(market) }),
        ...(asset_id === undefined || asset_id === '' ? {} : { token: tokenId(asset_id) }),
      }

const cancel = (
  { context, limits }: CancelParts,
  { address }: ApiKey,
  { at }: VenueRequest,
  target: CancelTarget,
): Promise<VenueAnswer> => {
  const cost = costOf(context, address, target)
  return limits.spend({ address, bucket: 'cancel', cost, at }, () =>
    answer(cancelBody(cancelFor(context, address, target))),
  )
}

/** By id one each; whole books one, and one for each order that goes. */
const costOf = (context: ServerContext, signer: string, target: CancelTarget): number => {
  if (Array.isArray(target)) return target.length
  const { market, token } =
    target === 'all' ? {} : (target as Exclude<CancelTarget, 'all' | readonly OrderId[]>)
  const open = openOrdersOf(context, signer).filter(
    (order) =>
      (market === undefined || order.market === market) &&
      (token === undefined || order.token === token),
  )
  return 1 + open.length
}

const REASONS: Readonly<Record<NonNullable<CancelResult['reason']>, string>> = {
  'not-found': 'order not found',
  'already-cancelled-or-matched': 'already canceled or matched',
}

const cancelBody = (results: readonly CancelResult[]): object => ({
  canceled: results.filter((r) => r.outcome === 'cancelled').map((r) => r.id),
  not_canceled: Object.fromEntries(
    results
      .filter((r) => r.outcome === 'not-cancelled')
      .map((r) => [
        r.id,
        r.delayed === true ? 'order is in delay' : REASONS[r.reason ?? 'not-found'],
      ]),
  ),
})
