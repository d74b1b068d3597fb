import {
  complement,
  mulDiv,
  notional,
  PRICE_ONE,
  type Price,
  price,
  type Size,
  takerFee,
  USD_ONE,
  type Usd,
} from '@bot/core'
import type { SimExchange } from '../exchange/exchange.js'
import type { PlantedLeg, PlantedMispricing, PlantKind } from './generator-options.js'
import type { Plant, PlantLeg } from './generator-state.js'
import { walkSteps } from './walk-steps.js'

type Leg = Omit<PlantLeg, 'orders'>

/** A mispricing in numbers; `best` is the most that its steps earn. */
export type Measured = Pick<
  PlantedMispricing,
  'legs' | 'shares' | 'profitBeforeFees' | 'profitAfterFees' | 'steps'
> &
  Readonly<{ best: Usd }>

/** Returns what the best quotes of the legs promise a share, in 1/10,000 dollar; 0 or less when nothing. */
export const edgeOf = (exchange: SimExchange, form: PlantKind, legs: readonly Leg[]): number => {
  const costs = legs.map((leg) => sideOf(exchange, leg)?.asks[0]?.price)
  return costs.includes(undefined) ? 0 : edgeFrom(form, costs.map(Number))
}

/** A bid is taken by buying the other outcome at 1 − p. Each leg is then a buy, and what they pay is known. */
const edgeFrom = (form: PlantKind, costs: readonly number[]): number =>
  paysOf(form, costs.length) - costs.reduce((sum, cost) => sum + cost, 0)

/** NO of all n outcomes pays n − 1; a complete set of YES, a pair and a winner pay one. */
const paysOf = (form: PlantKind, legs: number): number =>
  form === 'negrisk-bids' ? (legs - 1) * PRICE_ONE : PRICE_ONE

const tokenOf = (exchange: SimExchange, leg: Leg) =>
  exchange.market(leg.market)?.tokens[leg.side === 'ask' ? 0 : 1]

const sideOf = (exchange: SimExchange, leg: Leg): ReturnType<SimExchange['book']> => {
  const token = tokenOf(exchange, leg)
  return token === undefined ? undefined : exchange.book(token)
}

/**
 * Measures a mispricing: shares that every leg has at its planted price and the profit of all of them, then every
 * level of the books. `undefined` when it does not stand.
 */
export const measurePlant = (exchange: SimExchange, plant: Plant): Measured | undefined => {
  if (edgeOf(exchange, plant.form, plant.legs) <= 0) return undefined
  const legs = plant.legs.flatMap((leg) => plantedLeg(exchange, leg))
  const edge = edgeFrom(
    plant.form,
    legs.map((leg) => leg.price),
  )
  const shares = Math.min(...legs.map((leg) => leg.shares)) as Size
  if (legs.length < plant.legs.length || edge <= 0 || shares <= 0) return undefined
  const profit = notional(shares, edge as Price, 'down')
  const fees = legs.map((leg) => feeOf(exchange, leg, shares))
  const steps = walkSteps(
    plant.legs.map((leg, index) => ({
      levels: sideOf(exchange, leg)?.asks ?? [],
      fee: exchange.market(leg.market)?.fee,
      least: leastOf(exchange, legs[index]),
    })),
    paysOf(plant.form, legs.length),
  )
  return {
    legs,
    shares,
    profitBeforeFees: profit,
    profitAfterFees: (profit - fees.reduce((sum, fee) => sum + fee, 0)) as Usd,
    steps,
    best: Math.max(0, ...steps.map((step) => step.profit)) as Usd,
  }
}

const plantedLeg = (exchange: SimExchange, leg: Leg): readonly PlantedLeg[] => {
  const token = tokenOf(exchange, leg)
  if (token === undefined) return []
  const limit = leg.side === 'ask' ? price(leg.price) : complement(price(leg.price))
  const shares = (sideOf(exchange, leg)?.asks ?? [])
    .filter((level) => level.price <= limit)
    .reduce((sum, level) => sum + level.size, 0) as Size
  return [{ market: leg.market, token, price: limit, shares }]
}

const feeOf = (exchange: SimExchange, { market, price: at }: PlantedLeg, shares: Size): number => {
  const fee = exchange.market(market)?.fee
  return fee === undefined ? 0 : takerFee(fee, shares, at, 'up')
}

/** The fewest shares that the venue takes of a leg: its minimum, and a dollar's worth. */
const leastOf = (exchange: SimExchange, leg: PlantedLeg | undefined): number => {
  if (leg === undefined) return 0
  const dollarsWorth = mulDiv(USD_ONE, PRICE_ONE, leg.price, 'up')
  return Math.max(exchange.market(leg.market)?.minimumSize ?? 0, dollarsWorth)
}
