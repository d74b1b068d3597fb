/** Where each part of Polymarket answers: bases that paths are appended to, so that a simulated exchange can stand in. */
export type PolymarketHosts = Readonly<{
  gamma: string
  clob: string
  data: string
  /** Base of the sockets; `/ws/market` and `/ws/user` are added. */
  ws: string
  /** The realtime stream of everyone's trades; absent where there is none. */
  rtds?: string
}>

/** Polymarket's own hosts. */
export const POLYMARKET_HOSTS: PolymarketHosts = {
  gamma: 'https://gamma-api.polymarket.com',
  clob: 'https://clob.polymarket.com',
  data: 'https://data-api.polymarket.com',
  ws: 'wss://ws-subscriptions-clob.polymarket.com',
  rtds: 'wss://ws-live-data.polymarket.com',
}
