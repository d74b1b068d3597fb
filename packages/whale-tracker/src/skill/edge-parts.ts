import type { EventScore } from './event-score.js'

/** A mean edge over events with its cluster-robust standard error; `undefined` below two events. */
export type PartEdge = Readonly<{
  events: number
  bets: number
  edge: number
  standardError: number | undefined
}>

/** What a wallet does in one category. Too few events make it a hint, not a finding. */
export type CategoryEdge = PartEdge & Readonly<{ category: string }>

/**
 * How a wallet's edge moved: its earlier half of events against the later one, by time. `fading` is true when the later half
 * is at or below 0 and the fall is more than 1.64 of its standard errors.
 */
export type EdgeDecay = Readonly<{
  earlier: PartEdge
  later: PartEdge
  change: number
  changeError: number | undefined
  fading: boolean
}>

/** Averages events, each with one vote. */
export const averageEvents = (scores: readonly EventScore[]): PartEdge => {
  const events = scores.length
  const bets = scores.reduce((sum, score) => sum + score.bets, 0)
  const edge = scores.reduce((sum, score) => sum + score.edge, 0) / Math.max(1, events)
  if (events < 2) return { events, bets, edge, standardError: undefined }
  const squares = scores.reduce((sum, score) => sum + (score.edge - edge) ** 2, 0)
  return { events, bets, edge, standardError: Math.sqrt(squares / (events - 1) / events) }
}

/** Averages by category, the one with most events first. */
export const profileCategories = (scores: readonly EventScore[]): readonly CategoryEdge[] => {
  const groups = new Map<string, EventScore[]>()
  for (const score of scores) {
    const group = groups.get(score.category)
    if (group === undefined) groups.set(score.category, [score])
    else group.push(score)
  }
  return [...groups]
    .map(([category, group]) => ({ category, ...averageEvents(group) }))
    .sort((a, b) => b.events - a.events || (a.category < b.category ? -1 : 1))
}

/** Compares the earlier with the later half of a wallet's events. */
export const measureDecay = (scores: readonly EventScore[]): EdgeDecay => {
  const ordered = [...scores].sort((a, b) => a.at - b.at)
  const half = Math.floor(ordered.length / 2)
  const earlier = averageEvents(ordered.slice(0, half))
  const later = averageEvents(ordered.slice(half))
  const change = later.edge - earlier.edge
  const changeError =
    earlier.standardError === undefined || later.standardError === undefined
      ? undefined
      : Math.hypot(earlier.standardError, later.standardError)
  const fading = changeError !== undefined && later.edge <= 0 && change < -1.64 * changeError
  return { earlier, later, change, changeError, fading }
}
