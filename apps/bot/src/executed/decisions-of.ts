import type { Relation } from '@bot/arbitrage'
import {
  type MarketId,
  parseUsd,
  type Refusal,
  type Signal,
  type Size,
  type Stamped,
  USD_ONE,
} from '@bot/core'
import { createAccountState, replay } from '@bot/engine'
import type { PlantedMispricing } from '@bot/sim'
import type { Settings } from '../config/settings.js'
import { assembleBrain } from '../runtime/assemble.js'

/** What a run decided, with its time. */
export type Decided = Readonly<{ at: number; decision: Signal | Refusal }>

/** What the limits and the cash left for one basket when a mispricing was planted. */
export type Room = Readonly<{
  /** Micro-dollars that a basket might cost. */
  usd: number
  /** The fewest shares that the venue takes of each leg. */
  least: Size
  /** The limit that allowed least, or the one that allowed nothing. */
  by: string
}>

/** A journal, decided again: what a run saw and refused, which no journal keeps, and the room of each plant. */
export type Decisions = Readonly<{
  decided: readonly Decided[]
  rooms: ReadonlyMap<string, Room>
  /** Milliseconds from each planting until the first frame of its last book had arrived. */
  frames: ReadonlyMap<string, number>
}>

type Brain = ReturnType<typeof assembleBrain>

/** Decides a journal again, and stops at the moment of each planting to ask what a basket might have cost then. */
export const decisionsOf = async (
  entries: readonly Stamped[],
  settings: Settings,
  relations: readonly Relation[],
  planted: readonly PlantedMispricing[],
): Promise<Decisions> => {
  const start = createAccountState(parseUsd(settings.startingBalance, 'nearest'))
  const brain = assembleBrain({ settings, extraStrategies: [], relations, start })
  const decided: Decided[] = []
  const rooms = new Map<string, Room>()
  const waiting = [...planted].sort((a, b) => a.from - b.from)
  await replay(brain.engine, entries, ({ at }, tick) => {
    for (let next = waiting[0]; next !== undefined && at >= next.from; next = waiting[0]) {
      rooms.set(next.id, roomOf(brain, next))
      waiting.shift()
    }
    for (const decision of tick.decisions) {
      if (decision.kind !== 'strategy-failed') decided.push({ at, decision })
    }
  })
  return { decided, rooms, frames: framesOf(entries, planted) }
}

/** Measures how long the first news of each plant took, book by book: by the venue's time of the news and ours of its arrival. */
const framesOf = (
  entries: readonly Stamped[],
  planted: readonly PlantedMispricing[],
): ReadonlyMap<string, number> => {
  const waiting = new Map<string, Readonly<{ id: string; from: number }>[]>()
  for (const { id, from, legs } of planted) {
    for (const { token } of legs) waiting.set(token, [...(waiting.get(token) ?? []), { id, from }])
  }
  const frames = new Map<string, number>()
  for (const { event, at, venueAt = at } of entries) {
    if (event.type !== 'book-delta' && event.type !== 'book-snapshot') continue
    const mine = waiting.get(event.token)
    if (mine === undefined || !mine.some(({ from }) => venueAt >= from)) continue
    for (const { id, from } of mine) {
      if (venueAt >= from) frames.set(id, Math.max(frames.get(id) ?? 0, at - from))
    }
    waiting.set(
      event.token,
      mine.filter(({ from }) => venueAt < from),
    )
  }
  return frames
}

/** The parts of the policy's status that a basket's room depends on. */
type Status = Readonly<{
  basketsBlocked: string
  tradesThisHour: number
  openPositions: number
  freeCash: number
  events: readonly Readonly<{ event: string; cost: number; positions: number }>[]
  limits: Readonly<{
    maxTradesPerHour: number
    maxOpenPositions: number
    maxPositionsPerEvent: number
    maxCorrelatedExposureUsd: number
    basketMaxUsd: number
  }>
}>

/** Blocks that are limits; a feed that is stale or an account that disagrees is the bot's own matter, and no excuse. */
const BLOCKS: readonly string[] = ['killed', 'daily-loss-limit', 'paused', 'loss-streak-pause']

const roomOf = ({ engine, policy }: Brain, plant: PlantedMispricing): Room => {
  const view = engine.view()
  const status = policy.status(view) as unknown as Status
  const { limits, events } = status
  const keys = new Set(plant.markets.map((id: MarketId) => view.market(id)?.event ?? id))
  const mine = events.filter(({ event }) => keys.has(event as never))
  const least = leastOf(engine, plant)
  const none = (by: string): Room => ({ usd: 0, least, by })
  if (BLOCKS.includes(status.basketsBlocked)) return none(status.basketsBlocked)
  if (status.tradesThisHour >= limits.maxTradesPerHour) return none('trades-this-hour')
  if (status.openPositions >= limits.maxOpenPositions) return none('open-positions')
  if (mine.some(({ positions }) => positions >= limits.maxPositionsPerEvent)) {
    return none('positions-in-event')
  }
  const held = Math.max(0, ...mine.map(({ cost }) => cost))
  const rooms: readonly (readonly [number, string])[] = [
    [limits.basketMaxUsd, 'basket'],
    [limits.maxCorrelatedExposureUsd - held, 'event-exposure'],
    [status.freeCash, 'cash'],
  ]
  const [usd, by] = rooms.reduce((a, b) => (b[0] < a[0] ? b : a))
  return { usd: Math.max(0, usd), least, by }
}

const leastOf = ({ view }: Brain['engine'], { legs }: PlantedMispricing): Size =>
  Math.max(
    ...legs.map(({ market, price }) => {
      const minimum = view().market(market)?.minimumSize
      const dollarsWorth = Math.ceil((USD_ONE * 10_000) / price)
      return Math.max(minimum === undefined || minimum === 'unknown' ? 0 : minimum, dollarsWorth)
    }),
  ) as Size
