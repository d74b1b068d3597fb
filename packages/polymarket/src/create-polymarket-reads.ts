import type { BookReader } from '@bot/core'
import type { BookReaderOptions } from './clob/create-book-reader.js'
import { type ClobReads, createClobReads } from './clob/create-clob-reads.js'
import { createDataReads, type DataReads } from './data/create-data-reads.js'
import { createGammaReads, type GammaReads } from './gamma/gamma-reads.js'
import {
  type ActivityStreamProtocol,
  createActivityStreamProtocol,
} from './stream/activity-stream-protocol.js'
import {
  createMarketStreamProtocol,
  type MarketStreamOptions,
  type MarketStreamProtocol,
} from './stream/market-stream-protocol.js'
import {
  createTransport,
  type Transport,
  type TransportOptions,
} from './transport/create-transport.js'
import { POLYMARKET_HOSTS } from './transport/hosts.js'

/** What the reads need and may be told; hosts, budgets and timeouts have Polymarket's own as defaults. */
export type PolymarketReadsOptions = TransportOptions &
  Readonly<{ books?: BookReaderOptions; stream?: MarketStreamOptions }>

/** All of Polymarket that needs no key, over one transport. */
export type PolymarketReads = Readonly<{
  /** Shared with order entry, so that one process has one set of budgets. */
  transport: Transport
  gamma: GammaReads
  clob: ClobReads
  data: DataReads
  /** The feed's fallback and witness. */
  readBooks: BookReader
  stream: MarketStreamProtocol
  /** Everyone's trades, pushed; where the hosts name no `rtds`, Polymarket's own. */
  activityStream: ActivityStreamProtocol
}>

/** Makes all reads and the streams' languages over one transport. */
export const createPolymarketReads = (options: PolymarketReadsOptions): PolymarketReads => {
  const transport = createTransport(options)
  const clob = createClobReads(transport, options.books)
  const ws = (options.hosts?.ws ?? POLYMARKET_HOSTS.ws).replace(/\/+$/, '')
  return {
    transport,
    gamma: createGammaReads(transport),
    clob,
    data: createDataReads(transport),
    readBooks: clob.books,
    stream: createMarketStreamProtocol({ url: `${ws}/ws/market`, ...options.stream }),
    activityStream: createActivityStreamProtocol(
      options.hosts?.rtds === undefined ? {} : { url: options.hosts.rtds },
    ),
  }
}
