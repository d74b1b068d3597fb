import { createSeededRandom } from '@bot/core'
import type { Settings } from '../../config/settings.js'
import { drawFault, pick } from './draw-fault.js'
import type { Moment, Population, Scenario } from './scenario.js'

/** How long things go wrong in a scenario, in milliseconds. */
const TROUBLE_MS = { least: 60_000, most: 180_000 }

/** Longer than any patience of the bot. */
const PATIENCE_MS = 300_000

/** Draws a scenario: the same seed draws the same one for ever. */
export const drawScenario = (seed: number): Scenario => {
  const random = createSeededRandom(`scenario:${seed}`)
  const troubleMs = whole(random, TROUBLE_MS.least, TROUBLE_MS.most)
  const settings = drawSettings(random, seed)
  const population = drawPopulation(random)
  const moments = [...drawFaults(random, troubleMs), ...drawEnds(random, troubleMs)]
  moments.sort((a, b) => a.at - b.at)
  return { seed, settings, population, troubleMs, patienceMs: PATIENCE_MS, moments }
}

const whole = (random: () => number, least: number, most: number): number =>
  least + Math.floor(random() * (most - least + 1))

/** Limits that bind, with all strategies; or room for baskets, with nothing else in their way. */
const drawSettings = (random: () => number, seed: number): Partial<Settings> => ({
  seed,
  tradingMode: 'live',
  maxDailyLossUsd: pick(random, [2, 20, 100]),
  lossStreakPauseLimit: pick(random, [3, 50]),
  scanIntervalSeconds: pick(random, [1, 2, 5]),
  ...(random() < 0.4 ? roomForBaskets(random) : tightLimits(random)),
})

const tightLimits = (random: () => number): Partial<Settings> => ({
  startingBalance: pick(random, [60, 200, 1_000]),
  maxPositionUsd: pick(random, [8, 20, 50]),
  basketMaxUsd: pick(random, [15, 40, 100]),
  maxOpenPositions: pick(random, [2, 4, 10]),
  maxPositionsPerEvent: pick(random, [1, 2]),
  maxCorrelatedExposureUsd: pick(random, [15, 40, 100]),
  maxHourlyTrades: pick(random, [5, 20, 200]),
  minLiquidityUsd: pick(random, [20, 100]),
  maxHoldMinutes: pick(random, [1, 45]),
})

const roomForBaskets = (random: () => number): Partial<Settings> => ({
  startingBalance: 2_000,
  basketMaxUsd: pick(random, [40, 100]),
  maxCorrelatedExposureUsd: 200,
  maxOpenPositions: pick(random, [4, 50]),
  maxHourlyTrades: 200,
  marketOnlyEnabled: random() < 0.3,
  volatilityScalpEnabled: false,
})

const drawPopulation = (random: () => number): Population => ({
  scale: {
    binaries: whole(random, 0, 2),
    shorts: whole(random, 1, 2),
    pairs: whole(random, 0, 1),
    exhaustive: 1,
    augmented: whole(random, 0, 1),
  },
  tickMs: pick(random, [2_000, 3_000]),
  tradesPerMinute: whole(random, 2, 6),
  plantEveryMs: whole(random, 3_000, 8_000),
})

/** Faults come alone and in clusters: what breaks together is what breaks a bot. */
const drawFaults = (random: () => number, troubleMs: number): readonly Moment[] => {
  const moments: Moment[] = []
  let at = whole(random, 5_000, 20_000)
  while (at < troubleMs - 2_000) {
    moments.push({ at, kind: 'fault', fault: drawFault(random), aim: random() })
    at += random() < 0.4 ? whole(random, 0, 1_500) : whole(random, 2_000, 15_000)
  }
  return moments
}

const drawEnds = (random: () => number, troubleMs: number): readonly Moment[] => {
  const moments: Moment[] = []
  const count = whole(random, 0, 4)
  for (let index = 0; index < count; index++) {
    const at = whole(random, 5_000, troubleMs - 1_000)
    const downMs = whole(random, 0, random() < 0.3 ? 25_000 : 4_000)
    if (random() < 0.7) moments.push({ at, kind: 'crash', downMs, keep: random() })
    else moments.push({ at, kind: 'restart', downMs })
  }
  return moments
}
