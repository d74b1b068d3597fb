import {
  type BookView,
  bestAsk,
  bestBid,
  type MarketFacts,
  PRICE_ONE,
  type TokenId,
} from '@bot/core'
import { groupOf } from '../sets/group-of.js'

/** Stand for "no one offers" and "no one bids": no sum with one of them can look like an opportunity. */
const NO_ASK = 2 * PRICE_ONE
const NO_BID = -2 * PRICE_ONE

/** Outcomes of one negRisk group: `members` are all its markets, `quoted` those that are summed. */
export type IndexedGroup = Readonly<{
  group: string
  members: readonly MarketFacts[]
  quoted: readonly number[]
}>

/**
 * The best prices of many markets in columns, in 1/10,000 dollar.
 *
 * Market `m` has the slots `2m` (outcome 0) and `2m + 1`. `groupOfMarket` is −1 where a market is not summed;
 * `groupAsks` and `groupBids` are kept while prices change.
 */
export type TopIndex = Readonly<{
  markets: readonly MarketFacts[]
  groups: readonly IndexedGroup[]
  slots: ReadonlyMap<TokenId, number>
  asks: Int16Array
  bids: Int16Array
  groupOfMarket: Int32Array
  groupAsks: Int32Array
  groupBids: Int32Array
}>

/** Makes an index without prices. Only tradable markets with two outcomes have slots. */
export const createTopIndex = (all: readonly MarketFacts[]): TopIndex => {
  const markets = all.filter(({ tradable, tokens }) => tradable && tokens.length === 2)
  const groups = indexGroups(all, markets)
  const groupOfMarket = new Int32Array(markets.length).fill(-1)
  for (const [index, { quoted }] of groups.entries()) {
    for (const market of quoted) groupOfMarket[market] = index
  }
  return {
    markets,
    groups,
    slots: new Map(
      markets.flatMap(({ tokens }, m) => tokens.map((token, i) => [token, 2 * m + i])),
    ),
    asks: new Int16Array(2 * markets.length).fill(NO_ASK),
    bids: new Int16Array(2 * markets.length).fill(NO_BID),
    groupOfMarket,
    groupAsks: Int32Array.from(groups, ({ quoted }) => quoted.length * NO_ASK),
    groupBids: new Int32Array(groups.length),
  }
}

/** Takes over a book's best prices; `undefined`: there is no book. Returns whether one of them changed. */
export const putTop = (index: TopIndex, slot: number, book: BookView | undefined): boolean => {
  const ask = book === undefined ? NO_ASK : (bestAsk(book) ?? NO_ASK)
  const bid = book === undefined ? NO_BID : (bestBid(book) ?? NO_BID)
  const { asks, bids, groupOfMarket, groupAsks, groupBids } = index
  const before = asks[slot] as number
  if (before === ask && bids[slot] === bid) return false
  const yes = slot & ~1
  const group = groupOfMarket[slot >> 1] as number
  const bestBefore = group < 0 ? 0 : yesBidAt(index, yes)
  asks[slot] = ask
  bids[slot] = bid
  if (group >= 0) {
    if (slot === yes) groupAsks[group] = (groupAsks[group] as number) + ask - before
    groupBids[group] = (groupBids[group] as number) + yesBidAt(index, yes) - bestBefore
  }
  return true
}

/** The better of YES's own bid and what NO's ask amounts to; 0 when there is neither. */
const yesBidAt = ({ asks, bids }: TopIndex, yes: number): number => {
  return Math.max(0, bids[yes] as number, PRICE_ONE - (asks[yes + 1] as number))
}

/** Groups of at least two named, tradable outcomes, in the order in which they first appear. */
const indexGroups = (
  all: readonly MarketFacts[],
  slotted: readonly MarketFacts[],
): readonly IndexedGroup[] => {
  const members = new Map<string, MarketFacts[]>()
  for (const market of all) append(members, groupOf(market), market)
  const quoted = new Map<string, number[]>()
  for (const [index, market] of slotted.entries()) {
    if (isNamed(market)) append(quoted, groupOf(market), index)
  }
  return [...members].flatMap(([group, markets]) => {
    const named = quoted.get(group) ?? []
    return named.length < 2 ? [] : [{ group, members: markets, quoted: named }]
  })
}

const append = <T>(lists: Map<string, T[]>, key: string | undefined, value: T): void => {
  if (key === undefined) return
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [value])
  else list.push(value)
}

const isNamed = ({ negRisk }: MarketFacts): boolean =>
  typeof negRisk === 'object' && negRisk.role === 'named'
