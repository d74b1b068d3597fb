import type { ApiKey } from '../auth/api-keys.js'
import { giveFaucet } from '../auth/faucet.js'
import type { BuilderOrders } from '../clob/builder-orders.js'
import type { ServerContext } from '../server-context.js'
import type { UserChannel } from '../streams/user-channel.js'
import { ENGINE_MESSAGES, type ScriptedRefusals } from './engine-messages.js'
import { giveToMatcher } from './give-to-matcher.js'
import { checkOrder } from './order-checks.js'
import { delayedResponse, orderResponse } from './order-response.js'
import { orderTerms } from './order-terms.js'
import { refusalText } from './refusal-text.js'
import { refused, type Submitted } from './submitted.js'
import { toNewOrder } from './to-new-order.js'

/** Everything that an order needs besides itself. */
export type SubmitParts = Readonly<{
  context: ServerContext
  user: UserChannel
  scripted: ScriptedRefusals
  builders: BuilderOrders
}>

/** Checks a posted order as the venue does, and gives it to the matcher. */
export const submitOrder = async (
  parts: SubmitParts,
  key: ApiKey,
  value: unknown,
): Promise<Submitted> => {
  const { context } = parts
  const checked = await checkOrder(context, key, value)
  if ('taken' in checked) return checked
  const { posted, market, id } = checked
  giveFaucet(context, posted.signed.maker.toLowerCase())
  const now = Math.floor(context.exchange.now() / 1000)
  const terms = orderTerms(id, posted, market, now)
  if (typeof terms === 'string') return refused(terms)
  const script = parts.scripted.take(key.address)
  if (script !== undefined) {
    const { status, text } = ENGINE_MESSAGES[script]
    return refused(text(id), status)
  }
  const order = toNewOrder(id, posted, terms)
  parts.builders.note(order.id, posted.signed.builder)
  context.names.noteKey(order.id, order.owner, key.apiKey)
  return place(parts, order)
}

type Order = ReturnType<typeof toNewOrder>

const place = async ({ context, user }: SubmitParts, order: Order): Promise<Submitted> => {
  const { result, held } = await giveToMatcher(context.exchange, order)
  if (result.outcome === 'delayed') return { taken: true, body: delayedResponse(order.id) }
  if (result.outcome === 'live' || result.outcome === 'matched') {
    const withHashes = context.rules.transactionHashes
    return { taken: true, body: orderResponse(order, result, withHashes) }
  }
  const market = context.exchange.marketOf(order.token)
  const text = refusalText(order, result, market)
  const isNews = result.outcome === 'unmatched' && !held
  const killed = isNews ? context.exchange.order(order.id) : undefined
  if (killed !== undefined) user.killed(killed, text, context.exchange.now())
  return refused(text)
}
