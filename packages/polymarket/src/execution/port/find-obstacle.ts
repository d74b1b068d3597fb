import type { OrderId } from '@bot/core'
import type { WireTerms } from '../order/order-wire.js'
import type { ExecutionContext } from './execution-context.js'
import type { VenueState } from './venue-state.js'

/**
 * Finds why an order need not even be sent, as a short kebab-case reason: the venue would refuse it in its present
 * state, the tick that it was prepared on is not the market's any more, or the venue's version of orders is not ours.
 */
export const findObstacle = async (
  context: ExecutionContext,
  id: OrderId,
  terms: WireTerms,
): Promise<string | undefined> => {
  const closed = closedFor(context.venueState(), terms)
  if (closed !== undefined) return closed
  const prepared = context.memory.tickOf(id)
  const tick = context.marketOf(terms.token)?.tick
  if (prepared !== undefined && tick !== undefined && tick !== prepared) return 'tick-changed'
  return (await context.version.isOurs()) ? undefined : 'order-version-unknown'
}

const closedFor = ({ state }: VenueState, terms: WireTerms): string | undefined => {
  switch (state) {
    case 'normal':
      return undefined
    case 'post-only':
      return terms.postOnly ? undefined : 'venue-post-only'
    case 'close-only':
      return terms.side === 'sell' ? undefined : 'venue-close-only'
    case 'restarting':
    case 'down':
      return `venue-${state}`
  }
}
