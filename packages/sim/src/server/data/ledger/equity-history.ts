import { type TokenId, USD_ONE } from '@bot/core'
import type { SimExchange } from '../../../exchange/exchange.js'
import { DAY_MS, HOUR_MS } from './fold-trade.js'
import type { LedgerState, Turnover } from './ledger-state.js'
import { markPrice } from './mark-price.js'
import type { RememberedMarkets } from './remembered-markets.js'

/** What an owner had made and moved by some time; profits in micro-dollars, realized less fees. */
export type Equity = Turnover & { realized: number; unrealized: number }

/** One owner's equity at a time, by category of market. */
export type EquityPoint = Readonly<{
  at: number
  categories: ReadonlyMap<string, Readonly<Equity>>
}>

/** What every owner had, on the hour. */
export type EquityHistory = Readonly<{
  /** Takes down the state of all owners when a new hour began before `at`. */
  observe: (at: number) => void
  /** The owner's equity now. */
  now: (owner: string) => EquityPoint
  /** The owner's last point at or before a time. */
  before: (owner: string, at: number) => EquityPoint | undefined
}>

/** Points by the hour for two days, by the day for a year. */
const HOURLY_MS = 2 * DAY_MS
const KEPT_MS = 400 * DAY_MS

/** Makes an empty history of the state's owners, marked at the exchange's prices. */
export const createEquityHistory = (
  state: LedgerState,
  exchange: SimExchange,
  remembered: RememberedMarkets,
): EquityHistory => {
  const sources: Sources = { state, exchange, remembered }
  const points = new Map<string, EquityPoint[]>()
  let hour: number | undefined
  const observe = (at: number): void => {
    const begun = Math.floor(at / HOUR_MS)
    // Nothing was entered since the last observation: it holds for the first full hour after that one already.
    if (hour !== undefined && begun > hour) takeDown(sources, points, (hour + 1) * HOUR_MS)
    if (hour === undefined || begun > hour) hour = begun
  }
  return {
    observe,
    now: (owner) => equityOf(sources, owner, exchange.now(), new Map()),
    before: (owner, at) => points.get(owner)?.findLast((point) => point.at <= at),
  }
}

type Sources = Readonly<{
  state: LedgerState
  exchange: SimExchange
  remembered: RememberedMarkets
}>

const takeDown = (sources: Sources, points: Map<string, EquityPoint[]>, at: number): void => {
  const marks = new Map<string, number>()
  for (const owner of sources.state.owners.keys()) {
    const own = points.get(owner) ?? []
    own.push(equityOf(sources, owner, at, marks))
    points.set(owner, thinned(own, at))
  }
}

/** Keeps every hour of two days, and the last point of each day before. */
const thinned = (points: EquityPoint[], now: number): EquityPoint[] =>
  points.length < 100
    ? points
    : points.filter(({ at }, index) => {
        const next = points[index + 1]?.at ?? Number.POSITIVE_INFINITY
        const isLastOfDay = Math.floor(at / DAY_MS) < Math.floor(next / DAY_MS)
        return at > now - HOURLY_MS || (isLastOfDay && at > now - KEPT_MS)
      })

const equityOf = (
  { state, exchange, remembered }: Sources,
  owner: string,
  at: number,
  marks: Map<string, number>,
): EquityPoint => {
  const categories = new Map<string, Equity>()
  const fold = state.owners.get(owner)
  const entry = (category: string): Equity => {
    const known = categories.get(category) ?? emptyEquity()
    categories.set(category, known)
    return known
  }
  for (const [category, turnover] of fold?.turnover ?? []) Object.assign(entry(category), turnover)
  for (const [category, made] of fold?.settled ?? []) entry(category).realized += made
  for (const [token, position] of fold?.positions ?? []) {
    const market = remembered.ofToken(token as TokenId)
    if (market === undefined) continue
    const mark = marks.get(token) ?? markPrice(exchange, market, market.tokens[0] === token ? 0 : 1)
    marks.set(token, mark)
    const equity = entry(market.category)
    equity.realized += position.realized
    equity.unrealized += position.size * mark - position.cost
  }
  return { at, categories }
}

const emptyEquity = (): Equity => ({
  realized: 0,
  unrealized: 0,
  shares: 0,
  money: 0,
  count: 0,
  fees: 0,
})

/** Sums up the categories of a point, or takes one, in dollars and shares. */
export const totalEquity = (
  point: EquityPoint | undefined,
  category?: string,
): Readonly<Equity> => {
  const total = emptyEquity()
  for (const [name, equity] of point?.categories ?? []) {
    if (category !== undefined && name.toLowerCase() !== category.toLowerCase()) continue
    total.realized += equity.realized / USD_ONE
    total.unrealized += equity.unrealized / USD_ONE
    total.shares += equity.shares / USD_ONE
    total.money += equity.money / USD_ONE
    total.fees += equity.fees / USD_ONE
    total.count += equity.count
  }
  return total
}
