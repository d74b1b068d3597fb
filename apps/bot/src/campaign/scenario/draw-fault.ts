import type { Fault, FaultKind, FaultScope } from '@bot/sim/server'

const READS = ['gamma', 'clob', 'data'] as const
const REQUESTS = [...READS, 'order', 'order'] as const
const ORDERS = ['order'] as const
const SOCKETS = ['ws'] as const

/** Where each kind of fault can strike; a scope that stands twice is twice as likely. */
export const FAULT_PLACES: Readonly<Partial<Record<FaultKind, readonly FaultScope[]>>> = {
  reset: [...REQUESTS, 'ws'],
  'no-answer': REQUESTS,
  stall: [...REQUESTS, 'ws'],
  'late-effect': ORDERS,
  'slow-body': REQUESTS,
  'truncated-body': REQUESTS,
  'wrong-json': [...REQUESTS, 'ws'],
  'rate-limited': REQUESTS,
  'server-error': REQUESTS,
  'server-error-after': ORDERS,
  'lost-answer': ORDERS,
  'engine-restarting': ORDERS,
  'post-only-mode': ORDERS,
  disconnect: SOCKETS,
  'half-open': SOCKETS,
  silence: SOCKETS,
  'duplicate-frames': SOCKETS,
  'missing-level': SOCKETS,
  'missing-resolution': SOCKETS,
  restart: ['clob'],
}

const SLOW: readonly FaultKind[] = ['stall', 'slow-body', 'late-effect']
/** A venue that is away for longer than this is what the polling fallback's own tests are for. */
const LONGEST_RESTART_MS = 8_000
const LONGEST_MS = 25_000

/** Draws a fault of any kind; it always ends by itself, after a while or after a few strikes. */
export const drawFault = (random: () => number): Fault => {
  const kind = pick(random, Object.keys(FAULT_PLACES) as FaultKind[])
  const scope = pick(random, FAULT_PLACES[kind] ?? SOCKETS)
  const forMs = 500 + Math.floor(random() * random() * LONGEST_MS)
  return {
    kind,
    scope,
    probability: pick(random, [0.3, 0.7, 1]),
    forMs: kind === 'restart' ? Math.min(forMs, LONGEST_RESTART_MS) : forMs,
    ...(SLOW.includes(kind) ? { delayMs: 200 + Math.floor(random() * 6_000) } : {}),
    ...(kind === 'rate-limited' && random() < 0.5 ? { retryAfterSeconds: 1 } : {}),
    ...(kind !== 'restart' && random() < 0.3 ? { count: 1 + Math.floor(random() * 3) } : {}),
  }
}

/** Draws one of a list, which must not be empty. */
export const pick = <T>(random: () => number, from: readonly T[]): T =>
  from[Math.floor(random() * from.length)] as T
