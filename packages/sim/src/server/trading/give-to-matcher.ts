import type { SimExchange } from '../../exchange/exchange.js'
import type { NewOrder, PlaceResult } from '../../exchange/sim-order.js'

/** What the matcher made of an order. `held`: the market's own taker delay held it, and told its owner how it ended. */
export type MatcherAnswer = Readonly<{ result: PlaceResult; held: boolean }>

/**
 * Gives an order to the matcher. One that the market's taker delay holds is answered once the delay is over, or at once
 * with `delayed` where the market says so.
 */
export const giveToMatcher = async (
  exchange: SimExchange,
  order: NewOrder,
): Promise<MatcherAnswer> => {
  const result = exchange.place(order)
  if (result.outcome !== 'delayed') return { result, held: false }
  const waits = exchange.marketOf(order.token)?.takerDelay?.answer === 'waits'
  return { result: waits ? await endOfDelay(exchange, order) : result, held: true }
}

const endOfDelay = (exchange: SimExchange, { id }: NewOrder): Promise<PlaceResult> =>
  new Promise((resolve) => {
    const stop = exchange.subscribe((event) => {
      if (event.type !== 'delay-ended' || event.order.id !== id) return
      stop()
      resolve(event.result)
    })
  })
