import type { Clock } from '@bot/core'
import type { ExchangeEvent } from '../../exchange/exchange-event.js'
import type { FaultBook } from '../faults/fault-book.js'
import type { FaultScope } from '../faults/fault-scope.js'
import type { ServerContext } from '../server-context.js'
import type { VenueTime } from '../venue-time.js'
import type { Admission, LinkEars, LinkSocket } from './link-socket.js'
import { createMarketChannel, type MarketChannel } from './market-channel.js'
import { createRtdsChannel } from './rtds-channel.js'
import { createSportsChannel } from './sports-channel.js'
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
  join?: (link: StreamLink) => void
  text: (text: string, link: StreamLink) => void
  leave: (link: StreamLink) => void
}>

type Path = Readonly<{ channel: Channel; scopes: readonly FaultScope[]; answersPing: boolean }>

type StreamParts = Readonly<{
  context: ServerContext
  clock: Clock
  faults: FaultBook
  time: Pick<VenueTime, 'after' | 'catchUp'>
}>

/** Makes `/ws/market`, `/ws/user`, `/rtds` and `/sports/ws`; there is no other path. */
export const createStreamServer = (parts: StreamParts): StreamServer => {
  const market = createMarketChannel(parts.context, parts.faults, parts.time.after)
  const user = createUserChannel(parts.context)
  const rtds = createRtdsChannel(parts.context, parts.time.after)
  const sports = createSportsChannel(parts.context, parts.clock)
  const paths = new Map<string, Path>([
    ['/ws/market', { channel: market, scopes: ['ws', 'ws-market'], answersPing: true }],
    ['/ws/user', { channel: user, scopes: ['ws', 'ws-user'], answersPing: true }],
    ['/rtds', { channel: rtds, scopes: ['ws'], answersPing: false }],
    ['/sports/ws', { channel: sports, scopes: ['ws'], answersPing: false }],
  ])
  return {
    publish: (event) => {
      market.publish(event)
      user.publish(event)
      rtds.publish(event)
    },
    user,
    counts: () => countsOf(market, user),
    admit: (asked) => {
      const path = paths.get(asked)
      if (parts.faults.take(path?.scopes ?? ['ws'], ['reset']) !== undefined) return 'reset'
      return path === undefined ? 'not-found' : (socket) => open(parts, path, socket)
    },
  }
}

const open = (parts: StreamParts, path: Path, socket: LinkSocket): LinkEars =>
  createStreamLink({
    socket,
    clock: parts.clock,
    rules: parts.context.rules,
    faults: parts.faults,
    scopes: path.scopes,
    answersPing: path.answersPing,
    onText: (text, from) => {
      parts.time.catchUp()
      path.channel.text(text, from)
    },
    onClose: path.channel.leave,
    ...(path.channel.join === undefined ? {} : { onOpen: path.channel.join }),
  })

const countsOf = (
  market: MarketChannel,
  user: UserChannel,
): Readonly<{ market: number; user: number; tokens: number }> => {
  const { clients, tokens } = market.counts()
  return { market: clients, user: user.clients(), tokens }
}
