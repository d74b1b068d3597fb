import type { Clock } from '@bot/core'

/** How to watch that the other side still answers. */
export type HeartbeatOptions = Readonly<{
  clock: Clock
  pingEveryMs: number
  pongTimeoutMs: number
  ping: () => void
  /** Nothing came since a PING for `pongTimeoutMs`. Called at most once. */
  onSilent: () => void
}>

/** A running heartbeat. */
export type Heartbeat = Readonly<{
  /** Any frame proves that the line is up, the answer to a PING or data before it. */
  heard: () => void
  stop: () => void
}>

/** Starts to send PINGs and to wait for a sign of life after each. */
export const createHeartbeat = (options: HeartbeatOptions): Heartbeat => {
  const { clock, pingEveryMs, pongTimeoutMs, ping, onSilent } = options
  let stopped = false
  let cancelPing = (): void => {}
  let cancelDeadline: (() => void) | undefined
  const heard = (): void => {
    cancelDeadline?.()
    cancelDeadline = undefined
  }
  const stop = (): void => {
    stopped = true
    cancelPing()
    heard()
  }
  const beat = (): void => {
    cancelDeadline ??= clock.after(pongTimeoutMs, () => {
      stop()
      onSilent()
    })
    ping()
    if (!stopped) cancelPing = clock.after(pingEveryMs, beat)
  }
  cancelPing = clock.after(pingEveryMs, beat)
  return { heard, stop }
}
