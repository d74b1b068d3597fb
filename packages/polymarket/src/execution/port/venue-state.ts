import { type Clock, isBotError, messageOf, type TimeMs, timeMs } from '@bot/core'
import type { TransportReply } from '../../transport/create-transport.js'
import type { RequestOutcome } from '../auth/create-signed-client.js'
import { orderEntryMode } from './order-entry-mode.js'
import { saidBy } from './said-by.js'

/**
 * What the venue takes now. `post-only`: only orders that rest. `restarting`: none, for a moment. `close-only`:
 * nothing that opens. `down`: it fails. `until` is when it is expected to end, in Unix milliseconds.
 */
export type VenueState = Readonly<{
  state: 'normal' | 'post-only' | 'restarting' | 'close-only' | 'down'
  since: TimeMs
  until?: TimeMs
  reason?: string
}>

/** Learns the venue's state from what becomes of each request. */
export type VenueStateTracker = Readonly<{
  current: () => VenueState
  observe: (outcome: RequestOutcome) => void
  /** Sets or lifts what the venue says of the account itself. */
  setCloseOnly: (closeOnly: boolean) => void
}>

/** How long a restart is taken to last when the venue names no time. */
const RESTART_MS = 30_000
/** After a restart only resting orders are taken for two minutes. */
const POST_ONLY_MS = 120_000
/** So many failures in a row count as down: one alone says nothing. */
const FAILURES = 3
/** How long a venue that fails is left alone before the next order may try it. */
const DOWN_MS = 10_000

/** Makes a tracker that starts as normal. */
export const createVenueState = (clock: Clock): VenueStateTracker => {
  let told: VenueState = { state: 'normal', since: clock.now() }
  let failures = 0
  const set = (state: VenueState['state'], reason?: string, lastsMs?: number): void => {
    const now = clock.now()
    told = {
      state,
      since: told.state === state ? told.since : now,
      ...(reason !== undefined && { reason }),
      ...(lastsMs !== undefined && { until: timeMs(now + lastsMs) }),
    }
  }
  const failed = (reason: string): void => {
    failures += 1
    if (failures >= FAILURES) set('down', reason, DOWN_MS)
  }
  return {
    current: () => {
      told = laterState(told, clock.now())
      return told
    },
    observe: (outcome) => {
      if ('thrown' in outcome) {
        if (reached(outcome.thrown)) failed(messageOf(outcome.thrown))
        return
      }
      const mode = modeOf(outcome.reply)
      if (mode !== undefined) set(mode.state, mode.reason, mode.lastsMs)
      else if (outcome.reply.status >= 500) failed(`status ${outcome.reply.status}`)
      if (outcome.reply.status >= 500) return
      failures = 0
      if (told.state === 'down' || tookAnyOrder(outcome)) set('normal')
    },
    setCloseOnly: (closeOnly) => {
      if (closeOnly) set('close-only', 'the venue says so')
      else if (told.state === 'close-only') set('normal')
    },
  }
}

/** A restart gives way to two minutes of post-only, and that to normal. */
const laterState = (told: VenueState, now: TimeMs): VenueState => {
  const { state, until } = told
  if (until === undefined || now < until) return told
  if (state !== 'restarting') return { state: 'normal', since: until }
  const next = timeMs(until + POST_ONLY_MS)
  const after: VenueState = {
    state: 'post-only',
    since: until,
    until: next,
    reason: 'it restarted',
  }
  return laterState(after, now)
}

/** Only what may have reached the venue says something of it. */
const reached = (thrown: unknown): boolean =>
  isBotError(thrown) && thrown.code !== 'aborted' && thrown.context['sent'] !== false

type Mode = Readonly<{ state: VenueState['state']; reason: string; lastsMs?: number }>

const modeOf = (reply: TransportReply): Mode | undefined => {
  if (reply.status < 400) return undefined
  const said = saidBy(reply)
  if (reply.status === 425) {
    return { state: 'restarting', reason: said, lastsMs: reply.retryAfterMs ?? RESTART_MS }
  }
  if (reply.status === 400 && /closed only mode/i.test(said)) {
    return { state: 'close-only', reason: said }
  }
  const mode = reply.status === 503 ? orderEntryMode(reply) : undefined
  if (mode === undefined) return undefined
  const lastsMs = reply.retryAfterMs ?? (mode === 'post-only' ? POST_ONLY_MS : RESTART_MS)
  return { state: mode, reason: said, lastsMs }
}

/** An order that need not rest was taken: so any is. */
const tookAnyOrder = (outcome: RequestOutcome): boolean => {
  const { method, path, body = '' } = outcome.request
  const took = 'reply' in outcome && outcome.reply.status < 400
  return took && method === 'POST' && path === '/order' && !body.includes('"postOnly":true')
}
