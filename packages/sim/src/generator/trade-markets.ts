import { createSeededRandom, orderId, PRICE_ONE, type Price, price, size } from '@bot/core'
import type { SimMarket } from '../exchange/sim-market.js'
import { topUp } from './create-wallets.js'
import type { SimWallet, WalletRole } from './generator-options.js'
import { between, happens, pickOne, sellable, type World } from './generator-state.js'
import { outcomesOf, type Story } from './story.js'

/** Lets traders take what makers offer. */
export const tradeMarkets = (world: World): void => {
  // What was planted is left to others, so that the ledger's numbers hold until it ends.
  const planted = new Set(world.state.plants.flatMap(({ legs }) => legs.map((leg) => leg.market)))
  const open = world.state.stories.filter(
    ({ phase, markets }) => phase === 'open' && !markets.some((market) => planted.has(market)),
  )
  const perSecond = world.tradesPerMinute / 60
  for (const story of open) {
    for (const id of story.markets) {
      const market = world.exchange.market(id)
      if (market?.status === 'open' && happens(world, perSecond)) tradeOnce(world, market)
    }
  }
  for (const wallet of world.wallets) {
    const bets = wallet.role === 'informed' || wallet.role === 'unskilled-whale'
    if (bets && happens(world, 1 / 15)) betOnTruth(world, wallet, open)
  }
}

/** A quarter of the trades are made by wallets that buy favourites; the rest picks sides at random. */
const tradeOnce = (world: World, market: SimMarket): void => {
  const role: WalletRole = world.random() < 0.25 ? 'favourites' : 'noise'
  const wallet = pickOne(
    world,
    world.wallets.filter((each) => each.role === role),
  )
  if (wallet === undefined) return
  const shares = Math.round(Math.exp(between(world, Math.log(6), Math.log(120))))
  if (role === 'favourites') {
    const favourite = favouriteOf(world, market)
    if (favourite !== undefined)
      take(world, wallet, { market, outcome: favourite, side: 'buy', shares })
    return
  }
  const outcome = world.random() < 0.5 ? 0 : 1
  const held = sellable(world, wallet.address, market.tokens[outcome])
  const sells = held >= market.minimumSize && world.random() < 0.6
  const most = sells ? Math.floor(held / 1e6) : shares
  take(world, wallet, {
    market,
    outcome,
    side: sells ? 'sell' : 'buy',
    shares: Math.min(shares, most),
  })
}

const favouriteOf = (world: World, market: SimMarket): 0 | 1 | undefined => {
  const bid = world.exchange.book(market.tokens[0])?.bids[0]?.price
  if (bid === undefined) return undefined
  if (bid >= 6_500) return 0
  return bid <= 3_300 ? 1 : undefined
}

/**
 * An informed wallet has one opinion a story: right as often as its skill says, whatever the price shows. It buys
 * big, while there is still something to win.
 */
const betOnTruth = (world: World, wallet: SimWallet, stories: readonly Story[]): void => {
  const now = world.exchange.actualNow()
  const soon = stories.filter((story) => story.endsAt - now < 600_000 && story.endsAt - now > 8_000)
  const story = pickOne(world, soon.length > 0 && world.random() < 0.7 ? soon : stories)
  if (story === undefined) return
  const opinion = createSeededRandom(`${world.seed}:${wallet.address}:${story.id}`)
  const index = Math.floor(opinion() * story.markets.length)
  const id = story.markets[index]
  const market = id === undefined ? undefined : world.exchange.market(id)
  if (market?.status !== 'open') return
  const isRight = opinion() < (wallet.skill ?? 0.5)
  const outcome = (outcomesOf(story)[index] === true) === isRight ? 0 : 1
  const ask = world.exchange.book(market.tokens[outcome])?.asks[0]?.price
  if (ask === undefined || ask > 8_500 || ask < 800) return
  const dollars = between(world, 300, 3_000)
  const shares = Math.round((dollars * PRICE_ONE) / ask)
  take(world, wallet, { market, outcome, side: 'buy', shares, slipTicks: 4 })
}

type Take = Readonly<{
  market: SimMarket
  outcome: 0 | 1
  side: 'buy' | 'sell'
  shares: number
  slipTicks?: number
}>

const take = (world: World, wallet: SimWallet, order: Take): void => {
  const { market, outcome, side, slipTicks = 1 } = order
  const token = market.tokens[outcome]
  const book = world.exchange.book(token)
  const best = side === 'buy' ? book?.asks[0]?.price : book?.bids[0]?.price
  if (best === undefined) return
  const slip = slipTicks * market.tick * (side === 'buy' ? 1 : -1)
  const limit = Math.max(market.tick, Math.min(PRICE_ONE - market.tick, best + slip))
  const least = side === 'buy' ? Math.ceil((1.05 * PRICE_ONE) / best) : 0
  const shares = Math.max(order.shares, least)
  topUp(world.exchange, wallet.address, wallet.role)
  world.exchange.place({
    id: orderId(world.ids.hex('order', ++world.state.orders)),
    owner: wallet.address,
    token,
    side,
    shares: size(shares * 1e6),
    limit: price(limit) as Price,
    tif: 'fak',
    postOnly: false,
  })
}
