import type { FeedMode } from '@bot/core'
import type { ConnectionState } from '../connection/connection-options.js'
import type { FeedRoute } from './feed-events.js'

/** What the route is judged by. */
export type RouteFacts = Readonly<{
  tokens: number
  tokensByMode: Readonly<Record<FeedMode, number>>
  connections: readonly ConnectionState[]
  /** Whether the last round of polls failed. */
  pollsFail: boolean
}>

/** Names how the feed as a whole gets its data. */
export const feedRoute = ({
  tokens,
  tokensByMode,
  connections,
  pollsFail,
}: RouteFacts): FeedRoute => {
  if (tokens === 0) return 'idle'
  const up = connections.filter((state) => state === 'subscribed').length
  const polled = tokensByMode['polling-fast'] + tokensByMode['polling-slow']
  if (up > 0) return up === connections.length && polled === 0 ? 'websocket' : 'mixed'
  if (tokensByMode['polling-fast'] > 0) return 'polling-fast'
  if (polled > 0) return 'polling-slow'
  return pollsFail ? 'down' : 'connecting'
}
