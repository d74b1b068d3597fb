import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clock } from '@bot/core'
import { type WebSocket, WebSocketServer } from 'ws'
import type { ExchangeEvent } from '../../exchange/exchange-event.js'
import type { FaultBook } from '../faults/fault-book.js'
import type { ServerContext } from '../server-context.js'
import { createMarketChannel, type MarketChannel } from './market-channel.js'
import { createStreamLink, type StreamLink } from './stream-link.js'
import { createUserChannel, type UserChannel } from './user-channel.js'

/** The sockets of one server. */
export type StreamServer = Readonly<{
  publish: (event: ExchangeEvent) => void
  user: UserChannel
  counts: () => Readonly<{ market: number; user: number; tokens: number }>
  /** Serves the upgrades of an HTTP server. */
  attach: (server: Server) => void
  /** Cuts every socket. */
  cutAll: () => void
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

/** Makes `/ws/market` and `/ws/user`; any other path is refused with 404. */
export const createStreamServer = (parts: StreamParts): StreamServer => {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
  const market = createMarketChannel(parts.context, parts.faults)
  const user = createUserChannel(parts.context)
  const channels: Readonly<Record<string, Channel>> = { '/ws/market': market, '/ws/user': user }
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const channel = channels[new URL(request.url ?? '/', 'http://venue').pathname]
    if (parts.faults.take('ws', ['reset']) !== undefined) socket.destroy()
    else if (channel === undefined) refuseUpgrade(socket)
    else sockets.handleUpgrade(request, socket, head, (opened) => open(parts, channel, opened))
  }
  return {
    publish: (event) => {
      market.publish(event)
      user.publish(event)
    },
    user,
    counts: () => countsOf(market, user),
    attach: (server) => void server.on('upgrade', upgrade),
    cutAll: () => {
      for (const socket of sockets.clients) socket.terminate()
    },
  }
}

const open = (parts: StreamParts, channel: Channel, socket: WebSocket): void => {
  const link = createStreamLink({
    socket,
    clock: parts.clock,
    rules: parts.context.rules,
    faults: parts.faults,
    onText: (text, from) => {
      parts.catchUp()
      channel.text(text, from)
    },
    onClose: () => channel.leave(link),
  })
}

const refuseUpgrade = (socket: Duplex): void => {
  socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
}

const countsOf = (
  market: MarketChannel,
  user: UserChannel,
): Readonly<{ market: number; user: number; tokens: number }> => {
  const { clients, tokens } = market.counts()
  return { market: clients, user: user.clients(), tokens }
}
