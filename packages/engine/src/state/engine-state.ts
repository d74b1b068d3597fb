import {
  applyBookEvent,
  bestBid,
  createOrderBook,
  type Event,
  type Fact,
  type FactKind,
  type FeedMode,
  type HistoryPoint,
  heldShares,
  type KnownFact,
  type MarketFacts,
  markPosition,
  midOf,
  type OrderBook,
  type RecentTrade,
  type Stamped,
  type TimeMs,
  type TokenId,
} from '@bot/core'
import type { AccountState } from './account-state.js'
import { type InterestFailure, type MarketIndex, settlementMarkets } from './market-index.js'
import { createRecentWindow, type RecentWindow } from './recent-window.js'

/** A token's mids are kept at most this often. */
const HISTORY_SPACING_MS = 1_000
/** Printed trades are kept this long, whoever asks. */
const TRADES_KEPT_SECONDS = 900

/** All that the engine knows. One owner, mutable inside, read through the view. */
export type EngineState = {
  now: TimeMs
  seq: number
  readonly books: Map<TokenId, OrderBook>
  readonly history: Map<TokenId, RecentWindow<HistoryPoint>>
  readonly trades: Map<TokenId, RecentWindow<RecentTrade>>
  readonly feed: Map<TokenId, FeedMode>
  readonly facts: Map<string, KnownFact<FactKind>>
  readonly markets: MarketIndex
  readonly account: AccountState
  readonly historySeconds: number
  wrongEpochs: number
}

/** Makes the state before the first event. */
export const createEngineState = (
  parts: Pick<EngineState, 'markets' | 'account' | 'historySeconds'>,
): EngineState => ({
  ...parts,
  now: 0 as TimeMs,
  seq: 0,
  books: new Map(),
  history: new Map(),
  trades: new Map(),
  feed: new Map(),
  facts: new Map(),
  wrongEpochs: 0,
})

/** The key of a fact among all kinds. */
export const factKey = (kind: string, key: string): string => `${kind} ${key}`

/** Updates the state by one event; returns strategies that threw when asked about a market. */
export const applyToState = (state: EngineState, stamped: Stamped): readonly InterestFailure[] => {
  const { event, at } = stamped
  state.now = at
  state.seq = stamped.seq
  const venueAt = stamped.venueAt ?? at
  switch (event.type) {
    case 'book-snapshot':
    case 'book-delta':
      return applyBook(state, event, venueAt, at)
    case 'book-proven':
      proveBook(state, event.token, event.epoch, at)
      return []
    case 'feed-status':
      applyFeedStatus(state, event)
      return []
    case 'trade-printed':
      windowOf(state.trades, event.token, TRADES_KEPT_SECONDS, 0).add({ at, ...event })
      return []
    case 'fact':
      return applyFact(state, event)
    case 'tick-changed':
      return changeMarket(state, state.markets.marketOf(event.token), { tick: event.tick })
    case 'market-resolved':
      return changeMarket(state, state.markets.market(event.market), {
        resolution: { state: 'resolved', payouts: event.payouts },
        tradable: false,
        closed: true,
      })
    default:
      state.account.apply(stamped, ({ action }) => settlementMarkets(state.markets, action))
      return []
  }
}

const applyBook = (
  state: EngineState,
  event: Extract<Event, { type: 'book-snapshot' | 'book-delta' }>,
  venueAt: TimeMs,
  at: TimeMs,
): readonly InterestFailure[] => {
  let book = state.books.get(event.token)
  if (book === undefined) {
    book = createOrderBook(event.token)
    state.books.set(event.token, book)
  }
  if (applyBookEvent(book, event, venueAt, at) === 'wrong-epoch') state.wrongEpochs += 1
  if (state.historySeconds > 0) {
    const mid = midOf(book)
    if (mid !== undefined) {
      windowOf(state.history, event.token, state.historySeconds, HISTORY_SPACING_MS).add({
        at,
        mid,
      })
    }
  }
  return []
}

const proveBook = (state: EngineState, token: TokenId, epoch: number, at: TimeMs): void => {
  const book = state.books.get(token)
  if (book === undefined || book.epoch !== epoch || book.status === 'empty') return
  book.provenAliveAt = at
  book.status = 'live'
}

const applyFeedStatus = (
  state: EngineState,
  event: Extract<Event, { type: 'feed-status' }>,
): void => {
  state.feed.set(event.token, event.status)
  const book = state.books.get(event.token)
  if (book !== undefined && (event.status === 'stale' || event.status === 'down')) {
    if (book.status === 'live') book.status = 'stale'
  }
}

const windowOf = <P extends Readonly<{ at: TimeMs }>>(
  windows: Map<TokenId, RecentWindow<P>>,
  token: TokenId,
  seconds: number,
  spacingMs: number,
): RecentWindow<P> => {
  let window = windows.get(token)
  if (window === undefined) {
    window = createRecentWindow<P>(seconds, spacingMs)
    windows.set(token, window)
  }
  return window
}

const applyFact = (state: EngineState, event: Fact): readonly InterestFailure[] => {
  const { value, provenance } = event
  state.facts.set(factKey(event.kind, event.key), { value, provenance } as KnownFact<FactKind>)
  return event.kind === 'market' ? state.markets.put(event.value) : []
}

const changeMarket = (
  state: EngineState,
  market: MarketFacts | undefined,
  change: Partial<MarketFacts>,
): readonly InterestFailure[] =>
  market === undefined ? [] : state.markets.put({ ...market, ...change })

/** Raises the high-water mark of every open position to its best bid now. */
export const markPositions = (state: EngineState): void => {
  let ledger = state.account.ledger()
  for (const position of ledger.positions.values()) {
    const book = state.books.get(position.token)
    const bid = book === undefined || book.status !== 'live' ? undefined : bestBid(book)
    if (bid !== undefined && heldShares(position) > 0)
      ledger = markPosition(ledger, position.key, bid)
  }
  state.account.replaceLedger(ledger)
}
