import {
  createLedger,
  type Exchanged,
  heldShares,
  type Ledger,
  notional,
  type OrderId,
  type OrderIntent,
  type OrderTrade,
  recordSettlement,
  recordTrade,
  type Size,
  type TimeMs,
  USD_ONE,
  type Usd,
  wantOrder,
} from '@bot/core'
import type { SimExchange, SimOrder, SimTrade } from '@bot/sim'
import type { BotBooks, Learned } from './bot-books.js'

/** What one position or basket has at risk: what is held at its cost, and what open orders may add. */
export type AtRisk = Readonly<{ event: string; cost: number; slot: boolean }>

/** The wallet's positions from the exchange's own trades; the journal only says which position an order belongs to. */
export type ExchangeLedger = Readonly<{
  /** What is at risk by group, a position or a basket, as an order decided at `seq` found it. */
  atRisk: (seq: number) => ReadonlyMap<string, AtRisk>
  /** Trades, each an entry with all its orders, that were filled since then. */
  filledSince: (at: number, tradeOf: (intent: OrderIntent) => string) => number
}>

/** The wallet's part of a trade at the exchange. */
export type OwnTrade = Readonly<{
  id: string
  at: TimeMs
  parts: readonly Readonly<{ order: OrderId; size: Size; notional: Usd; fee: Usd }>[]
}>

/** Where a wallet's trades and open orders are learned from. */
export type TradeSource = Readonly<{
  onTrade: (listener: (trade: OwnTrade) => void) => void
  trade: (id: string) => OwnTrade | undefined
  openOrders: () => readonly Pick<
    SimOrder,
    'id' | 'side' | 'market' | 'shares' | 'filled' | 'limit'
  >[]
}>

/** Hears of a wallet's trades from an exchange of this process. */
export const tradesOf = (exchange: SimExchange, wallet: string): TradeSource => {
  const own = ({ id, at, taker, makers }: SimTrade): OwnTrade => ({
    ...{ id, at },
    parts: [taker, ...makers].filter(({ owner }) => owner === wallet),
  })
  return {
    onTrade: (listener) =>
      void exchange.subscribe((event) => {
        if (event.type === 'trade') listener(own(event.trade))
      }),
    trade: (id) => {
      const trade = exchange.trade(id)
      return trade === undefined ? undefined : own(trade)
    },
    openOrders: () => exchange.openOrders(wallet),
  }
}

/** Names what an order belongs to for every limit. */
export const groupOf = ({
  basket,
  owner,
  token,
}: Pick<OrderIntent, 'basket' | 'owner' | 'token'>): string => basket ?? `${owner} ${token}`

/** Opens a ledger that hears every trade of the exchange from now on. */
export const openExchangeLedger = (source: TradeSource, books: BotBooks): ExchangeLedger => {
  let ledger = createLedger(0 as never)
  let applied = 0
  const entries: Readonly<{ at: number; intent: OrderIntent }>[] = []
  const record = (trade: OwnTrade, settled: OrderTrade['settled']): void => {
    for (const { order, size, notional: money, fee } of trade.parts) {
      const known = books.byId.get(order)
      if (known === undefined) continue
      const exchanged: Exchanged = { size, notional: money }
      const state = wantOrder(known.intent)
      ledger = recordTrade(ledger, state, { id: trade.id, exchanged, fee, settled }, trade.at)
      if (settled === 'matched' && known.intent.side === 'buy')
        entries.push({ at: trade.at, intent: known.intent })
    }
  }
  const learn = (learned: Learned): void => {
    if ('settlement' in learned) {
      const { owner, basket } = learned.settlement
      const of = { owner, ...(basket === undefined ? {} : { basket }) }
      const markets = books.markets.ofAction(learned.settlement.action)
      ledger = recordSettlement(ledger, of, learned.settlement, markets, learned.at)
      return
    }
    const trade = source.trade(learned.failed.tradeId ?? '')
    if (trade !== undefined) record(trade, 'failed')
  }
  source.onTrade((trade) => {
    books.catchUp()
    record(trade, 'matched')
  })
  return {
    atRisk: (seq) => {
      for (let next = books.learned[applied]; next !== undefined && next.seq <= seq; ) {
        learn(next)
        applied += 1
        next = books.learned[applied]
      }
      return riskOf(ledger, source, books)
    },
    filledSince: (at, tradeOf) =>
      new Set(entries.filter((each) => each.at >= at).map(({ intent }) => tradeOf(intent))).size,
  }
}

const riskOf = (
  ledger: Ledger,
  source: TradeSource,
  books: BotBooks,
): ReadonlyMap<string, AtRisk> => {
  const groups = new Map<string, AtRisk>()
  const add = (group: string, market: string, cost: number, slot: boolean): void => {
    const before = groups.get(group)
    const event = books.markets.market(market as never)?.event ?? market
    groups.set(group, {
      event,
      cost: (before?.cost ?? 0) + cost,
      slot: slot || before?.slot === true,
    })
  }
  for (const position of ledger.positions.values()) {
    if (heldShares(position) <= 0) continue
    add(groupOf(position), position.market, Math.max(0, position.cost), position.cost >= USD_ONE)
  }
  for (const order of source.openOrders()) {
    const known = books.byId.get(order.id)
    if (known === undefined || order.side !== 'buy') continue
    const left = (order.shares - order.filled) as Size
    add(groupOf(known.intent), order.market, notional(left, order.limit, 'up'), true)
  }
  return groups
}
