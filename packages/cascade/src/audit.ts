import type { ChoiceRequest, Levels, Refusal, Strategy, Trigger } from '@bot/core'
import type { Chosen } from './choose-signals.js'
import type { Evidence, TrackRecord } from './evidence.js'

/** How one strategy fared in a choice. `refused` counts by reason what it or the cascade turned down. */
export type StrategyAudit = Readonly<{
  strategy: string
  evaluated: boolean
  signals: number
  taken: number
  refused: Readonly<Record<string, number>>
  levels: Levels
  evidence: TrackRecord
}>

/** The record of one choice: plain JSON, strategies in the order in which they were asked. */
export type CascadeAudit = Readonly<{
  scheduler: 'cascade'
  trigger: Trigger
  scan?: number
  retries: number
  signals: number
  taken: number
  strategies: readonly StrategyAudit[]
}>

/** Writes down a choice. */
export const buildAudit = (
  request: ChoiceRequest,
  chosen: Chosen,
  ranked: readonly Strategy[],
  evidence: Pick<Evidence, 'of'>,
): CascadeAudit => {
  const count = (list: readonly Readonly<{ strategy: string }>[], name: string): number =>
    list.filter(({ strategy }) => strategy === name).length
  const refusals = [...request.refusals, ...chosen.refused]
  return {
    scheduler: 'cascade',
    trigger: request.trigger,
    ...(request.scan === undefined ? {} : { scan: request.scan }),
    retries: chosen.retries,
    signals: request.signals.length,
    taken: chosen.taken.length,
    strategies: ranked.map(({ name }) => ({
      strategy: name,
      evaluated: request.evaluated.includes(name),
      signals: count(request.signals, name),
      taken: count(chosen.taken, name),
      refused: byReason(refusals.filter(({ by }) => by === name)),
      levels: chosen.levels.get(name) ?? {},
      evidence: evidence.of(name),
    })),
  }
}

const byReason = (refusals: readonly Refusal[]): Readonly<Record<string, number>> => {
  const counts = new Map<string, number>()
  for (const { refused } of refusals) counts.set(refused, (counts.get(refused) ?? 0) + 1)
  return Object.fromEntries(counts)
}
