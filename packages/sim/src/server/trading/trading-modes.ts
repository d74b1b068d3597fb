import type { TimeMs } from '@bot/core'

/**
 * What the venue takes: `restarting` answers 425 to everything about orders and is followed by `post-only`;
 * `post-only` takes cancels and post-only orders; `cancel-only` takes cancels; `disabled` takes nothing.
 */
export type TradingMode = 'normal' | 'restarting' | 'post-only' | 'cancel-only' | 'disabled'

/** A mode with when it ends by itself, in the venue's time; without `until` it lasts until another is set. */
export type CurrentMode = Readonly<{ mode: TradingMode; until?: TimeMs }>

/** The mode that the venue is in, for everyone. */
export type TradingModes = Readonly<{
  current: () => CurrentMode
  /** Sets the mode from now on, for `forMs` of the venue's time or, without it, until another is set. */
  set: (mode: TradingMode, forMs?: number) => void
}>

/** Makes a venue in normal mode. After a restart that ends by itself come `postOnlyMs` of post-only mode. */
export const createTradingModes = (now: () => TimeMs, postOnlyMs: number): TradingModes => {
  let current: CurrentMode = { mode: 'normal' }
  const settle = (): void => {
    const { mode, until } = current
    if (until === undefined || now() < until) return
    current =
      mode === 'restarting'
        ? { mode: 'post-only', until: (until + postOnlyMs) as TimeMs }
        : { mode: 'normal' }
    settle()
  }
  return {
    current: () => {
      settle()
      return current
    },
    set: (mode, forMs) => {
      current = forMs === undefined ? { mode } : { mode, until: (now() + forMs) as TimeMs }
    },
  }
}
