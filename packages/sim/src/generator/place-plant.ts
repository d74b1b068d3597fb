import {
  complement,
  type OrderId,
  orderId,
  type Price,
  price,
  type Size,
  size,
  type TokenId,
  timeMs,
  type Usd,
} from '@bot/core'
import { topUp } from './create-wallets.js'
import type { PlantKind, TrapKind } from './generator-options.js'
import type { Plant, World } from './generator-state.js'
import { type Measured, measurePlant } from './measure-plant.js'
import type { WantedLeg } from './plant-legs.js'
import type { Story } from './story.js'

const BACKING = size(20_000_000)
/** Shares that somebody takes of an order so that too few are left. */
const TAKEN = 200_000_000
const REMEMBERED = 1_000

/** A mispricing that is to be planted; `shares` one number a leg; `stands` says whether it became what it should. */
export type WantedPlant = Readonly<{
  kind: PlantKind | TrapKind
  form: PlantKind
  trap: boolean
  story: Story
  wanted: readonly WantedLeg[]
  shares: readonly number[]
  until: number
  breaks?: Plant['breaks']
  stands: (measured: Measured) => boolean
}>

/** Places a mispricing's orders and writes it into the ledger; takes them back when it did not become one. */
export const placePlant = (world: World, plant: WantedPlant): boolean => {
  const { state, exchange } = world
  const { kind, form, trap, story, until, breaks } = plant
  const legs = plant.wanted.map((leg, index) => ({
    ...leg,
    orders: pushTo(world, leg, plant.shares[index] ?? 0),
  }))
  const id = `plant-${++state.plantsMade}`
  const placed: Plant = { id, kind, form, legs, until, ...(breaks === undefined ? {} : { breaks }) }
  const measured = measurePlant(exchange, placed)
  if (measured === undefined || !plant.stands(measured)) {
    withdraw(world, placed)
    return false
  }
  state.plants.push(placed)
  const { best, ...numbers } = measured
  const entry = {
    ...{ id, kind, trap, markets: legs.map((leg) => leg.market) },
    ...(story.event === undefined ? {} : { event: story.event }),
    ...{ from: exchange.actualNow(), until: timeMs(Math.round(until)), ...numbers },
    executableProfit: trap ? (0 as Usd) : best,
  }
  state.planted = [...state.planted, entry].slice(-REMEMBERED)
  return true
}

/**
 * Trades through everything better than the price and leaves `shares` resting there; a small order at the far end of
 * the other side keeps the book two-sided.
 */
const pushTo = (world: World, leg: WantedLeg, shares: number): readonly OrderId[] => {
  const { exchange } = world
  const market = exchange.market(leg.market)
  if (market === undefined) return []
  const [yes, no] = market.tokens
  const [token, other] = leg.side === 'bid' ? [yes, no] : [no, yes]
  const limit = leg.side === 'bid' ? price(leg.price) : complement(price(leg.price))
  const inTheWay = (exchange.book(token)?.asks ?? [])
    .filter((level) => level.price <= limit)
    .reduce((sum, level) => sum + level.size, 0)
  const owner = planterOf(world)
  // A remainder smaller than any order may be comes of a larger one that somebody took a part of.
  const taken = shares * 1e6 < market.minimumSize ? TAKEN : 0
  const order = buy(world, owner, token, limit, size(shares * 1e6 + inTheWay + taken))
  if (taken > 0) buy(world, noiseOf(world), other, complement(limit), size(taken))
  return [order, buy(world, owner, other, market.tick, BACKING)]
}

/** Buys, and rests with what is not to be had. */
const buy = (world: World, owner: string, token: TokenId, limit: Price, shares: Size): OrderId => {
  const id = orderId(world.ids.hex('order', ++world.state.orders))
  topUp(world.exchange, owner, 'planter')
  world.exchange.place({
    ...{ id, owner, token, shares, limit },
    side: 'buy',
    tif: 'gtc',
    postOnly: false,
  })
  return id
}

const noiseOf = (world: World): string =>
  world.wallets.find((wallet) => wallet.role === 'noise')?.address ?? 'noise'

/** Returns the wallet that leaves mispricings. */
export const planterOf = (world: World): string =>
  world.wallets.find((wallet) => wallet.role === 'planter')?.address ?? 'planter'

/** Takes back every order of a mispricing. */
export const withdraw = (world: World, plant: Plant): void => {
  const orders = plant.legs.flatMap((leg) => leg.orders)
  world.exchange.cancel(planterOf(world), orders)
}
