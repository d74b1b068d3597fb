import {
  bestAsk,
  bestBid,
  floorToLot,
  isOnTick,
  type Leg,
  mulDiv,
  notional,
  PRICE_ONE,
  type Price,
  type Size,
  sharesFor,
  USD_ONE,
  walkBook,
} from '@bot/core'
import type { MarketTerms, TermsFault } from '../policy/market-terms.js'
import { coarseLimit, REST_LOT, slippageCap, takeLot } from '../policy/precision.js'
import { tooSmall } from '../policy/size-entry.js'
import { dearest } from './fit-basket.js'

/**
 * Where a leg stands. `net` is what its orders moved its way; `terms` is a fault when its book can't be traded on.
 * `tried` is the side of its last order when that filled less than its book promised and the book has not been proven
 * since: what it shows may be what is already gone.
 */
export type LegState = Readonly<{
  leg: Leg
  wanted: number
  net: number
  begun: boolean
  terms: MarketTerms | TermsFault
  tried: 'buy' | 'sell' | undefined
}>

/**
 * An order that would mend a leg. `expected` is what it brings on the book of now with fees rounded up (below 0:
 * costs), `worst` the same when all of it trades at the limit with the highest fee.
 */
export type Mend = Readonly<{
  leg: Leg
  side: 'buy' | 'sell'
  shares: Size
  limit: Price
  expected: number
  worst: number
}>

/** The deepest a repair reaches for its shares, in percent of the best price. */
const REPAIR_REACH_PERCENT = 20

/** As much of an order may be left off so that it needs no finer lots than market orders may have. */
const LOT_LOSS_PERCENT = 1

/** What keeps a leg from being traded for a moment only. */
const PASSING: readonly string[] = [
  'unknown-market',
  'missing-book',
  'stale-book',
  'crossed-book',
  'one-sided-book',
]

/**
 * Finds the order that moves a leg by so many shares now. `'blind'`: its book can't be read at the moment;
 * `undefined`: the venue lets no one trade that, or nothing rests within reach.
 *
 * A leg's own first order goes out at the limit of the certificate as long as that reaches all of it.
 */
export const mendLeg = (
  state: LegState,
  side: 'buy' | 'sell',
  wanted: number,
): Mend | 'blind' | undefined => {
  const { leg, terms, tried } = state
  if (typeof terms === 'string') return PASSING.includes(terms) ? 'blind' : undefined
  if (tried === side) return 'blind'
  const best = side === 'buy' ? bestAsk(terms.book) : bestBid(terms.book)
  if (best === undefined) return 'blind'
  const shares = floorToLot(wanted as Size, REST_LOT)
  if (!state.begun && side === leg.side && isOnTick(leg.limit, terms.tick)) {
    const planned = mendAt(terms, leg, { side, limit: leg.limit, shares, best })
    const enough = shares - mulDiv(shares, LOT_LOSS_PERCENT, 100, 'down')
    if (planned !== undefined && planned.shares >= enough) return planned
  }
  const limit = reachFor(terms, side, shares, best)
  return limit === undefined ? undefined : mendAt(terms, leg, { side, limit, shares, best }, true)
}

const reachFor = (
  { book, fee, tick }: MarketTerms,
  side: 'buy' | 'sell',
  shares: Size,
  best: Price,
): Price | undefined => {
  const reach = Math.round(slippageCap(side, best, REPAIR_REACH_PERCENT)) as Price
  const { worstPrice } = walkBook(book, side, { shares, limit: reach, fee })
  if (worstPrice === undefined) return undefined
  const bound = side === 'buy' ? Math.min(PRICE_ONE, worstPrice + 99) : Math.max(0, worstPrice - 99)
  return coarseLimit(side, worstPrice, bound, tick)
}

type Order = Readonly<{ side: 'buy' | 'sell'; limit: Price; shares: Size; best: Price }>

const mendAt = (
  terms: MarketTerms,
  leg: Leg,
  { side, limit, shares, best }: Order,
  onLots = false,
): Mend | undefined => {
  const { book, fee } = terms
  const reached = walkBook(book, side, { shares, limit, fee }).size
  const inLots = floorToLot(reached, takeLot(side, limit))
  const isClose = onLots || reached - inLots <= mulDiv(reached, LOT_LOSS_PERCENT, 100, 'down')
  const lots = isClose ? inLots : floorToLot(reached, REST_LOT)
  if (tooSmall(terms, lots, side === 'buy' ? best : limit) !== undefined) return undefined
  const walk = walkBook(book, side, { shares: lots, limit, fee })
  const charge = dearest(fee, lots, side, limit)
  const of = { leg, side, shares: lots, limit }
  return side === 'buy'
    ? { ...of, expected: -walk.notional - walk.fee, worst: -notional(lots, limit, 'up') - charge }
    : { ...of, expected: walk.notional - walk.fee, worst: notional(lots, limit, 'down') - charge }
}

/** The least shares of a leg that the venue lets anyone trade: its minimum, and a dollar's worth. */
export const leastShares = ({ leg, terms }: LegState): number =>
  typeof terms === 'string' ? 0 : Math.max(terms.minimum, sharesFor(USD_ONE, leg.limit))

/**
 * How often the book covers a mend at its limit, in millionths: the leg with the least is the thinnest. A book that
 * can't be read covers nothing.
 */
export const coverage = ({ terms }: LegState, { side, limit, shares }: Mend): number => {
  if (typeof terms === 'string' || shares === 0) return 0
  const { size } = walkBook(terms.book, side, { shares: MOST_SHARES, limit, fee: terms.fee })
  return Math.floor((size / shares) * 1_000_000)
}

const MOST_SHARES = 1_000_000_000_000 as Size
