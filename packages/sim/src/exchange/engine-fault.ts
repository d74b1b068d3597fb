import type { MarketId } from '@bot/core'

/**
 * When a fault strikes. Every limit that is given must hold.
 *
 * `chance` (0 to 1, default 1) is drawn from the exchange's seed. `every` strikes each nth time. `count` is how often
 * at most, `forMs` for how long from when it was set. `owner` and `market` narrow it down; for a settlement `owner`
 * is any party of the trade.
 */
export type FaultLimits = Readonly<{
  chance?: number
  every?: number
  count?: number
  forMs?: number
  owner?: string
  market?: MarketId
}>

/**
 * Something that goes wrong inside the exchange.
 *
 * `matcher-lag`: a crossing `gtc` or `gtd` order rests unmatched for `millis`, so that the book shows crossed.
 * `phantom-refusal`: an order is refused with `not-enough-balance` although the owner has enough. `failed-settlement`:
 * a matched trade is retried and fails; with `trade`, that one, which must not be mined yet. `retried-settlement`: it
 * is retried once and then mined. `clock-skew`: all that the venue states as time is `millis` later (below 0:
 * earlier). `lost-resolution`: `market-resolved` is not told. `missing-level`: one level of a change of the book is
 * not told, or told with a wrong size. `tick-change`: the market's tick changes at once, see `setTick`.
 */
export type EngineFault = FaultLimits &
  (
    | Readonly<{ kind: 'matcher-lag'; millis: number }>
    | Readonly<{ kind: 'phantom-refusal' }>
    | Readonly<{ kind: 'failed-settlement'; trade?: string }>
    | Readonly<{ kind: 'retried-settlement' }>
    | Readonly<{ kind: 'clock-skew'; millis: number }>
    | Readonly<{ kind: 'lost-resolution' }>
    | Readonly<{ kind: 'missing-level'; told?: 'not' | 'wrong' }>
    | Readonly<{ kind: 'tick-change'; market: MarketId; tick: number }>
  )

/** A fault that was set, how often it struck, and whether it still can. */
export type InjectedFault = Readonly<{ fault: EngineFault; hits: number; active: boolean }>
