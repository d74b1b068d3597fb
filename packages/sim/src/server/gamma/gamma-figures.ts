import { PRICE_ONE, USD_ONE } from '@bot/core'
import type { SimMarket } from '../../exchange/sim-market.js'
import { HOUR_MS } from '../data/ledger/fold-trade.js'
import type { ServerContext } from '../server-context.js'

/** What a market traded and how its price moved, in dollars. */
export type MarketFiguresView = Readonly<{
  volume: number
  liquidity: number
  openInterest: number
  volume24hr: number
  volume1wk: number
  volume1mo: number
  volume1yr: number
  /** Absent where there was no trade before the window. */
  changes: Readonly<Record<string, number>>
  competitive: number
}>

const WINDOWS = { volume24hr: 24, volume1wk: 168, volume1mo: 720 } as const
const CHANGES = {
  oneHourPriceChange: 1,
  oneDayPriceChange: 24,
  oneWeekPriceChange: 168,
  oneMonthPriceChange: 720,
} as const

/** Reads a market's figures; windows are counted in whole hours. */
export const marketFigures = (context: ServerContext, market: SimMarket): MarketFiguresView => {
  const figures = context.exchange.figures(market.id)
  const hours = context.ledger.read().markets.get(market.id)?.hours ?? new Map()
  const nowHour = Math.floor(context.exchange.now() / HOUR_MS)
  const volume = figures.volume / USD_ONE
  const traded = (span: number): number => {
    let money = 0
    for (const [hour, entry] of hours) if (hour > nowHour - span) money += entry.money
    return money / USD_ONE
  }
  const price = (figures.lastTradePrice ?? PRICE_ONE / 2) / PRICE_ONE
  return {
    volume,
    liquidity: figures.liquidity / USD_ONE,
    openInterest: figures.openInterest / USD_ONE,
    volume24hr: traded(WINDOWS.volume24hr),
    volume1wk: traded(WINDOWS.volume1wk),
    volume1mo: traded(WINDOWS.volume1mo),
    volume1yr: volume,
    changes: priceChanges(hours, nowHour, price),
    competitive: competitiveness(price),
  }
}

/** The venue's measure of how open a market is: 1 at half a dollar, 0.8 at the ends. */
export const competitiveness = (price: number): number => 1 / (1 + (price - 0.5) ** 2)

const priceChanges = (
  hours: ReadonlyMap<number, Readonly<{ price: number }>>,
  nowHour: number,
  price: number,
): Readonly<Record<string, number>> => {
  const changes: Record<string, number> = {}
  for (const [name, span] of Object.entries(CHANGES)) {
    const before = [...hours].findLast(([hour]) => hour <= nowHour - span)?.[1]
    if (before !== undefined) changes[name] = roundTick(price - before.price)
  }
  return changes
}

const roundTick = (price: number): number => Math.round(price * PRICE_ONE) / PRICE_ONE
