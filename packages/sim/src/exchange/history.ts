import type { MarketId, TimeMs } from '@bot/core'
import type { HistoryFilter } from './exchange.js'

type Entry = Readonly<{ id: string; at: TimeMs }>

/** A log in the order of time that forgets its oldest entries once it holds twice `keep`. */
export type History<T extends Entry> = {
  readonly keep: number
  list: T[]
  readonly index: Map<string, number>
  /** How many entries were forgotten: `index` counts from the very first. */
  dropped: number
}

/** Makes an empty log. */
export const createHistory = <T extends Entry>(keep: number): History<T> => ({
  keep,
  list: [],
  index: new Map(),
  dropped: 0,
})

/** Adds an entry that is not older than the last. */
export const addEntry = <T extends Entry>(history: History<T>, entry: T): void => {
  history.index.set(entry.id, history.dropped + history.list.length)
  history.list.push(entry)
  if (history.list.length < 2 * history.keep) return
  const gone = history.list.length - history.keep
  for (const old of history.list.slice(0, gone)) history.index.delete(old.id)
  history.list = history.list.slice(gone)
  history.dropped += gone
}

/** Finds an entry by its id. */
export const findEntry = <T extends Entry>(history: History<T>, id: string): T | undefined => {
  const at = history.index.get(id)
  return at === undefined ? undefined : history.list[at - history.dropped]
}

/** Puts a newer version of an entry in its place; an entry that is forgotten stays so. */
export const replaceEntry = <T extends Entry>(history: History<T>, entry: T): void => {
  const at = history.index.get(entry.id)
  if (at !== undefined) history.list[at - history.dropped] = entry
}

/** Returns the entries that pass the filter, oldest first. */
export const selectEntries = <T extends Entry>(
  history: History<T>,
  filter: HistoryFilter,
  touches: (entry: T, owner: string | undefined, market: MarketId | undefined) => boolean,
): readonly T[] => {
  const from = filter.after === undefined ? 0 : firstAfter(history.list, filter.after)
  const selected: T[] = []
  for (let i = from; i < history.list.length; i++) {
    const entry = history.list[i] as T
    if (filter.before !== undefined && entry.at >= filter.before) break
    if (touches(entry, filter.owner, filter.market)) selected.push(entry)
  }
  return selected
}

const firstAfter = (list: readonly Entry[], at: TimeMs): number => {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((list[middle] as Entry).at <= at) low = middle + 1
    else high = middle
  }
  return low
}
