import {
  averagePrice,
  type BookView,
  type EventId,
  type FeeSchedule,
  type Ladder,
  type MarketFacts,
  type MarketId,
  PRICE_ONE,
  type Price,
  price,
  type Size,
  type TimeMs,
  type TokenId,
  timeMs,
  type WalletActivity,
} from '@bot/core'
import type { TrialView } from './copy-holdings.js'
import { type CopyQuestion, type CopyStudy, copiesOf, tellEnd } from './copy-study.js'
import { createCopyTrials } from './copy-trials.js'

/** What others traded, as the asks and bids that must have stood then; nothing of before a look is in it. */
type Prints = ReadonlyMap<TokenId, readonly Print[]>
type Print = Readonly<{ at: TimeMs; side: 'bid' | 'ask'; price: Price; size: Size; wallet: string }>

/** Trades within this time after the delay stand for the book. */
const WINDOW_MS = 60_000

/**
 * Tries to copy wallets where no book was recorded: what others bought within a minute after the delay stands for the
 * asks, what they sold for the bids.
 *
 * Too good, since the cheapest of a minute's trades come first and were others' before; too bad, since what rested and
 * was not taken does not show. Rows show takers alone, so a purchase stands for an ask.
 */
export const studyPrints = (
  all: readonly WalletActivity[],
  question: CopyQuestion & Readonly<{ fee: FeeSchedule }>,
): CopyStudy => {
  const markets = marketsOf(all, question.fee)
  const copies = question.wallets.map((wallet) => {
    const rows = question.rows.filter((row) => row.wallet === wallet)
    const prints = printsOf(all, wallet, markets)
    const trials = createCopyTrials({ delayMs: question.delayMs })
    trials.note(rows)
    for (const { at } of rows) trials.look(viewAt(timeMs(at + question.delayMs), prints, markets))
    for (const market of new Set(markets.values())) tellEnd(trials, market, question.payoutOf)
    return copiesOf(wallet, rows, trials)
  })
  const traded = new Set(question.rows.map(({ market }) => market))
  const known = new Set([...markets.values()].map(({ id }) => id))
  return {
    source: 'prints',
    markets: known.size,
    overlapping: [...traded].filter((id) => known.has(id)).length,
    wallets: copies,
  }
}

/** Markets of which both tokens are named in the rows; a market known by one token has no reverse. */
const marketsOf = (
  rows: readonly WalletActivity[],
  fee: FeeSchedule,
): ReadonlyMap<TokenId, MarketFacts> => {
  const tokens = new Map<MarketId, Map<TokenId, string>>()
  const events = new Map<MarketId, EventId>()
  for (const { market, token, outcome = '', event } of rows) {
    if (token === undefined) continue
    tokens.set(market, (tokens.get(market) ?? new Map<TokenId, string>()).set(token, outcome))
    if (event !== undefined) events.set(market, event)
  }
  const found = new Map<TokenId, MarketFacts>()
  for (const [id, names] of tokens) {
    if (names.size !== 2) continue
    const facts = factsOf(id, names, events.get(id), fee)
    for (const token of names.keys()) found.set(token, facts)
  }
  return found
}

const factsOf = (
  id: MarketId,
  names: ReadonlyMap<TokenId, string>,
  event: EventId | undefined,
  fee: FeeSchedule,
): MarketFacts => ({
  ...{ id, slug: id, question: id, label: id, category: 'unknown', fee },
  ...{ tokens: [...names.keys()], outcomes: [...names.values()] },
  ...(event === undefined ? {} : { event }),
  ...{ tick: 'unknown', minimumSize: 'unknown', negRisk: 'unknown', tradable: false, closed: true },
  ...{ liquidity: 0, volume: 0, resolution: { state: 'unresolved' } },
})

/** Others' trades by token, each on its own outcome and, mirrored, on the other. */
const printsOf = (
  rows: readonly WalletActivity[],
  not: string,
  markets: ReadonlyMap<TokenId, MarketFacts>,
): Prints => {
  const prints = new Map<TokenId, Print[]>()
  const add = (token: TokenId, print: Print): void => {
    const list = prints.get(token) ?? []
    prints.set(token, list)
    list.push(print)
  }
  for (const { kind, token, side, at, wallet, exchanged } of rows) {
    const paid = averagePrice(exchanged)
    if (kind !== 'trade' || token === undefined || wallet === not || paid === undefined) continue
    const other = markets.get(token)?.tokens.find((each) => each !== token)
    // Rounded against the copy: asks up, bids down.
    const at4 = side === 'buy' ? Math.ceil(paid * PRICE_ONE) : Math.floor(paid * PRICE_ONE)
    if (other === undefined || at4 <= 0 || at4 >= PRICE_ONE) continue
    const ask = side === 'buy'
    const print = { at, wallet, size: exchanged.size }
    add(token, { ...print, side: ask ? 'ask' : 'bid', price: price(at4) })
    add(other, { ...print, side: ask ? 'bid' : 'ask', price: price(PRICE_ONE - at4) })
  }
  return prints
}

const viewAt = (
  now: TimeMs,
  prints: Prints,
  markets: ReadonlyMap<TokenId, MarketFacts>,
): TrialView => ({
  now,
  marketOf: (token) => markets.get(token),
  book: (token) => bookOf(token, prints.get(token) ?? [], now),
})

/** A side that nobody traded on gets a hundredth of a share at the worst price: it sells nothing, and costs all. */
const bookOf = (token: TokenId, prints: readonly Print[], now: TimeMs): BookView => {
  const near = prints.filter(({ at }) => at >= now && at <= now + WINDOW_MS)
  const asks = near.filter(({ side }) => side === 'ask')
  const best = Math.min(...asks.map((each) => each.price), PRICE_ONE - 1)
  const bids = near.filter((each) => each.side === 'bid' && each.price < best)
  return {
    ...{ token, epoch: 1, changedAt: now, provenAliveAt: now, status: 'live' },
    bids: ladderOf(bids, 1, (a, b) => a.price - b.price),
    asks: ladderOf(asks, PRICE_ONE - 1, (a, b) => b.price - a.price),
  }
}

const ladderOf = (
  prints: readonly Print[],
  worst: number,
  worstFirst: (a: Print, b: Print) => number,
): Ladder => {
  const sorted = [...prints].sort(worstFirst)
  return {
    prices: [price(worst), ...sorted.map((each) => each.price)],
    sizes: [1 as Size, ...sorted.map((each) => each.size)],
  }
}
