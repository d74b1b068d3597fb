import { z } from 'zod'

/** Where a fault strikes: one host, the sockets, or the requests that place and cancel orders. */
export const FAULT_SCOPES = ['gamma', 'clob', 'data', 'ws', 'order'] as const

/**
 * What can go wrong.
 *
 * Requests: `reset` (cut before any answer, nothing took effect), `no-answer` (read and never answered, nothing took
 * effect), `stall` (it took effect at once, the answer comes after `delayMs`), `late-effect` (cut at once, and it takes
 * effect `delayMs` later), `slow-body` (sent in pieces over `delayMs`), `truncated-body` (full
 * length promised, half sent, cut), `wrong-json`, `rate-limited` (429, with `Retry-After` when `retryAfterSeconds` is
 * given), `server-error` (before it took effect; `status`, default 500), `server-error-after` and `lost-answer` (it
 * took effect, then 5xx or a cut), `engine-restarting` (425), `post-only-mode` (503).
 *
 * Sockets: `reset` (cut on arrival), `disconnect` (cut at the next frame of data), `half-open` (no frame, no PONG, no
 * close), `silence` (no data, PONG alive), `stall` (each frame `delayMs` late), `wrong-json` (half a frame),
 * `duplicate-frames`, `missing-level` (a change of the book is not told), `missing-resolution`.
 *
 * Any scope: `restart` cuts everything and refuses connections for `forMs`.
 */
export const FAULT_KINDS = [
  'reset',
  'no-answer',
  'stall',
  'late-effect',
  'slow-body',
  'truncated-body',
  'wrong-json',
  'rate-limited',
  'server-error',
  'server-error-after',
  'lost-answer',
  'engine-restarting',
  'post-only-mode',
  'disconnect',
  'half-open',
  'silence',
  'duplicate-frames',
  'missing-level',
  'missing-resolution',
  'restart',
] as const

export type FaultScope = (typeof FAULT_SCOPES)[number]
export type FaultKind = (typeof FAULT_KINDS)[number]

/** Checks a fault from outside: unknown keys and values are refused. */
export const FaultSchema: z.ZodType<Fault> = z.strictObject({
  kind: z.enum(FAULT_KINDS),
  scope: z.enum(FAULT_SCOPES),
  probability: z.number().min(0).max(1).exactOptional(),
  count: z.int().positive().exactOptional(),
  forMs: z.number().positive().exactOptional(),
  delayMs: z.number().nonnegative().exactOptional(),
  status: z.int().min(500).max(599).exactOptional(),
  retryAfterSeconds: z.int().nonnegative().exactOptional(),
})

/**
 * One thing that goes wrong.
 *
 * It strikes with `probability` (default always), at most `count` times (default without end), for `forMs` from when
 * it was set (default until cleared).
 */
export type Fault = Readonly<{
  kind: FaultKind
  scope: FaultScope
  probability?: number
  count?: number
  forMs?: number
  delayMs?: number
  status?: number
  retryAfterSeconds?: number
}>
