import type { Clock } from '@bot/core'
import type { ExchangeEvent } from '../../exchange/exchange-event.js'
import type { FaultBook } from '../faults/fault-book.js'
import type { ServerContext } from '../server-context.js'
import type { Admission, LinkEars, LinkSocket } from './link-socket.js'
import { createMarketChannel, type MarketChannel } from './market-channel.js'
import { createStreamLink, type StreamLink } from './stream-link.js'
import { createUserChannel, type UserChannel } from './user-channel.js'

/** The sockets of one venue. */
export type StreamServer = Readonly<{
  publish: (event: ExchangeEvent) => void
  user: UserChannel
  counts: () => Readonly<{ market: number; user: number; tokens: number }>
  /** Decides on a new connection to a path. */
  admit: (path: string) => Admission
}>

type Channel = Readonly<{
  text: (text: string, link: StreamLink) => void
  leave: (link: StreamLink) => void
}>

type StreamParts = Readonly<{
  context: ServerContext
  clock: Clock
  faults: FaultBook
  catchUp: () => void
}>

/** Makes `/ws/market` and `/ws/user`; there is no other path. */
export const createStreamServer = (parts: StreamParts): StreamServer => {
  const market = createMarketChannel(parts.context, parts.faults)
  const user = createUserChannel(parts.context)
  const channels = new Map<string, Channel>([
    ['/ws/market', market],
    ['/ws/user', user],
  ])
  return {
    publish: (event) => {
      market.publish(event)
      user.publish(event)
    },
    user,
    counts: () => countsOf(market, user),
    admit: (path) => {
      const channel = channels.get(path)
      if (parts.faults.take('ws', ['reset']) !== undefined) return 'reset'
      return channel === undefined ? 'not-found' : (socket) => open(parts, channel, socket)
    },
  }
}

const open = (parts: StreamParts, channel: Channel, socket: LinkSocket): LinkEars =>
  createStreamLink({
    socket,
    clock: parts.clock,
    rules: parts.context.rules,
    faults: parts.faults,
    onText: (text, from) => {
      parts.catchUp()
      channel.text(text, from)
    },
    onClose: channel.leave,
  })

const countsOf = (
  market: MarketChannel,
  user: UserChannel,
): Readonly<{ market: number; user: number; tokens: number }> => {
  const { clients, tokens } = market.counts()
  return { market: clients, user: user.clients(), tokens }
}
