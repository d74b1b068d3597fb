import { type Arrived, type Clock, createSeededRandom } from '@bot/core'
import { createFeed, type Feed } from '@bot/realtime-feed'
import type { Settings } from '../config/settings.js'
import type { Logger } from '../log/create-logger.js'
import type { Venue } from '../venue/venue.js'

/** What the feed of a run needs. */
export type OpenFeedOptions = Readonly<{
  venue: Venue
  settings: Settings
  clock: Clock
  log: Logger
  onEvents: (arrived: readonly Arrived[]) => void
}>

/** Opens the feed of the venue and tells the log how it does. */
export const openFeed = ({ venue, settings, clock, log, onEvents }: OpenFeedOptions): Feed => {
  const feed = createFeed({
    protocol: venue.reads.stream,
    reader: venue.reads.readBooks,
    clock,
    random: createSeededRandom(`${settings.seed}:feed`),
    onEvents,
    ...(venue.openSocket === undefined ? {} : { openSocket: venue.openSocket }),
    useSocket: settings.useWebsocket,
    fastPollSeconds: settings.websocketFallbackPollSeconds,
  })
  feed.on('reconnected', ({ outageSeconds }) =>
    log.info({ outageSeconds }, `WebSocket reconnected after ${Math.round(outageSeconds)}s outage`),
  )
  feed.on('status', (report) =>
    log.info({ route: report.route, tokens: report.tokensByMode }, `Feed: ${report.route}`),
  )
  feed.on('problem', ({ kind, message }) => log.debug({ kind }, `Feed: ${message}`))
  return feed
}
