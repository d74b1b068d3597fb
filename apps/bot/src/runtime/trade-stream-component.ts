import type { Clock } from '@bot/core'
import type { WhaleWatcher } from '../learn/whale-watcher.js'
import type { Logger } from '../log/create-logger.js'
import type { SourceCount } from '../whales/source-counts.js'
import type { TradeStream, TradeStreamHealth } from '../whales/trade-stream.js'
import { type Component, startComponent } from './component.js'

/** What the component works on. */
export type TradeStreamParts = Readonly<{
  trades: TradeStream
  whales: Pick<WhaleWatcher, 'drain' | 'sources'>
  clock: Clock
  log: Logger
}>

const EVERY_MS = 2_000

/**
 * Starts what hands pushed trades to the whale tracker and says which source delivers. A stream that is silent, dead or
 * refused is no failure: polling tells the same trades later.
 */
export const startTradeStream = ({ trades, whales, clock, log }: TradeStreamParts): Component => {
  const component = startComponent({
    ...{ name: 'trade stream', everyMs: EVERY_MS, clock, log },
    task: () => {
      whales.drain()
      return describe(trades.health(), whales.sources)
    },
  })
  return {
    ...component,
    stop: async () => {
      await component.stop()
      await trades.close()
    },
  }
}

const WORDS: Readonly<Record<TradeStreamHealth['state'], string>> = {
  delivers: 'delivers',
  connecting: 'not connected',
  silent: 'connected, no trades',
  refused: 'refused by the venue',
}

const describe = (health: TradeStreamHealth, sources: WhaleWatcher['sources']): string => {
  const { state, reason, reconnects, refused } = health
  const unread = Object.entries(refused).map(([name, count]) => `${name} ${count}`)
  const isBroken = state === 'connecting' && reason !== ''
  return [
    `${WORDS[state]}${isBroken ? ` (${reason})` : ''}${state === 'delivers' ? '' : ': polling delivers'}`,
    `told first by the stream ${countText(sources('stream'))}`,
    `by polling ${countText(sources('trades'))}`,
    ...(reconnects === 0 ? [] : [`reconnects ${reconnects}`]),
    ...(unread.length === 0 ? [] : [`refused so far: ${unread.join(', ')}`]),
  ].join('; ')
}

const countText = ({ first, lateMs }: SourceCount): string =>
  lateMs === undefined ? String(first) : `${first} (${Math.round(lateMs / 1_000)} s late)`
