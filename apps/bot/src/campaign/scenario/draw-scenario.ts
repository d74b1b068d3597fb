import { createSeededRandom } from '@bot/core'
import type { Settings } from '../../config/settings.js'
import { drawFault, pick } from './draw-fault.js'
import type { Moment, Population, Scenario } from './scenario.js'

/** How fast things happen in a scenario, in milliseconds. */
export type Pace = Readonly<{
  /** How long things go wrong. */
  troubleMs: Range
  /** When the first fault may strike. */
  firstAt: Range
  /** Between faults that do not come in a cluster. */
  gapMs: Range
  /** The longest that a fault lasts. */
  longestMs: number
  /** How often the bot ends. */
  ends: Range
  /** How long a bot that ended stays away; now and then the longest. */
  downMs: number
  longDownMs: number
  /** Longer than any patience of the bot. */
  patienceMs: number
}>

type Range = Readonly<{ least: number; most: number }>

/** The pace on virtual time. */
const VIRTUAL_PACE: Pace = {
  troubleMs: { least: 40_000, most: 110_000 },
  firstAt: { least: 4_000, most: 12_000 },
  gapMs: { least: 1_000, most: 9_000 },
  longestMs: 20_000,
  ends: { least: 0, most: 4 },
  downMs: 4_000,
  longDownMs: 25_000,
  patienceMs: 300_000,
}

/** Draws a scenario: the same seed draws the same one for ever. */
export const drawScenario = (seed: number, pace: Pace = VIRTUAL_PACE): Scenario => {
  const random = createSeededRandom(`scenario:${seed}`)
  const troubleMs = draw(random, pace.troubleMs)
  const settings = drawSettings(random, seed)
  const population = drawPopulation(random)
  const moments = [...drawFaults(random, troubleMs, pace), ...drawEnds(random, troubleMs, pace)]
  moments.sort((a, b) => a.at - b.at)
  return { seed, settings, population, troubleMs, patienceMs: pace.patienceMs, moments }
}

const draw = (random: () => number, { least, most }: Range): number => whole(random, least, most)

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

/** Limits within which baskets can be made. */
export const roomForBaskets = (random: () => number): Partial<Settings> => ({
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
    ladders: whole(random, 0, 1),
    twins: 0,
  },
  tickMs: pick(random, [2_000, 3_000]),
  tradesPerMinute: whole(random, 2, 6),
  plantEveryMs: whole(random, 2_000, 6_000),
})

/** Faults come alone and in clusters: what breaks together is what breaks a bot. */
const drawFaults = (random: () => number, troubleMs: number, pace: Pace): readonly Moment[] => {
  const moments: Moment[] = []
  let at = draw(random, pace.firstAt)
  while (at < troubleMs - 1_000) {
    moments.push({ at, kind: 'fault', fault: drawFault(random, pace.longestMs), aim: random() })
    at += random() < 0.4 ? whole(random, 0, 1_000) : draw(random, pace.gapMs)
  }
  return moments
}

const drawEnds = (random: () => number, troubleMs: number, pace: Pace): readonly Moment[] => {
  const moments: Moment[] = []
  const count = draw(random, pace.ends)
  for (let index = 0; index < count; index++) {
    const at = whole(random, pace.firstAt.least, troubleMs - 1_000)
    const downMs = whole(random, 0, random() < 0.3 ? pace.longDownMs : pace.downMs)
    if (random() < 0.7) moments.push({ at, kind: 'crash', downMs, keep: random() })
    else moments.push({ at, kind: 'restart', downMs })
  }
  return moments
}
