import type { TimeMs } from '@bot/core'

/** Writes a time as most of the metadata's fields do. */
export const isoTime = (at: TimeMs): string => new Date(at).toISOString()

/** Writes a time as `closedTime` and `gameStartTime` do: `2026-07-24 00:00:16+00`. */
export const spacedTime = (at: TimeMs): string => `${isoTime(at).slice(0, 19).replace('T', ' ')}+00`

/** Writes a time to the second: `2026-07-24T00:00:16Z`. */
export const secondTime = (at: TimeMs): string => `${isoTime(at).slice(0, 19)}Z`
