import type { WorldMarket } from './create-world.js'
import type { PlantedBet, PlantedRole, PlantedWallet } from './population-options.js'

type Side = Readonly<{
  market: WorldMarket
  outcomeIndex: 0 | 1
  price: number
  chance: number
  won: boolean
}>

const DAY_MS = 86_400_000

/** How likely a role takes a price that it meets. */
const takes = (role: PlantedRole, price: number): boolean => {
  if (role === 'favourite-buyer') return price >= 0.8
  return role === 'long-shot-buyer' ? price <= 0.2 : true
}

/**
 * Draws a wallet's bets: events in which it makes one to three each.
 *
 * A skilled wallet sees something of the outcome: it takes a side that will lose less often, exactly so much that what
 * it takes wins with its true chance plus the edge (where that is below 0.99).
 */
export const drawBets = (
  wallet: PlantedWallet,
  world: readonly (readonly WorldMarket[])[],
  random: () => number,
): PlantedBet[] => {
  const bets: PlantedBet[] = []
  while (bets.length < wallet.bets) {
    const event = world[Math.floor(random() * world.length)]
    if (event === undefined) break
    const wanted = 1 + Math.floor(random() * 3)
    for (let i = 0; i < wanted && bets.length < wallet.bets; i++) {
      const market = event[Math.floor(random() * event.length)]
      const side = market === undefined ? undefined : sideOf(market, random() < 0.5)
      if (side === undefined || !takes(wallet.role, side.price)) continue
      if (wallet.edge > 0 && !accepts(side, wallet.edge, random())) continue
      bets.push(betOn(wallet, side, random))
    }
  }
  return bets
}

/** Both sides of a market at less than a dollar together: the spread is earned, nothing is foreseen. */
export const drawPairs = (
  wallet: PlantedWallet,
  world: readonly (readonly WorldMarket[])[],
  random: () => number,
): PlantedBet[] => {
  const bets: PlantedBet[] = []
  while (bets.length < wallet.bets) {
    const event = world[Math.floor(random() * world.length)]
    const market = event?.[0]
    if (market === undefined) continue
    for (const first of [true, false]) {
      const side = sideOf(market, first)
      const price = Math.max(0.01, side.price - 0.01)
      bets.push({ ...betOn(wallet, { ...side, price }, random), fee: 0 })
    }
  }
  return bets
}

/** Trades with itself at prices far from the market's: cheap purchases that look like foresight or the reverse. */
export const drawWashes = (
  wallet: PlantedWallet,
  world: readonly (readonly WorldMarket[])[],
  random: () => number,
): PlantedBet[] =>
  drawBets(wallet, world, random).map((bet) => {
    const factor = 0.5 + random()
    return { ...bet, cost: Math.min(Math.floor(bet.cost * factor), Math.floor(bet.shares * 0.99)) }
  })

const sideOf = (market: WorldMarket, first: boolean): Side => ({
  market,
  outcomeIndex: first ? 0 : 1,
  price: first ? market.price : 1 - market.price,
  chance: first ? market.chance : 1 - market.chance,
  won: market.won === first,
})

const accepts = ({ chance, won }: Side, edge: number, draw: number): boolean => {
  const wished = Math.min(0.99, chance + edge)
  if (won || wished <= chance) return true
  return draw < (chance * (1 - wished)) / ((1 - chance) * wished)
}

const betOn = (wallet: PlantedWallet, side: Side, random: () => number): PlantedBet => {
  const { market, price } = side
  const shares = Math.round(Math.exp(2.5 + 3 * random()) / price) * 1_000_000
  return {
    wallet: wallet.wallet,
    event: market.event,
    market: market.market,
    outcomeIndex: side.outcomeIndex,
    category: market.category,
    firstAt: market.at - Math.floor(random() * 10 * DAY_MS),
    shares,
    cost: Math.round(shares * price),
    fee: Math.round(shares * market.feeRate * price * (1 - price)),
    payout: side.won ? shares : 0,
  }
}
