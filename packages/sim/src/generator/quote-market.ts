import {
  complement,
  type MarketId,
  orderId,
  PRICE_ONE,
  price,
  type Size,
  size,
  toTick,
} from '@bot/core'
import type { SimMarket } from '../exchange/sim-market.js'
import { topUp } from './create-wallets.js'
import { between, type Desk, happens, type Quote, sellable, type World } from './generator-state.js'
import { beliefsOf, normal } from './story.js'

const LEVELS = 3
const REQUOTES_PER_SECOND = 0.3
/** Complete sets that a maker turns back into dollars when it has more. */
const SPARE_SETS = 500_000_000
const FINE_TICK = 10

/** Lets each maker renew its quotes now and then, and soon after belief moved by a tick. */
export const quoteMarkets = (world: World): void => {
  const beliefs = new Map<MarketId, number>()
  for (const story of world.state.stories) {
    const values = beliefsOf(story)
    story.markets.forEach((market, index) => void beliefs.set(market, values[index] ?? 0.5))
  }
  for (const desk of world.state.desks) {
    const belief = beliefs.get(desk.market)
    const market = world.exchange.market(desk.market)
    if (belief === undefined || market === undefined || market.status !== 'open') continue
    const moved = Math.abs(belief - desk.belief) * PRICE_ONE > market.tick
    if (!(desk.belief < 0 || happens(world, moved ? 2 : REQUOTES_PER_SECOND))) continue
    requote(world, desk, market, belief)
  }
}

const requote = (world: World, desk: Desk, market: SimMarket, belief: number): void => {
  const { exchange } = world
  topUp(exchange, desk.maker, 'maker')
  const [yes, no] = market.tokens
  const { holdings } = exchange.balances(desk.maker)
  const sets = Math.min(sellable(world, desk.maker, yes), sellable(world, desk.maker, no))
  if (sets > SPARE_SETS) exchange.merge(desk.maker, market.id, size(sets))
  const inventory = ((holdings.get(yes) ?? 0) - (holdings.get(no) ?? 0)) / 1e6
  const wanted = wantedQuotes(world, { desk, market, belief, inventory })
  const kept = desk.quotes.filter(
    (quote) => wanted.has(keyOf(quote)) && exchange.order(quote.id)?.status === 'live',
  )
  const gone = desk.quotes.filter((quote) => !kept.includes(quote)).map((quote) => quote.id)
  if (gone.length > 0) exchange.cancel(desk.maker, gone)
  const placed: Quote[] = [...kept]
  for (const [key, level] of wanted) {
    if (kept.some((quote) => keyOf(quote) === key)) continue
    const quote = placeQuote(world, desk.maker, market, level)
    if (quote !== undefined) placed.push(quote)
  }
  desk.belief = belief
  desk.quotes = placed
}

type Level = Readonly<{ side: 'bid' | 'ask'; price: number; shares: Size }>

const keyOf = (quote: Pick<Quote, 'side' | 'price'>): string => `${quote.side} ${quote.price}`

type Situation = Readonly<{ desk: Desk; market: SimMarket; belief: number; inventory: number }>

/** A ladder on each side of a noisy belief, leaning away from what the maker holds too much of. */
const wantedQuotes = (world: World, situation: Situation): Map<string, Level> => {
  const { market, belief, inventory } = situation
  const story = world.state.stories.find((each) => each.id === situation.desk.story)
  const depth = story?.depth ?? 100
  const { tick } = market
  const lean = Math.max(-2, Math.min(2, inventory / 4_000)) * tick
  const centre = belief * PRICE_ONE + 0.4 * tick * normal(world.random) - lean
  const half = tick * (tick > FINE_TICK ? 1.6 : 4)
  const wanted = new Map<string, Level>()
  for (let level = 0; level < LEVELS; level++) {
    for (const side of ['bid', 'ask'] as const) {
      const away = half + level * tick * (tick > FINE_TICK ? 1 : 3)
      const raw = side === 'bid' ? centre - away : centre + away
      if (raw < tick || raw > PRICE_ONE - tick) continue
      const at = toTick(price(Math.round(raw)), tick, side === 'bid' ? 'down' : 'up')
      const shares = Math.round(depth * (1 + level) * between(world, 0.7, 1.3))
      wanted.set(keyOf({ side, price: at }), { side, price: at, shares: size(shares * 1e6) })
    }
  }
  return wanted
}

/** A maker sells what it holds; without shares it buys the other outcome, which shows as the same offer. */
const placeQuote = (
  world: World,
  maker: string,
  market: SimMarket,
  level: Level,
): Quote | undefined => {
  const { exchange } = world
  const [yes, no] = market.tokens
  const given = level.side === 'bid' ? no : yes
  const sells = sellable(world, maker, given) >= level.shares
  const token = sells ? given : given === yes ? no : yes
  const id = orderId(world.ids.hex('order', ++world.state.orders))
  const yesPrice = price(level.price)
  const { outcome } = exchange.place({
    id,
    owner: maker,
    token,
    side: sells ? 'sell' : 'buy',
    shares: level.shares,
    limit: token === yes ? yesPrice : complement(yesPrice),
    tif: 'gtc',
    postOnly: true,
  })
  return outcome === 'live' ? { id, side: level.side, price: level.price } : undefined
}
