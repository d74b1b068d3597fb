import { drawScenario, type Pace } from '../scenario/draw-scenario.js'
import type { Scenario } from '../scenario/scenario.js'

/** Real time is dear: everything comes sooner after each other than on virtual time. */
const PROCESS_PACE: Pace = {
  troubleMs: { least: 11_000, most: 15_000 },
  firstAt: { least: 2_000, most: 6_000 },
  gapMs: { least: 200, most: 2_000 },
  longestMs: 6_000,
  ends: { least: 1, most: 3 },
  downMs: 1_500,
  longDownMs: 3_000,
  patienceMs: 90_000,
}

/** After a restart of the engine the venue takes only resting orders for two minutes: too long to wait for here. */
const isTooLong = (mode: string | undefined): boolean => mode === 'restarting'

/** Draws a scenario for real processes: the same moments and settings for the same seed; the rest is the machine's. */
export const drawProcessScenario = (seed: number): Scenario => {
  const scenario = drawScenario(seed, PROCESS_PACE)
  return {
    ...scenario,
    settings: { ...scenario.settings, scanIntervalSeconds: 1, minLiquidityUsd: 20 },
    moments: scenario.moments.filter(
      (moment) => moment.kind !== 'fault' || !isTooLong(moment.fault.mode),
    ),
  }
}
