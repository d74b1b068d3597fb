import { marketsOf, type Relation } from '@bot/arbitrage'
import { type Basket, type Ledger, type MarketId, USD_ONE } from '@bot/core'
import type { PlantedMispricing } from '@bot/sim'
import { FUNNEL_STEPS } from '../stats/funnel.js'
import type { Decided, Room } from './decisions-of.js'
import type { Leftover } from './shares-left.js'
import { takenMs } from './taken-ms.js'

/** What the account knows of one basket. */
type BasketResult = Readonly<{ id: string; at: number; realised: number; bought: boolean }>

/** One planted mispricing with what came of it: dollars. */
export type PlantScore = Readonly<{
  plant: PlantedMispricing
  /** Whether nothing of it may be bought: a trap, or what only a person could prove and none has. */
  trap: boolean
  livedMs: number
  /** The most that one basket could earn of it within the limits and the cash of the moment. */
  expected: number
  /** What that was bounded by. */
  boundBy: string
  /** What came in, and what complete sets pay for certain that are held until their resolution. */
  realised: number
  baskets: number
  /** From its planting to the first frame of its last book; `undefined` when none came. */
  frameMs: number | undefined
  /** From its planting until another strategy of the bot took of its prices; `undefined` when none did. */
  takenMs: number | undefined
  /** From its planting to the first signal of a basket in its markets. */
  decidedMs: number | undefined
  /** The last gate that a basket for it reached, and every reason that was said, the most frequent first. */
  gate: string
  why: string
}>

/** Returns the most that a plant earns for at most so many micro-dollars at sizes that the venue takes, in dollars. */
export const profitWithin = (
  { steps }: Pick<PlantedMispricing, 'steps'>,
  { usd, least }: Pick<Room, 'usd' | 'least'>,
): number => {
  let best = 0
  let before = { shares: 0, cost: 0, profit: 0 }
  for (const step of steps) {
    const share = Math.min(1, (usd - before.cost) / Math.max(1, step.cost - before.cost))
    if (share <= 0) break
    const shares = before.shares + share * (step.shares - before.shares)
    const profit = before.profit + share * (step.profit - before.profit)
    if (shares >= least) best = Math.max(best, profit)
    if (share < 1) break
    before = step
  }
  return best / USD_ONE
}

/** What plants are compared with. */
export type ScoreParts = Readonly<{
  planted: readonly PlantedMispricing[]
  /** What persons confirmed. */
  relations: readonly Relation[]
  ledger: Ledger
  decided: readonly Decided[]
  rooms: ReadonlyMap<string, Room>
  /** Milliseconds from each planting until the first frame of its last book had arrived. */
  frames: ReadonlyMap<string, number>
  left: readonly Leftover[]
}>

/** Compares each plant that has ended with the baskets that were begun on its markets while it stood. */
export const scorePlanted = (parts: ScoreParts): readonly PlantScore[] => {
  const { planted, relations, ledger, decided, rooms, frames, left } = parts
  const baskets = basketResults(ledger)
  const certain = new Map(left.map((each) => [each.basket, each.certain]))
  const marketsOf = new Map(
    decided.flatMap(({ decision }) =>
      decision.kind === 'signal' && decision.basket !== undefined
        ? [[decision.basket.id, marketsIn(decision.basket)] as const]
        : [],
    ),
  )
  return planted.flatMap((plant) => {
    const { to, from, markets } = plant
    const room = rooms.get(plant.id)
    if (to === undefined || room === undefined) return []
    const touches = (id: string): boolean =>
      (marketsOf.get(id) ?? []).some((market) => markets.includes(market))
    const mine = baskets.filter((each) => each.at >= from && each.at <= to && touches(each.id))
    const bought = mine.filter((each) => each.bought)
    const heard = decided.filter(
      ({ at, decision }) => at >= from && at <= to && concerns(decision, plant, touches),
    )
    const first = heard.find(({ decision }) => decision.kind === 'signal')
    const trap = plant.trap || !isProvable(plant, relations)
    return {
      plant,
      trap,
      livedMs: to - from,
      expected: trap ? 0 : profitWithin(plant, room),
      boundBy: room.by,
      realised:
        mine.reduce((sum, { id, realised }) => sum + realised + (certain.get(id) ?? 0), 0) /
        USD_ONE,
      baskets: bought.length,
      frameMs: frames.get(plant.id),
      takenMs: takenMs(plant, ledger),
      decidedMs: first === undefined ? undefined : first.at - from,
      gate: gateOf(heard, bought.length > 0),
      why: whyNot(heard),
    }
  })
}

/** That who wins a cup has reached its final nothing proves but a person's word. */
const isProvable = (
  { kind, markets }: PlantedMispricing,
  relations: readonly Relation[],
): boolean =>
  kind !== 'worded-pair' ||
  relations.some((relation) => markets.every((id) => marketsOf(relation).includes(id)))

const basketResults = (ledger: Ledger): readonly BasketResult[] => {
  const found = new Map<string, { at: number; realised: number; bought: boolean }>()
  const positions = [
    ...[...ledger.positions.values()].map((each) => ({ position: each, realised: each.realised })),
    ...ledger.closed,
  ]
  for (const { position, realised } of positions) {
    if (position.basket === undefined) continue
    const at = Number(position.basket.split(':').at(-1))
    const result = found.get(position.basket) ?? { at, realised: 0, bought: false }
    result.realised += realised
    result.bought ||= position.entries.some((entry) => entry.settled !== 'failed')
    found.set(position.basket, result)
  }
  return [...found].map(([id, result]) => ({ id, ...result }))
}

const marketsIn = ({ stages }: Basket): readonly MarketId[] =>
  stages.flatMap((stage) => {
    if (stage.kind === 'legs') return stage.legs.map((leg) => leg.market)
    return stage.kind === 'action' ? stage.action.markets : []
  })

const concerns = (
  decision: Decided['decision'],
  { markets, legs }: PlantedMispricing,
  touches: (basket: string) => boolean,
): boolean => {
  if (decision.kind === 'signal') {
    return decision.basket !== undefined && markets.includes(decision.market)
  }
  if (touches(decision.subject)) return true
  const text = JSON.stringify([decision.subject, decision.context])
  return legs.some(({ market, token }) => text.includes(market) || text.includes(token))
}

const gateOf = (heard: readonly Decided[], taken: boolean): string => {
  if (taken) return 'filled'
  const steps = heard.flatMap(({ decision }) =>
    decision.kind === 'refusal'
      ? [FUNNEL_STEPS.indexOf(decision.step)]
      : [FUNNEL_STEPS.indexOf('chosen')],
  )
  return FUNNEL_STEPS[Math.max(0, ...steps)] ?? 'detected'
}

const whyNot = (heard: readonly Decided[]): string => {
  const counts = new Map<string, number>()
  for (const { decision } of heard) {
    const name = decision.kind === 'signal' ? 'signal' : `${decision.step}:${decision.refused}`
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const said = [...counts].sort((a, b) => b[1] - a[1]).map(([name, count]) => `${name} ${count}`)
  return said.join(', ') || 'not-seen'
}
