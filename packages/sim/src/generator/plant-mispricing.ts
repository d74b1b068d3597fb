import { complement, type MarketId, orderId, PRICE_ONE, price, size, timeMs } from '@bot/core'
import { topUp } from './create-wallets.js'
import type { PlantedMispricing, PlantKind } from './generator-options.js'
import {
  between,
  endPlant,
  type Plant,
  type PlantLeg,
  pickOne,
  type World,
} from './generator-state.js'
import { edgeOf, measurePlant } from './measure-plant.js'
import { outcomesOf, type Story } from './story.js'

const REMEMBERED = 1_000
type WantedLeg = Omit<PlantLeg, 'order'>

/** Ends what is over, and now and then plants a new mispricing: a planter trades clumsily and leaves a remainder. */
export const plantMispricings = (world: World): void => {
  const { state } = world
  for (const plant of [...state.plants]) reviewPlant(world, plant)
  if (world.plantEveryMs <= 0 || state.at < state.nextPlantAt) return
  state.nextPlantAt = state.at + world.plantEveryMs * between(world, 0.5, 1.5)
  const kinds: readonly PlantKind[] = [
    'negrisk-asks',
    'negrisk-bids',
    'logical-pair',
    'resolved-winner',
  ]
  const kind = pickOne(world, kinds)
  const story = kind === undefined ? undefined : pickOne(world, storiesFor(world, kind))
  if (kind === undefined || story === undefined) return
  const legs = legsFor(world, kind, story)
  if (legs.length > 0) plant(world, kind, story, legs)
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

const legsFor = (world: World, kind: PlantKind, story: Story): readonly WantedLeg[] => {
  if (kind === 'resolved-winner') return winnerLegs(world, story)
  const side = kind === 'negrisk-bids' ? 'bid' : 'ask'
  const tops = story.markets.flatMap((market) => topOf(world, market))
  if (kind === 'logical-pair') return pairLegs(world, tops)
  const open = story.markets.filter((id) => world.exchange.market(id)?.status === 'open')
  if (tops.length !== open.length || tops.length < 2) return []
  const goal = PRICE_ONE + (side === 'ask' ? -1 : 1) * Math.round(between(world, 150, 600))
  const sum = tops.reduce((total, top) => total + (side === 'ask' ? top.ask : top.bid), 0)
  const each = Math.abs(sum - goal) / tops.length
  return tops.map((top) => {
    const raw = side === 'ask' ? top.ask - each : top.bid + each
    return { market: top.market, side, price: roundTo(raw, top.tick, side) }
  })
}

/** Rounds towards the greater mispricing. */
const roundTo = (raw: number, tick: number, side: 'bid' | 'ask'): number => {
  const steps = side === 'ask' ? Math.floor(raw / tick) : Math.ceil(raw / tick)
  return Math.max(tick, Math.min(PRICE_ONE - tick, steps * tick))
}

type Top = Readonly<{ market: MarketId; bid: number; ask: number; tick: number }>

const topOf = (world: World, id: MarketId): readonly Top[] => {
  const market = world.exchange.market(id)
  const book = market === undefined ? undefined : world.exchange.book(market.tokens[0])
  const bid = book?.bids[0]?.price
  const ask = book?.asks[0]?.price
  if (market?.status !== 'open' || bid === undefined || ask === undefined) return []
  return [{ market: id, bid, ask, tick: market.tick }]
}

/** The outcome that implies the other is bid above what the other asks: both are pulled to the middle. */
const pairLegs = (world: World, [outer, inner]: readonly Top[]): readonly WantedLeg[] => {
  if (outer === undefined || inner === undefined) return []
  const middle = (outer.ask + inner.bid) / 2
  const gap = between(world, 150, 400) / 2
  return [
    { market: outer.market, side: 'ask', price: roundTo(middle - gap, outer.tick, 'ask') },
    { market: inner.market, side: 'bid', price: roundTo(middle + gap, inner.tick, 'bid') },
  ]
}

const winnerLegs = (world: World, story: Story): readonly WantedLeg[] => {
  const index = Math.floor(world.random() * story.markets.length)
  const id = story.markets[index]
  const market = id === undefined ? undefined : world.exchange.market(id)
  if (market?.status !== 'open') return []
  const off = Math.round(between(world, 2, 7)) * 100
  const isYes = outcomesOf(story)[index] === true
  const leg: WantedLeg = isYes
    ? { market: market.id, side: 'ask', price: PRICE_ONE - off }
    : { market: market.id, side: 'bid', price: off }
  return [leg]
}

const plant = (world: World, kind: PlantKind, story: Story, wanted: readonly WantedLeg[]): void => {
  const { state, exchange } = world
  const shares = Math.round(between(world, 40, 250))
  const legs = wanted.map((leg) => ({ ...leg, order: pushTo(world, leg, shares) }))
  const id = `plant-${++state.plantsMade}`
  const stands: Plant = { id, kind, legs, until: state.at + between(world, 8_000, 25_000) }
  const measured = measurePlant(exchange, stands)
  if (measured === undefined) {
    withdraw(world, stands)
    return
  }
  state.plants.push(stands)
  const entry: PlantedMispricing = {
    id,
    kind,
    markets: legs.map((leg) => leg.market),
    ...(story.event === undefined ? {} : { event: story.event }),
    from: timeMs(exchange.now()),
    ...measured,
  }
  state.planted = [...state.planted, entry].slice(-REMEMBERED)
}

/** Trades through everything better than the price and leaves `shares` resting there. */
const pushTo = (world: World, leg: WantedLeg, shares: number): PlantLeg['order'] => {
  const { exchange } = world
  const market = exchange.market(leg.market)
  const id = orderId(world.ids.hex('order', ++world.state.orders))
  const planter = planterOf(world)
  if (market === undefined || planter === undefined) return id
  const [yes, no] = market.tokens
  const token = leg.side === 'bid' ? yes : no
  const limit = leg.side === 'bid' ? price(leg.price) : complement(price(leg.price))
  const inTheWay = (exchange.book(token)?.asks ?? [])
    .filter((level) => level.price <= limit)
    .reduce((sum, level) => sum + level.size, 0)
  topUp(exchange, planter, 'planter')
  const wanted = size(shares * 1e6 + inTheWay)
  exchange.place({
    id,
    owner: planter,
    token,
    side: 'buy',
    shares: wanted,
    limit,
    tif: 'gtc',
    postOnly: false,
  })
  return id
}

const planterOf = (world: World): string | undefined =>
  world.wallets.find((wallet) => wallet.role === 'planter')?.address

const withdraw = (world: World, plant: Plant): void => {
  const planter = planterOf(world)
  if (planter !== undefined) {
    world.exchange.cancel(
      planter,
      plant.legs.map((leg) => leg.order),
    )
  }
}

const reviewPlant = (world: World, plant: Plant): void => {
  const { exchange, state } = world
  const isTaken = plant.legs.some((leg) => exchange.order(leg.order)?.status === 'matched')
  const stands = edgeOf(exchange, plant.kind, plant.legs) > 0
  if (stands && state.at < plant.until && !isTaken) return
  withdraw(world, plant)
  endPlant(world, plant, isTaken ? 'taken' : stands ? 'withdrawn' : 'faded')
}
