import { mulDiv, timeMs, USD_ONE } from '@bot/core'
import type { SimExchange } from '../../../exchange/exchange.js'
import type { ExchangeEvent } from '../../../exchange/exchange-event.js'
import type { SimMarket } from '../../../exchange/sim-market.js'
import type { SimAction, SimTrade } from '../../../exchange/sim-order.js'
import { createEquityHistory, type EquityHistory } from './equity-history.js'
import { foldAction } from './fold-action.js'
import { foldTrade, settleTrade, undoTrade } from './fold-trade.js'
import { createLedgerState, type LedgerState } from './ledger-state.js'
import { createRememberedMarkets, type RememberedMarkets } from './remembered-markets.js'

/**
 * The public books of an exchange: what indexers would make of its chain.
 *
 * They follow every trade and protocol action and forget none, while the exchange itself remembers only the latest.
 */
export type PublicLedger = Readonly<{
  /** Brings the books up to what is public by now. */
  read: () => Readonly<LedgerState>
  equity: EquityHistory
  /** Markets, also those that the exchange forgot. */
  markets: Omit<RememberedMarkets, 'remember'>
  /** The latest time that is public, in Unix milliseconds. */
  publicAt: () => number
  close: () => void
}>

type Books = Readonly<{ state: LedgerState; markets: RememberedMarkets }>

const FOLLOWED: readonly string[] = ['trade', 'trade-status', 'market-resolved']

type Entry = Readonly<{ at: number; enter: () => void }>

/** Starts books of an exchange; what it remembers so far is entered first. Everything shows `lagMs` late. */
export const createPublicLedger = (exchange: SimExchange, lagMs = 0): PublicLedger => {
  const state = createLedgerState()
  const markets = createRememberedMarkets(state, exchange)
  const equity = createEquityHistory(state, exchange, markets)
  const publicAt = (): number => exchange.now() - lagMs
  const { push, enterUntil } = createEntryQueue({ state, markets }, exchange, equity)
  const close = exchange.subscribe((event) => {
    if (event.type === 'market-forgotten') markets.remember(event.market)
    if (!FOLLOWED.includes(event.type)) return
    push(event)
    enterUntil(publicAt())
  })
  const read = (): LedgerState => {
    push()
    enterUntil(publicAt())
    equity.observe(publicAt())
    return state
  }
  return { read, equity, markets, publicAt, close }
}

/** What waits until it is public. */
type EntryQueue = Readonly<{
  /** Adds what someone did since the last call, then what an event says. */
  push: (event?: ExchangeEvent) => void
  /** Enters everything up to a time. */
  enterUntil: (publicAt: number) => void
}>

const createEntryQueue = (
  books: Books,
  exchange: SimExchange,
  equity: EquityHistory,
): EntryQueue => {
  const waiting: Entry[] = earlierEntries(books, exchange)
  const newActions = actionReader(exchange)
  return {
    push: (event) => {
      waiting.push(...newActions().map((action) => actionEntry(books, action)))
      if (event !== undefined) waiting.push(...eventEntries(books, event))
    },
    enterUntil: (publicAt) => {
      const due = waiting.findIndex((entry) => entry.at > publicAt)
      for (const { at, enter } of waiting.splice(0, due < 0 ? waiting.length : due)) {
        equity.observe(at)
        enter()
      }
    },
  }
}

/** Returns the actions since the last call. The exchange tells no one of them, so that they are asked for. */
const actionReader = (exchange: SimExchange): (() => readonly SimAction[]) => {
  let last = exchange.actions().at(-1)
  let skew = exchange.now() - exchange.actualNow()
  return () => {
    const skewNow = exchange.now() - exchange.actualNow()
    // Stamps move with the venue's clock: only under the same skew can the last one say where to go on.
    const after = last === undefined || skewNow !== skew ? {} : { after: timeMs(last.at - 1) }
    const recent = exchange.actions(after)
    const seen = recent.findLastIndex(({ id }) => id === last?.id)
    const fresh = recent.slice(seen + 1)
    last = recent.at(-1) ?? last
    skew = skewNow
    return fresh
  }
}

const actionEntry = ({ state, markets }: Books, action: SimAction): Entry => ({
  at: action.at,
  enter: () => foldAction(state, markets, action),
})

const eventEntries = (books: Books, event: ExchangeEvent): readonly Entry[] => {
  const { at } = event
  switch (event.type) {
    case 'trade':
      return [{ at, enter: () => enterTrade(books, event.trade) }]
    case 'trade-status':
      return [{ at, enter: () => enterStatus(books, event.trade) }]
    case 'market-resolved':
      return [{ at, enter: () => enterWins(books.state, event.market) }]
    default:
      return []
  }
}

const enterTrade = ({ state, markets }: Books, trade: SimTrade): void => {
  const market = markets.find(trade.market)
  if (market !== undefined) foldTrade(state, market, trade)
}

const enterStatus = ({ state, markets }: Books, trade: SimTrade): void => {
  const market = markets.find(trade.market)
  if (market === undefined) return
  if (trade.status === 'failed') undoTrade(state, market, trade)
  else if (trade.status === 'mined' || trade.status === 'confirmed') settleTrade(state, trade.id)
}

/** Who held the winning side when a market resolved, at what cost. */
const enterWins = (state: LedgerState, market: SimMarket): void => {
  for (const outcome of [0, 1] as const) {
    const payout = market.payouts?.[outcome] ?? 0
    const token = market.tokens[outcome]
    for (const [owner, { positions }] of state.owners) {
      const { size = 0, cost = 0 } = positions.get(token) ?? {}
      const worth = size <= 0 ? 0 : mulDiv(size, payout, USD_ONE, 'down')
      if (worth <= cost) continue
      const at = market.resolvedAt ?? 0
      state.wins.push({ owner, market: market.id, token, cost, worth, at })
    }
  }
}

/** Splits come before the trades of their instant, what takes shares away comes after. */
const ORDER = { split: 0, trade: 1, convert: 2, merge: 3, resolution: 4, redeem: 5 } as const

const earlierEntries = (books: Books, exchange: SimExchange): Entry[] => {
  const trades = exchange
    .trades()
    .filter((trade) => trade.status !== 'failed')
    .map((trade) => ({
      at: trade.at as number,
      order: ORDER.trade as number,
      enter: () => enterTrade(books, trade),
    }))
  const actions = exchange
    .actions()
    .map((action) => ({ ...actionEntry(books, action), order: ORDER[action.kind] }))
  const resolutions = exchange
    .markets()
    .filter((market) => market.resolvedAt !== undefined)
    .map((market) => ({
      at: market.resolvedAt as number,
      order: ORDER.resolution,
      enter: () => enterWins(books.state, market),
    }))
  return [...trades, ...actions, ...resolutions].sort((a, b) => a.at - b.at || a.order - b.order)
}
