import { classifySet, deriveRelations } from '@bot/arbitrage'
import type { MarketFacts } from '@bot/core'

/** What is proven of one event's markets, and why. */
export type EventClass = Readonly<{
  event: string
  title: string
  markets: number
  tradable: number
  /** The negRisk group, or `none`. */
  group: string
  augmented: boolean
  /** At most one of them wins. */
  exclusive: boolean
  /** At least one of them wins. */
  exhaustive: boolean
  why: string
  /** Relations that its fields prove, by rule. */
  relations: Readonly<Record<string, number>>
}>

/** Classifies every event of at least two markets; each negRisk group of an event by itself. */
export const classifyEvents = (markets: readonly MarketFacts[]): readonly EventClass[] => {
  const sets = new Map<string, MarketFacts[]>()
  for (const market of markets) {
    if (market.event === undefined) continue
    const key = `${market.event} ${groupOf(market)}`
    const set = sets.get(key) ?? []
    sets.set(key, set)
    set.push(market)
  }
  return [...sets.values()].filter((set) => set.length > 1).map(classify)
}

/** Counts classes by what they prove and why. */
export const countClasses = (events: readonly EventClass[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const { exclusive, exhaustive, why } of events) {
    const proven = exhaustive ? 'exhaustive' : exclusive ? 'exclusive' : 'neither'
    // Which outcome has no name differs from event to event.
    const key = `${proven}: ${why.replace(/(unnamed outcome):.*/, '$1')}`
    counts[key] = (counts[key] ?? 0) + 1
  }
  return counts
}

const groupOf = ({ negRisk }: MarketFacts): string =>
  typeof negRisk === 'object' ? negRisk.group : 'none'

const classify = (set: readonly MarketFacts[]): EventClass => {
  const [first] = set
  const { exclusive, exhaustive, why } = classifySet(set)
  const relations: Record<string, number> = {}
  for (const { rule } of deriveRelations(set)) relations[rule] = (relations[rule] ?? 0) + 1
  return {
    event: first?.event ?? '',
    title: first?.eventTitle ?? first?.question ?? '',
    markets: set.length,
    tradable: set.filter((market) => market.tradable).length,
    group: first === undefined ? 'none' : groupOf(first),
    augmented: set.some(({ negRisk }) => typeof negRisk === 'object' && negRisk.augmented),
    ...{ exclusive, exhaustive, why, relations },
  }
}
