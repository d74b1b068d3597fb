import { FAULT_KINDS, type Fault, type FaultKind, type FaultScope } from '@bot/sim/server'

/** A venue that is away for longer than this is what the polling fallback's own tests are for. */
const LONGEST_AWAY_MS = 8_000
const AWAY: readonly FaultKind[] = ['restart', 'refused', 'trading-mode']
/** What strikes each occasion of a kind that has thousands must be rare, or nothing else is left to strike. */
const ODDS = [0.1, 0.4, 1]

/** Draws a fault of any kind that the venue knows; it always ends by itself, after a while or after a few strikes. */
export const drawFault = (random: () => number, longestMs: number): Fault => {
  const kind = pick(random, Object.keys(FAULT_KINDS) as FaultKind[])
  const { scopes, takes } = FAULT_KINDS[kind]
  const forMs = 500 + Math.floor(random() * random() * longestMs)
  const isAway = AWAY.includes(kind)
  return {
    kind,
    scope: pick(random, weighted(scopes)),
    probability: pick(random, ODDS),
    forMs: isAway ? Math.min(forMs, LONGEST_AWAY_MS) : forMs,
    ...(isAway || random() < 0.7 ? {} : { count: 1 + Math.floor(random() * 3) }),
    ...parametersOf(random, takes),
  }
}

/** What strikes orders and the user channel is what an executor is for. */
const weighted = (scopes: readonly FaultScope[]): readonly FaultScope[] =>
  scopes.flatMap((scope) =>
    scope === 'order' || scope === 'ws-user' ? [scope, scope, scope] : [scope],
  )

const parametersOf = (random: () => number, takes: readonly string[]): Partial<Fault> => ({
  ...(takes.includes('delayMs') ? { delayMs: 200 + Math.floor(random() * 6_000) } : {}),
  ...(takes.includes('retryAfterSeconds') && random() < 0.5 ? { retryAfterSeconds: 1 } : {}),
  ...(takes.includes('told') ? { told: pick(random, ['not', 'wrong'] as const) } : {}),
  ...(takes.includes('skewMs') ? { skewMs: Math.floor((random() - 0.5) * 40_000) } : {}),
  ...(takes.includes('mode')
    ? { mode: pick(random, ['restarting', 'post-only', 'cancel-only', 'disabled'] as const) }
    : {}),
})

/** Draws one of a list, which must not be empty. */
export const pick = <T>(random: () => number, from: readonly T[]): T =>
  from[Math.floor(random() * from.length)] as T
