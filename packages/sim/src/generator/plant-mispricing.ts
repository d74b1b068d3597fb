import {
  complement,
  type OrderId,
  orderId,
  PRICE_ONE,
  type Price,
  price,
  type Size,
  size,
  type TokenId,
  timeMs,
} from '@bot/core'
import { topUp } from './create-wallets.js'
import type { PlantedMispricing, PlantKind } from './generator-options.js'
import { between, endPlant, type Plant, pickOne, type World } from './generator-state.js'
import { edgeOf, measurePlant } from './measure-plant.js'
import { plantLegs, type WantedLeg } from './plant-legs.js'
import type { Story } from './story.js'

const BACKING = size(20_000_000)
const REMEMBERED = 1_000
/** How soon it tries again when nothing could be planted. */
const RETRY_MS = 2_000

/** Ends what is over, and now and then plants a new mispricing: a planter trades clumsily and leaves a remainder. */
export const plantMispricings = (world: World): void => {
  const { state } = world
  for (const plant of [...state.plants]) reviewPlant(world, plant)
  if (world.plantEveryMs <= 0 || state.at < state.nextPlantAt) return
  const planted = plantOne(world)
  const pause = world.plantEveryMs * between(world, 0.5, 1.5)
  state.nextPlantAt = state.at + (planted ? pause : Math.min(pause, RETRY_MS))
}

const plantOne = (world: World): boolean => {
  const kinds: readonly PlantKind[] = [
    'negrisk-asks',
    'negrisk-bids',
    'logical-pair',
    'resolved-winner',
  ]
  const kind = pickOne(world, kinds)
  const story = kind === undefined ? undefined : pickOne(world, storiesFor(world, kind))
  if (kind === undefined || story === undefined) return false
  const legs = plantLegs(world, kind, story)
  return legs.length > 0 && plant(world, kind, story, legs)
}

const storiesFor = (world: World, kind: PlantKind): readonly Story[] => {
  const taken = new Set(world.state.plants.flatMap(({ legs }) => legs.map((leg) => leg.market)))
  return world.state.stories.filter((story) => {
    if (story.markets.some((market) => taken.has(market))) return false
    if (kind === 'resolved-winner') return story.phase === 'decided'
    if (story.phase !== 'open' || story.endsAt - world.state.at < 40_000) return false
    if (kind === 'logical-pair') return story.kind === 'pair'
    // Selling every YES needs only that no two can win; buying every YES needs that one of the listed must.
    return story.kind === 'group' && (kind === 'negrisk-bids' || story.shape === 'exhaustive')
  })
}

const plant = (
  world: World,
  kind: PlantKind,
  story: Story,
  wanted: readonly WantedLeg[],
): boolean => {
  const { state, exchange } = world
  const shares = Math.round(between(world, 40, 250))
  const legs = wanted.map((leg) => ({ ...leg, orders: pushTo(world, leg, shares) }))
  const id = `plant-${++state.plantsMade}`
  const stands: Plant = { id, kind, legs, until: state.at + between(world, 8_000, 25_000) }
  const measured = measurePlant(exchange, stands)
  if (measured === undefined) {
    withdraw(world, stands)
    return false
  }
  state.plants.push(stands)
  const entry: PlantedMispricing = {
    id,
    kind,
    markets: legs.map((leg) => leg.market),
    ...(story.event === undefined ? {} : { event: story.event }),
    from: timeMs(exchange.actualNow()),
    ...measured,
  }
  state.planted = [...state.planted, entry].slice(-REMEMBERED)
  return true
}

/**
 * Trades through everything better than the price and leaves `shares` resting there; when that empties the other
 * side, a small order keeps the book two-sided.
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
  const order = buy(world, token, limit, size(shares * 1e6 + inTheWay))
  if ((exchange.book(other)?.bids.length ?? 0) > 0) return [order]
  return [order, buy(world, other, price(PRICE_ONE - limit - market.tick), BACKING)]
}

const buy = (world: World, token: TokenId, limit: Price, shares: Size): OrderId => {
  const id = orderId(world.ids.hex('order', ++world.state.orders))
  const owner = planterOf(world)
  topUp(world.exchange, owner, 'planter')
  const order = {
    id,
    owner,
    token,
    side: 'buy',
    shares,
    limit,
    tif: 'gtc',
    postOnly: false,
  } as const
  world.exchange.place(order)
  return id
}

const planterOf = (world: World): string =>
  world.wallets.find((wallet) => wallet.role === 'planter')?.address ?? 'planter'

const withdraw = (world: World, plant: Plant): void => {
  const orders = plant.legs.flatMap((leg) => leg.orders)
  world.exchange.cancel(planterOf(world), orders)
}

const reviewPlant = (world: World, plant: Plant): void => {
  const { exchange, state } = world
  const isTaken = plant.legs.some(({ orders: [order] }) => {
    return order !== undefined && exchange.order(order)?.status === 'matched'
  })
  const stands = edgeOf(exchange, plant.kind, plant.legs) > 0
  if (stands && state.at < plant.until && !isTaken) return
  withdraw(world, plant)
  endPlant(world, plant, isTaken ? 'taken' : stands ? 'withdrawn' : 'faded')
}
