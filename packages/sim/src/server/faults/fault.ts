import type { FaultKind } from './fault-kinds.js'
import type { FaultScope } from './fault-scope.js'

/**
 * One thing that goes wrong. What each kind does, where, and which parameters it takes stands in `FAULT_KINDS`.
 *
 * It strikes with `probability` (0 to 1, default always), lets the first `after` occasions through, starts `afterMs`
 * after it was set (default at once), then lasts `forMs` (default until cleared), and strikes at most `count` times.
 */
export type Fault = Readonly<{
  kind: FaultKind
  /** May be left out where a kind has one place alone. */
  scope?: FaultScope
  probability?: number
  after?: number
  afterMs?: number
  forMs?: number
  count?: number
  /** How late, or over how long, in milliseconds. */
  delayMs?: number
  /** An HTTP status from 500 to 599. */
  status?: number
  /** What `Retry-After` says; without it there is no such header. */
  retryAfterSeconds?: number
  /** The requests of this path alone, without the host's prefix, such as `/book`. */
  path?: string
  /** The frames that name this token alone. */
  token?: string
  /** A condition id, number, slug or token. */
  market?: string
  /** A wallet. */
  owner?: string
  /** A price as text, such as `0.001`. */
  tick?: string
  /** How far the venue's clock is off, in milliseconds; below 0 it is behind. */
  skewMs?: number
  mode?: 'restarting' | 'post-only' | 'cancel-only' | 'disabled'
  /** Whether a missing level is left out or told with a wrong size. */
  told?: 'not' | 'wrong'
}>
