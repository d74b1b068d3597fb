import { type MarketId, PRICE_ONE, price, SIZE_ONE, takerFee } from '@bot/core'
import type { PlantKind } from './generator-options.js'
import { between, type PlantLeg, type World } from './generator-state.js'
import { isWronglyProposed, outcomesOf, type Story } from './story.js'

/** A leg lies so many ticks inside 0 and 1, so that the other side of its book has room. */
const ROOM = 3

/** A leg that is to be planted. */
export type WantedLeg = Omit<PlantLeg, 'orders'>

/** Chooses the legs of a mispricing of one kind in a story; none when the books leave no room for it. */
export const plantLegs = (world: World, kind: PlantKind, story: Story): readonly WantedLeg[] => {
  return withRoom(world, legsFor(world, kind, story))
}

/** Returns the legs when each lies inside 0 and 1 by enough; none otherwise. */
export const withRoom = (world: World, legs: readonly WantedLeg[]): readonly WantedLeg[] => {
  const hasRoom = legs.every(({ market, price: at }) => {
    const room = ROOM * (world.exchange.market(market)?.tick ?? 0)
    return at >= room && at <= PRICE_ONE - room
  })
  return hasRoom ? legs : []
}

const legsFor = (world: World, kind: PlantKind, story: Story): readonly WantedLeg[] => {
  if (kind === 'resolved-winner') {
    return winnerLegs(world, story, Math.floor(world.random() * story.markets.length))
  }
  const side = kind === 'negrisk-bids' ? 'bid' : 'ask'
  const tops = story.markets.flatMap((market) => topOf(world, market))
  const gap = between(world, 150, 500) + feesOf(world, tops)
  if (story.kind === 'pair') {
    const from = world.random() < 0.5 || tops.length < 3 ? 0 : 1
    return pairLegs(tops.slice(from), gap)
  }
  const isWhole = tops.length === namedIn(world, story) && tops.length > 1
  return isWhole ? setLegs(tops, side, gap) : []
}

/** Scales the best prices of a set so that they miss a dollar by `gap`. */
export const setLegs = (
  tops: readonly Top[],
  side: 'bid' | 'ask',
  gap: number,
): readonly WantedLeg[] => {
  const sum = tops.reduce((total, top) => total + (side === 'ask' ? top.ask : top.bid), 0)
  const scale = (side === 'ask' ? PRICE_ONE - gap : PRICE_ONE + gap) / sum
  return tops.map((top) => {
    const raw = scale * (side === 'ask' ? top.ask : top.bid)
    return { market: top.market, side, price: roundTo(raw, top.tick, side) }
  })
}

/** What taking a share of each costs in fees, in 1/10,000 dollar. */
export const feesOf = (world: World, tops: readonly Top[]): number =>
  tops.reduce((sum, { market, ask }) => {
    const fee = world.exchange.market(market)?.fee
    return sum + (fee === undefined ? 0 : takerFee(fee, SIZE_ONE, price(ask), 'up') / 100)
  }, 0)

const namedIn = (world: World, story: Story): number =>
  story.markets.filter((id) => (world.exchange.market(id)?.negRiskRole ?? 'named') === 'named')
    .length

/** Rounds towards the greater mispricing. */
const roundTo = (raw: number, tick: number, side: 'bid' | 'ask'): number => {
  const steps = side === 'ask' ? Math.floor(raw / tick) : Math.ceil(raw / tick)
  return Math.max(tick, Math.min(PRICE_ONE - tick, steps * tick))
}

/** The best quotes of a market. */
export type Top = Readonly<{ market: MarketId; bid: number; ask: number; tick: number }>

/** Returns a market's best quotes, in a list of one; none when it is not open, has no name, or lacks a side. */
export const topOf = (world: World, id: MarketId): readonly Top[] => {
  const market = world.exchange.market(id)
  const book = market === undefined ? undefined : world.exchange.book(market.tokens[0])
  const bid = book?.bids[0]?.price
  const ask = book?.asks[0]?.price
  // The meaning of Other narrows when a placeholder gets its name: no sum over it proves anything.
  const isNamed = (market?.negRiskRole ?? 'named') === 'named'
  if (market?.status !== 'open' || !isNamed || bid === undefined || ask === undefined) return []
  return [{ market: id, bid, ask, tick: market.tick }]
}

/** The outcome that implies the other is bid above what the other asks: both are pulled to the middle. */
export const pairLegs = ([outer, inner]: readonly Top[], gap: number): readonly WantedLeg[] => {
  if (outer === undefined || inner === undefined) return []
  const middle = (outer.ask + inner.bid) / 2
  return [
    { market: outer.market, side: 'ask', price: roundTo(middle - gap / 2, outer.tick, 'ask') },
    { market: inner.market, side: 'bid', price: roundTo(middle + gap / 2, inner.tick, 'bid') },
  ]
}

/** Offers the winner of one market below a dollar; with a wrong proposal, what was proposed. */
export const winnerLegs = (world: World, story: Story, index: number): readonly WantedLeg[] => {
  const id = story.markets[index]
  const market = id === undefined ? undefined : world.exchange.market(id)
  if (market?.status !== 'open') return []
  const off = Math.round(between(world, 2, 7)) * 100
  const isYes = (outcomesOf(story)[index] === true) !== isWronglyProposed(story)
  const leg: WantedLeg = isYes
    ? { market: market.id, side: 'ask', price: PRICE_ONE - off }
    : { market: market.id, side: 'bid', price: off }
  return [leg]
}
