import { z } from 'zod'
import type { ExchangeEvent } from '../../exchange/exchange-event.js'
import type { SimOrder } from '../../exchange/sim-order.js'
import { jsonBody } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import type { StreamLink } from './stream-link.js'
import { partiesOf, userOrderMessage, userTradeMessage } from './user-message.js'

/** The user channel of one server. */
export type UserChannel = Readonly<{
  text: (text: string, link: StreamLink) => void
  leave: (link: StreamLink) => void
  publish: (event: ExchangeEvent) => void
  /** Tells the owner that an order was killed, with the venue's reason; the exchange keeps no such event. */
  killed: (order: SimOrder, reason: string, at: number) => void
  clients: () => number
}>

/** Without `markets` it hears of all, as a client that unsubscribes from its last one does again. */
type Client = {
  readonly link: StreamLink
  readonly markets: Set<string>
  owner: string | undefined
}

const Frame = z.object({
  auth: z.object({ apiKey: z.string(), secret: z.string(), passphrase: z.string() }).optional(),
  type: z.string().optional(),
  operation: z.string().optional(),
  markets: z.array(z.string()).optional(),
})

/** Close code of a client whose credentials are not known. */
const UNAUTHORIZED = 1008

/** Makes the channel: each client hears of its own orders and trades alone; nothing is replayed. */
export const createUserChannel = (context: ServerContext): UserChannel => {
  const clients = new Map<StreamLink, Client>()
  const tell = (owner: string, market: string, message: object): void => {
    // A key hears of its signer's contract wallets, too.
    const signer = context.wallets.signerOf(owner)
    for (const client of clients.values()) {
      if (client.owner !== signer || !hears(client, market)) continue
      client.link.send(JSON.stringify(message))
    }
  }
  return {
    text: (text, link) => {
      const client = clients.get(link) ?? { link, owner: undefined, markets: new Set<string>() }
      clients.set(link, client)
      handleText(context, client, text)
    },
    leave: (link) => void clients.delete(link),
    publish: (event) => publish(context, event, tell),
    killed: (order, reason, at) => {
      const market = context.exchange.market(order.market)
      if (market === undefined) return
      const event = { at, change: 'cancellation', order, status: `CANCELED_${reason}` } as const
      tell(order.owner, order.market, userOrderMessage(context.names, market, event))
    },
    clients: () => clients.size,
  }
}

const hears = ({ markets }: Client, market: string): boolean =>
  markets.size === 0 || markets.has(market)

const handleText = (context: ServerContext, client: Client, text: string): void => {
  const parsed = Frame.safeParse(jsonBody(text))
  if (!parsed.success) client.link.reply('INVALID MESSAGE')
  else if (client.owner === undefined) signIn(context, client, parsed.data)
  else changeMarkets(client, parsed.data)
}

const signIn = (
  context: ServerContext,
  client: Client,
  { type, auth, markets = [] }: z.infer<typeof Frame>,
): void => {
  if (type?.toLowerCase() !== 'user') {
    client.link.reply('INVALID OPERATION')
    return
  }
  const key = context.keys.find(auth?.apiKey ?? '')
  const fits = key?.secret === auth?.secret && key?.passphrase === auth?.passphrase
  if (key === undefined || !fits) {
    client.link.close(UNAUTHORIZED, 'unauthorized')
    return
  }
  client.owner = key.address
  for (const market of markets) client.markets.add(market)
}

const changeMarkets = (
  client: Client,
  { operation, markets = [] }: z.infer<typeof Frame>,
): void => {
  if (operation === 'subscribe') {
    for (const market of markets) client.markets.add(market)
  } else if (operation === 'unsubscribe') {
    for (const market of markets) client.markets.delete(market)
  } else client.link.reply('INVALID OPERATION')
}

const publish = (
  context: ServerContext,
  event: ExchangeEvent,
  tell: (owner: string, market: string, message: object) => void,
): void => {
  const { names, exchange } = context
  if (event.type === 'order') {
    const market = exchange.market(event.order.market)
    if (market === undefined) return
    tell(event.order.owner, event.order.market, userOrderMessage(names, market, event))
  } else if (event.type === 'trade' || event.type === 'trade-status') {
    const market = exchange.market(event.trade.market)
    if (market === undefined) return
    for (const party of partiesOf(event.trade)) {
      const message = userTradeMessage(context, market, event.trade, party, event.at)
      tell(party, event.trade.market, message)
    }
  }
}
