import type { Clock, TimeMs } from '@bot/core'

/** How to keep the venue's dead man's switch from firing. */
export type HeartbeatOptions = Readonly<{
  /** Sends one beat and returns the id of the next: `heartbeat` of the execution. */
  beat: (id: string, signal: AbortSignal) => Promise<string>
  clock: Clock
  /** Default 5,000; the venue cancels after 10,000 without one. */
  everyMs?: number
  /** Hears each beat that failed; the next one is sent a second later. */
  onFailure: (cause: unknown) => void
}>

/** Beats until it is stopped. */
export type Heartbeat = Readonly<{
  status: () => Readonly<{ beats: number; failures: number; lastAt: TimeMs | undefined }>
  /** Stops. Ten seconds later the venue cancels what is still open. */
  stop: () => void
}>

const AFTER_FAILURE_MS = 1_000

/** Starts to beat at once. From the first beat on, a silence of ten seconds cancels every open order of the key. */
export const startHeartbeat = (options: HeartbeatOptions): Heartbeat => {
  const { beat, clock, everyMs = 5_000, onFailure } = options
  const ending = new AbortController()
  const counts = { beats: 0, failures: 0, lastAt: undefined as TimeMs | undefined }
  let id = ''
  let cancel: () => void = () => {}
  const next = async (): Promise<void> => {
    let delay = everyMs
    try {
      id = await beat(id, ending.signal)
      counts.beats += 1
      counts.lastAt = clock.now()
    } catch (cause) {
      if (ending.signal.aborted) return
      counts.failures += 1
      delay = Math.min(everyMs, AFTER_FAILURE_MS)
      onFailure(cause)
    }
    if (!ending.signal.aborted) cancel = clock.after(delay, () => void next())
  }
  void next()
  return {
    status: () => ({ ...counts }),
    stop: () => {
      ending.abort()
      cancel()
    },
  }
}
