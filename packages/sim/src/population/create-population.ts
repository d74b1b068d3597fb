import { BotError, createSeededRandom } from '@bot/core'
import { createWorld, drawNormal, type WorldMarket } from './create-world.js'
import { drawBets, drawPairs, drawWashes } from './draw-bets.js'
import type {
  PlantedBet,
  PlantedPopulation,
  PlantedRole,
  PlantedWallet,
  PopulationOptions,
} from './population-options.js'

/** Shares of the wallets that are not skilled; the rest is `lucky`. */
const CROWD: readonly (readonly [PlantedRole, number])[] = [
  ['favourite-buyer', 0.15],
  ['long-shot-buyer', 0.15],
  ['market-maker', 0.03],
  ['washer', 0.03],
  ['sybil', 0.03],
]
/** Members of a cluster, its leader included. */
const CLUSTER = 10
const EDGES = [0.02, 0.05, 0.1, 0.15]
/** Skilled wallets get these numbers of bets in turn, so that power can be told by size. */
const SKILLED_BETS = [40, 100, 250, 600]

/**
 * Makes a population of wallets whose skill is known, with every bet they made resolved.
 *
 * Prices are off true chances by a favourite–long-shot bias that differs by category; outcomes of one event hang together;
 * takers pay their category's fee. Wallets make about 40 bets at the median, at most 1,000. To judge methods that
 * find skill: everything that `lucky`, `favourite-buyer` and `long-shot-buyer` wallets win is luck or bias.
 *
 * @throws BotError `invalid-argument` for fewer than 100 wallets or a share of skilled ones outside of 0 to 0.5.
 */
export const createPopulation = (options: PopulationOptions): PlantedPopulation => {
  const { wallets: count = 20_000, skilled = 0.01, edges = EDGES } = options
  if (!Number.isSafeInteger(count) || count < 100 || !(skilled >= 0 && skilled <= 0.5)) {
    throw new BotError(
      'invalid-argument',
      `Expected at least 100 wallets and 0 to 0.5 skilled, was ${count} and ${skilled}`,
    )
  }
  const random = createSeededRandom(options.seed)
  const world = createWorld(options.events ?? Math.round(count * 0.6), random)
  const wallets = drawWallets(count, Math.round(count * skilled), edges, random)
  const bets: PlantedBet[] = []
  const led = new Map<string, readonly PlantedBet[]>()
  for (const wallet of wallets) {
    const leader = wallet.leader === undefined ? undefined : led.get(wallet.leader)
    const own =
      leader === undefined
        ? drawFor(wallet, world, random)
        : leader.map((bet) => ({ ...bet, wallet: wallet.wallet }))
    if (wallet.role === 'sybil' && leader === undefined) led.set(wallet.wallet, own)
    for (const bet of own) bets.push(bet)
  }
  return { wallets, bets }
}

const drawFor = (
  wallet: PlantedWallet,
  world: readonly (readonly WorldMarket[])[],
  random: () => number,
): PlantedBet[] => {
  if (wallet.role === 'market-maker') return drawPairs(wallet, world, random)
  return wallet.role === 'washer'
    ? drawWashes(wallet, world, random)
    : drawBets(wallet, world, random)
}

const drawWallets = (
  count: number,
  skilled: number,
  edges: readonly number[],
  random: () => number,
): readonly PlantedWallet[] => {
  const wallets: PlantedWallet[] = []
  for (let i = 0; i < skilled; i++) {
    const edge = edges[i % edges.length] ?? 0
    const bets = SKILLED_BETS[Math.floor(i / edges.length) % SKILLED_BETS.length] ?? 40
    wallets.push({ wallet: nameOf(wallets.length), role: 'skilled', edge, bets })
  }
  for (const [role, share] of CROWD) {
    for (let i = 0; i < Math.round(count * share); i++) {
      const wallet = nameOf(wallets.length)
      const leader = role === 'sybil' ? nameOf(wallets.length - (i % CLUSTER)) : wallet
      const led = leader === wallet ? {} : { leader }
      wallets.push({ wallet, role, edge: 0, bets: drawSize(random), ...led })
    }
  }
  while (wallets.length < count) {
    wallets.push({ wallet: nameOf(wallets.length), role: 'lucky', edge: 0, bets: drawSize(random) })
  }
  return wallets
}

const nameOf = (index: number): string => `0x${index.toString(16).padStart(40, '0')}`

const drawSize = (random: () => number): number =>
  Math.min(1000, Math.max(5, Math.round(40 * Math.exp(drawNormal(random)))))
