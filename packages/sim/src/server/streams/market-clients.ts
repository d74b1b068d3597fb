import type { SimMarket } from '../../exchange/sim-market.js'
import type { StreamLink } from './stream-link.js'

/** A client of the market channel. */
export type MarketClient = {
  readonly link: StreamLink
  /** Everything that it subscribed to, whether it hears of it or not. */
  readonly tokens: Set<string>
  started: boolean
  custom: boolean
}

/** Who hears of which token. */
export type MarketClients = Readonly<{
  all: () => readonly MarketClient[]
  /** Finds a link's client, a new one at its first frame. */
  of: (link: StreamLink) => MarketClient
  leave: (link: StreamLink) => void
  /** Lets a client hear of a token from now on. */
  listen: (client: MarketClient, token: string) => void
  /** Makes a client forget tokens. */
  remove: (client: MarketClient, tokens: readonly string[]) => void
  hearing: (token: string) => readonly MarketClient[]
  hearingAny: (market: SimMarket) => readonly MarketClient[]
  counts: () => Readonly<{ clients: number; tokens: number }>
}>

/** Makes an empty register. */
export const createMarketClients = (): MarketClients => {
  const clients = new Map<StreamLink, MarketClient>()
  const byToken = new Map<string, Set<MarketClient>>()
  const hearing = (token: string): readonly MarketClient[] => [...(byToken.get(token) ?? [])]
  const remove: MarketClients['remove'] = (client, tokens) => {
    for (const token of tokens) {
      client.tokens.delete(token)
      const listeners = byToken.get(token)
      listeners?.delete(client)
      if (listeners?.size === 0) byToken.delete(token)
    }
  }
  return {
    all: () => [...clients.values()],
    of: (link) => {
      const known = clients.get(link)
      if (known !== undefined) return known
      const client: MarketClient = { link, started: false, custom: false, tokens: new Set() }
      clients.set(link, client)
      return client
    },
    leave: (link) => {
      const client = clients.get(link)
      if (client !== undefined) remove(client, [...client.tokens])
      clients.delete(link)
    },
    listen: (client, token) => {
      const listeners = byToken.get(token) ?? new Set()
      listeners.add(client)
      byToken.set(token, listeners)
    },
    remove,
    hearing,
    hearingAny: (market) => [...new Set(market.tokens.flatMap(hearing))],
    counts: () => ({ clients: clients.size, tokens: byToken.size }),
  }
}
