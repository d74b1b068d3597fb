import {
  type ClosedPosition,
  foldPosition,
  type Ledger,
  type OperatorCommand,
  type Position,
  type Stamped,
  type TimeMs,
  type Usd,
} from '@bot/core'
import type { EntryBlock } from './entry-block.js'
import type { RiskLimits } from './risk-limits.js'
import { tradeOf } from './trade-of.js'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const dayOf = (at: TimeMs): number => Math.floor(at / DAY_MS)

/** What a ledger has gained since a day began, below 0 lost; positions need not be over, nor settled. */
const realisedSince = (ledger: Ledger, day: number): number => {
  const closed = ledger.closed.filter(({ closedAt }) => dayOf(closedAt) >= day)
  const changed = [...closed.map(({ position }) => position), ...ledger.positions.values()]
  const before = (position: Position): number => {
    const entries = position.entries.filter(({ at }) => dayOf(at) < day)
    return foldPosition(position, entries).realised
  }
  return changed.reduce((sum, position) => sum + position.realised - before(position), 0)
}

/** An entry is a position of one token, or a basket whose payoff is proven. */
export type EntryKind = 'position' | 'basket'

/**
 * What the limits are counted on: derived from events and the ledger alone, so that replay repeats it.
 *
 * Rolling hours compare whole milliseconds of event time; nothing wraps at a day.
 */
export type RiskState = Readonly<{
  /** Brings day, kill switch and losing streak up to the ledger; call it before anything is decided. */
  update: (now: TimeMs, ledger: Ledger, isOver: (basket: string) => boolean) => void
  /** Learns from a person's commands. */
  observe: (event: Stamped, ledger: Ledger) => void
  /** Learns from an entry of an earlier run's journal. */
  remember: (event: Stamped) => void
  /** What forbids an entry: losing streaks pause positions, and baskets alone only after losses of baskets. */
  blocked: (now: TimeMs, of: EntryKind) => EntryBlock | undefined
  /** Counts one trade: an entry that was approved. */
  trade: (id: string, at: TimeMs) => void
  /** Trades of the last 60 minutes, without those that `givenBack` says never were. */
  tradesThisHour: (now: TimeMs, givenBack: (id: string) => boolean) => number
  dailyPnl: (ledger: Ledger) => Usd
  losingStreak: () => number
  pausedUntil: () => TimeMs | undefined
}>

/** Starts counting; what a ledger of an earlier run has gained or lost today, and its last closed positions, count too. */
export const createRiskState = (limits: RiskLimits): RiskState => {
  let day: number | undefined
  let dayStart = 0
  let seenRealised = 0
  let counted: Ledger | undefined
  let lastClosed: ClosedPosition | undefined
  let operator: 'killed' | 'paused' | undefined
  let lossKilled = false
  let streak = 0
  let pausedUntil: number | undefined
  let basketStreak = 0
  let basketsPausedUntil: number | undefined
  const trades = new Map<string, TimeMs>()
  const openBaskets = new Map<string, Readonly<{ realised: number; at: TimeMs }>>()

  const startDay = (now: TimeMs, ledger: Ledger): void => {
    if (day === undefined) dayStart = ledger.realised - realisedSince(ledger, dayOf(now))
    else if (dayOf(now) > day) {
      dayStart = seenRealised
      lossKilled = false
    }
    day = Math.max(day ?? 0, dayOf(now))
  }
  const countOutcome = (realised: number, at: TimeMs): void => {
    if (realised > 0) streak = 0
    if (realised >= 0) return
    streak += 1
    if (streak < limits.lossStreakPauseLimit) return
    pausedUntil = Math.max(pausedUntil ?? 0, at + limits.lossStreakPauseMinutes * 60_000)
  }
  const countBasket = (realised: number, at: TimeMs): void => {
    countOutcome(realised, at)
    if (realised > 0) basketStreak = 0
    if (realised >= 0) return
    basketStreak += 1
    if (basketStreak < limits.lossStreakPauseLimit) return
    basketsPausedUntil = at + limits.lossStreakPauseMinutes * 60_000
  }
  const countClosed = (ledger: Ledger, isOver: (basket: string) => boolean): void => {
    const from = lastClosed === undefined ? 0 : ledger.closed.lastIndexOf(lastClosed) + 1
    for (const closed of ledger.closed.slice(from)) {
      const { basket } = closed.position
      if (basket === undefined) countOutcome(closed.realised, closed.closedAt)
      else {
        const realised = (openBaskets.get(basket)?.realised ?? 0) + closed.realised
        openBaskets.set(basket, { realised, at: closed.closedAt })
      }
    }
    lastClosed = ledger.closed.at(-1) ?? lastClosed
    for (const [basket, { realised, at }] of openBaskets) {
      if (!isOver(basket)) continue
      openBaskets.delete(basket)
      countBasket(realised, at)
    }
  }

  const obey = (command: OperatorCommand['command']): void => {
    if (command === 'kill') operator = 'killed'
    if (command === 'pause') operator ??= 'paused'
    if (command === 'resume') operator = undefined
  }

  return {
    update: (now, ledger, isOver) => {
      // A ledger is never changed, only replaced: the same one says nothing new on the same day.
      if (ledger === counted && dayOf(now) === day && openBaskets.size === 0) return
      counted = ledger
      startDay(now, ledger)
      seenRealised = ledger.realised
      countClosed(ledger, isOver)
      if (dayStart - ledger.realised >= limits.maxDailyLossUsd) lossKilled = true
      for (const [id, at] of trades) if (now - at >= HOUR_MS) trades.delete(id)
    },
    observe: ({ event }, ledger) => {
      if (event.type !== 'operator') return
      obey(event.command)
      if (event.command !== 'resume') return
      pausedUntil = undefined
      basketsPausedUntil = undefined
      if (lossKilled) dayStart = ledger.realised
      lossKilled = false
    },
    remember: ({ event, at }) => {
      if (event.type === 'operator') obey(event.command)
      if (event.type === 'order-prepared' && event.intent.side === 'buy') {
        const id = tradeOf(event.intent)
        trades.set(id, trades.get(id) ?? at)
      }
    },
    blocked: (now, of) => {
      if (operator === 'killed') return 'killed'
      if (lossKilled) return 'daily-loss-limit'
      if (operator === 'paused') return 'paused'
      const until = of === 'basket' ? basketsPausedUntil : pausedUntil
      return until !== undefined && now < until ? 'loss-streak-pause' : undefined
    },
    trade: (id, at) => void trades.set(id, at),
    tradesThisHour: (now, givenBack) =>
      [...trades].filter(([id, at]) => now - at < HOUR_MS && !givenBack(id)).length,
    dailyPnl: (ledger) => (ledger.realised - dayStart) as Usd,
    losingStreak: () => streak,
    pausedUntil: () => pausedUntil as TimeMs | undefined,
  }
}
