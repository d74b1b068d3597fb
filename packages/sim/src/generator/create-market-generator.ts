import { BotError, createSeededRandom, type MarketId, timeMs } from '@bot/core'
import { createIdMaker } from '../exchange/id-maker.js'
import { createStory } from './create-story.js'
import { createWallets, topUp } from './create-wallets.js'
import type { GeneratorOptions, GeneratorScale, MarketGenerator } from './generator-options.js'
import type { GeneratorState, World } from './generator-state.js'
import { plantMispricings } from './plant-mispricing.js'
import { plantTraps } from './plant-traps.js'
import { quoteMarkets } from './quote-market.js'
import { resolveStories } from './resolve-stories.js'
import { advanceStory, beliefsOf } from './story.js'
import { tradeMarkets } from './trade-markets.js'

const VERSION = 2
const defaultScale: Required<GeneratorScale> = {
  binaries: 14,
  shorts: 6,
  pairs: 2,
  exhaustive: 3,
  augmented: 1,
  ladders: 2,
  twins: 1,
  related: 0,
}

/**
 * Makes a population for an exchange: markets, makers, traders, informed wallets, planted mispricings.
 *
 * Its markets exist once this returns; everything else happens in `step`. The same seed, options and steps give the
 * same life, whatever the sizes of the steps.
 */
export const createMarketGenerator = (options: GeneratorOptions): MarketGenerator => {
  const world = createWorld(options)
  const maxCatchUpMs = options.maxCatchUpMs ?? 120_000
  for (const wallet of world.wallets) topUp(world.exchange, wallet.address, wallet.role)
  populate(world)
  return {
    step: (untilAt) => {
      const { state } = world
      if (untilAt - state.at > maxCatchUpMs) state.at = untilAt - maxCatchUpMs
      while (state.at + world.tickMs <= untilAt) liveOn(world)
      world.exchange.advanceTo(untilAt)
    },
    wallets: () => world.wallets,
    planted: () => world.state.planted,
    fairValues: () => fairValues(world),
    snapshot: () => ({ version: VERSION, state: structuredClone(world.state) }),
    restore: (snapshot) => restore(world, snapshot),
  }
}

const createWorld = (options: GeneratorOptions): World => {
  const ids = createIdMaker(`generator ${options.seed}`)
  const now = options.exchange.actualNow()
  return {
    exchange: options.exchange,
    seed: options.seed,
    ids,
    scale: { ...defaultScale, ...options.scale },
    tickMs: options.tickMs ?? 250,
    tradesPerMinute: options.tradesPerMinute ?? 8,
    shortLifeMs: options.shortLifeMs ?? { least: 30_000, most: 180_000 },
    plantEveryMs: options.plantEveryMs ?? 20_000,
    trapEveryMs: options.trapEveryMs ?? 15_000,
    wallets: createWallets(ids),
    random: createSeededRandom(`${options.seed}:start`),
    state: {
      at: now,
      ticks: 0,
      orders: 0,
      storiesMade: 0,
      stories: [],
      desks: [],
      plants: [],
      planted: [],
      plantsMade: 0,
      nextPlantAt: now + Math.min(8_000, options.plantEveryMs ?? 8_000),
      nextTrapAt: now + Math.min(6_000, options.trapEveryMs ?? 6_000),
      redeems: [],
    },
  }
}

const RELATED = ['thresholds', 'totals', 'spreads', 'stages', 'sources'] as const

const populate = (world: World): void => {
  const { scale } = world
  const many = (count: number, shape: Parameters<typeof createStory>[1], shorts: number): void => {
    for (let i = 0; i < count; i++) createStory(world, shape, i < shorts)
  }
  many(scale.binaries, 'binary', 0)
  many(scale.shorts, 'short', scale.shorts)
  many(scale.pairs, 'pair', 0)
  many(scale.exhaustive, 'exhaustive', 1)
  many(scale.augmented, 'augmented', 0)
  many(scale.ladders, 'ladder', 0)
  many(scale.twins, 'twins', 0)
  for (const shape of RELATED) many(scale.related, shape, 0)
}

const liveOn = (world: World): void => {
  const { state } = world
  state.at += world.tickMs
  state.ticks += 1
  world.random = createSeededRandom(`${world.seed}:tick:${state.ticks}`)
  world.exchange.advanceTo(timeMs(state.at))
  for (const story of state.stories) {
    if (story.phase === 'open') advanceStory(story, world.tickMs / 1_000, world.random)
  }
  resolveStories(world)
  quoteMarkets(world)
  tradeMarkets(world)
  plantMispricings(world)
  plantTraps(world)
}

const fairValues = (world: World): ReadonlyMap<MarketId, number> => {
  const values = new Map<MarketId, number>()
  for (const story of world.state.stories) {
    const beliefs = beliefsOf(story)
    story.markets.forEach((market, index) => void values.set(market, beliefs[index] ?? 0))
  }
  return values
}

const restore = (world: World, snapshot: unknown): void => {
  const saved = snapshot as Partial<{ version: number; state: GeneratorState }> | null
  if (typeof saved !== 'object' || saved?.version !== VERSION || saved.state === undefined) {
    throw new BotError(
      'invalid-input-file',
      `Expected a snapshot of version ${VERSION} of the market generator; start anew without it`,
    )
  }
  Object.assign(world.state, structuredClone(saved.state))
}
