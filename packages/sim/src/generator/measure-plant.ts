import {
  complement,
  type FeeSchedule,
  notional,
  PRICE_ONE,
  type Price,
  price,
  type Size,
  takerFee,
  type Usd,
} from '@bot/core'
import type { SimExchange } from '../exchange/exchange.js'
import type { PlantedMispricing, PlantKind } from './generator-options.js'
import type { Plant, PlantLeg } from './generator-state.js'

type Leg = Omit<PlantLeg, 'orders'>
type Measured = Pick<PlantedMispricing, 'shares' | 'profitBeforeFees' | 'profitAfterFees'>

/** Returns what the best quotes of the legs promise a share, in 1/10,000 dollar; 0 or less when nothing. */
export const edgeOf = (exchange: SimExchange, kind: PlantKind, legs: readonly Leg[]): number => {
  const costs = legs.map((leg) => bestCost(exchange, leg))
  if (costs.includes(undefined)) return 0
  return edgeFrom(
    kind,
    costs.map((cost) => cost ?? 0),
  )
}

/** A bid is taken by buying the other outcome at 1 − p. Each leg is then a buy, and what they pay is known. */
const edgeFrom = (kind: PlantKind, costs: readonly number[]): number => {
  const spent = costs.reduce((sum, cost) => sum + cost, 0)
  // NO of all n outcomes pays n − 1; a complete set of YES, a pair and a winner pay one.
  const pays = kind === 'negrisk-bids' ? (costs.length - 1) * PRICE_ONE : PRICE_ONE
  return pays - spent
}

const bestCost = (exchange: SimExchange, leg: Leg): number | undefined =>
  sideOf(exchange, leg)?.asks[0]?.price

const sideOf = (exchange: SimExchange, leg: Leg): ReturnType<SimExchange['book']> => {
  const market = exchange.market(leg.market)
  const token = market?.tokens[leg.side === 'ask' ? 0 : 1]
  return token === undefined ? undefined : exchange.book(token)
}

/**
 * Measures a mispricing at its planted prices: shares that every leg has, and the profit of all of them. `undefined`
 * when it does not stand.
 */
export const measurePlant = (exchange: SimExchange, plant: Plant): Measured | undefined => {
  if (edgeOf(exchange, plant.kind, plant.legs) <= 0) return undefined
  const limits = plant.legs.map((leg) =>
    leg.side === 'ask' ? price(leg.price) : complement(price(leg.price)),
  )
  const edge = edgeFrom(plant.kind, limits)
  const shares = Math.min(
    ...plant.legs.map((leg, index) => depthTo(exchange, leg, limits[index] ?? price(0))),
  ) as Size
  if (edge <= 0 || shares <= 0) return undefined
  const profit = notional(shares, edge as Price, 'down')
  const fees = plant.legs.map((leg, index) => {
    const fee: FeeSchedule | undefined = exchange.market(leg.market)?.fee
    return fee === undefined ? 0 : takerFee(fee, shares, limits[index] ?? price(0), 'up')
  })
  const cost = fees.reduce<number>((sum, fee) => sum + fee, 0)
  return { shares, profitBeforeFees: profit, profitAfterFees: (profit - cost) as Usd }
}

const depthTo = (exchange: SimExchange, leg: Leg, limit: Price): number =>
  (sideOf(exchange, leg)?.asks ?? [])
    .filter((level) => level.price <= limit)
    .reduce((sum, level) => sum + level.size, 0)
