import { marketId, orderId, tokenId } from '@bot/core'
import { z } from 'zod'
import type { CancelResult, CancelTarget } from '../../exchange/exchange.js'
import type { ApiKey } from '../auth/api-keys.js'
import { signedRoute } from '../auth/signed-route.js'
import type { Route } from '../http/route.js'
import { answer, refuse, type VenueAnswer } from '../http/venue-answer.js'
import { jsonBody, type VenueRequest } from '../http/venue-request.js'
import type { SignerLimits } from '../limits/signer-limits.js'
import type { ServerContext } from '../server-context.js'

const MAX_IDS = 1000
const OneBody = z.object({ orderID: z.string() })
const ManyBody = z.array(z.string())
const MarketBody = z.object({ market: z.string().optional(), asset_id: z.string().optional() })

/** Makes the routes that cancel orders. */
export const cancelRoutes = (context: ServerContext, limits: SignerLimits): readonly Route[] => {
  const route = (path: string, target: (body: unknown) => CancelTarget | VenueAnswer): Route =>
    signedRoute(
      context,
      'DELETE',
      path,
      (key, request) => cancel(context, limits, { key, request, target }),
      { order: true },
    )
  return [
    route('/order', (body) => {
      const parsed = OneBody.safeParse(body)
      return parsed.success ? [orderId(parsed.data.orderID)] : INVALID
    }),
    route('/orders', (body) => {
      const parsed = ManyBody.safeParse(body)
      if (!parsed.success) return INVALID
      return parsed.data.length > MAX_IDS ? tooMany(parsed.data.length) : parsed.data.map(orderId)
    }),
    route('/cancel-all', () => 'all'),
    route('/cancel-market-orders', (body) => {
      const parsed = MarketBody.safeParse(body ?? {})
      return parsed.success ? marketTarget(parsed.data) : INVALID
    }),
  ]
}

const INVALID: VenueAnswer = refuse(400, 'Invalid order payload')

const tooMany = (count: number): VenueAnswer =>
  refuse(400, `Too many orders in payload: ${count}, max allowed: ${MAX_IDS}`)

const marketTarget = ({ market, asset_id }: z.infer<typeof MarketBody>): CancelTarget =>
  market === undefined && asset_id === undefined
    ? 'all'
    : {
        ...(market === undefined || market === '' ? {} : { market: marketId(market) }),
        ...(asset_id === undefined || asset_id === '' ? {} : { token: tokenId(asset_id) }),
      }

type Cancelling = Readonly<{
  key: ApiKey
  request: VenueRequest
  target: (body: unknown) => CancelTarget | VenueAnswer
}>

const cancel = (
  context: ServerContext,
  limits: SignerLimits,
  { key, request, target }: Cancelling,
): VenueAnswer | Promise<VenueAnswer> => {
  const wanted = target(jsonBody(request.body))
  if (typeof wanted === 'object' && 'body' in wanted) return wanted
  const cost = costOf(context, key.address, wanted)
  return limits.spend({ address: key.address, bucket: 'cancel', cost, at: request.at }, () =>
    answer(cancelBody(context.exchange.cancel(key.address, wanted))),
  )
}

/** By id one each; whole books one, and one for each order. */
const costOf = (context: ServerContext, owner: string, target: CancelTarget): number =>
  Array.isArray(target) ? target.length : 1 + context.exchange.openOrders(owner).length

const REASONS: Readonly<Record<NonNullable<CancelResult['reason']>, string>> = {
  'not-found': 'order not found',
  'already-cancelled-or-matched': 'already canceled or matched',
}

const cancelBody = (results: readonly CancelResult[]): object => ({
  canceled: results.filter((r) => r.outcome === 'cancelled').map((r) => r.id),
  not_canceled: Object.fromEntries(
    results
      .filter((r) => r.outcome === 'not-cancelled')
      .map((r) => [r.id, REASONS[r.reason ?? 'not-found']]),
  ),
})
