import { createSeededRandom } from '@bot/core'
import type { Settings } from '../../config/settings.js'
import { pick } from '../scenario/draw-fault.js'
import { drawScenario, type Pace, roomForBaskets } from '../scenario/draw-scenario.js'
import type { Moment, Population, Scenario } from '../scenario/scenario.js'

/** Real time is dear: everything comes sooner after each other than on virtual time. */
const PROCESS_PACE: Pace = {
  troubleMs: { least: 14_000, most: 18_000 },
  firstAt: { least: 3_000, most: 6_000 },
  gapMs: { least: 200, most: 2_000 },
  longestMs: 6_000,
  ends: { least: 0, most: 2 },
  downMs: 1_500,
  longDownMs: 3_000,
  // A machine with much else to do is no violation: this ends only what would never end.
  patienceMs: 300_000,
}

/** Most scenarios leave room for baskets, which take longer than single orders and meet more faults. */
const BASKETS = 0.8
/** Without a node to settle through there are no baskets: live trading then runs without arbitrage. */
const SETTLES = 0.9

/** After a restart of the engine the venue takes only resting orders for two minutes: too long to wait for here. */
const isTooLong = (mode: string | undefined): boolean => mode === 'restarting'

/** A scenario for real processes; without `settles` the bot knows no node to send transactions to. */
export type ProcessScenario = Scenario & Readonly<{ settles: boolean }>

/** Draws a scenario for real processes: the same moments and settings for the same seed; the rest is the machine's. */
export const drawProcessScenario = (seed: number): ProcessScenario => {
  const scenario = drawScenario(seed, PROCESS_PACE)
  const random = createSeededRandom(`process scenario:${seed}`)
  const moments = scenario.moments.filter(
    (moment) => moment.kind !== 'fault' || !isTooLong(moment.fault.mode),
  )
  return {
    ...scenario,
    settles: random() < SETTLES,
    settings: { ...scenario.settings, ...drawSettings(random) },
    population: drawPopulation(random),
    moments: [...moments, ...drawStrikes(random, scenario.troubleMs)].sort((a, b) => a.at - b.at),
  }
}

const drawSettings = (random: () => number): Partial<Settings> => ({
  ...(random() < BASKETS ? roomForBaskets(random) : {}),
  // Live trading begins with less where nothing is set, which is no room for a basket.
  maxEventLossUsd: pick(random, [50, 200]),
  settlementConfirmations: pick(random, [1, 2, 4]),
  scanIntervalSeconds: 1,
  minLiquidityUsd: 20,
})

/** Events whose prices often do not fit together, and markets that end soon: winners to redeem. */
const drawPopulation = (random: () => number): Population => ({
  scale: {
    ...{ binaries: 1, shorts: pick(random, [1, 2]), pairs: 0, exhaustive: pick(random, [4, 5]) },
    ...{ augmented: 0, ladders: pick(random, [1, 2]), twins: 0 },
  },
  tickMs: pick(random, [1_000, 1_500]),
  tradesPerMinute: pick(random, [2, 6]),
  plantEveryMs: pick(random, [800, 1_500]),
  shortLifeMs: { least: 6_000, most: 25_000 },
})

/** Kills while a basket or an action is under way, whenever that comes to be. */
const drawStrikes = (random: () => number, troubleMs: number): readonly Moment[] =>
  (['basket', 'action'] as const)
    .filter(() => random() < 0.6)
    .map((during) => ({
      at: 2_000 + Math.floor(random() * (troubleMs - 4_000)),
      kind: 'crash',
      downMs: Math.floor(random() * PROCESS_PACE.downMs),
      keep: random(),
      during,
    }))
