import type { Clock } from '@bot/core'
import type { Fault, FaultKind, FaultScope } from './fault.js'

/** A fault with how often it struck. */
export type FaultState = Readonly<{ fault: Fault; hits: number; active: boolean }>

/** The faults of one server; which request each strikes is determined by the seed and the order of requests. */
export type FaultBook = Readonly<{
  /** Adds faults to those that are set. */
  set: (faults: Fault | readonly Fault[]) => void
  /** Removes all. */
  clear: () => void
  list: () => readonly FaultState[]
  /** Finds the first fault of these kinds that strikes now, and counts it. */
  take: (scope: FaultScope, kinds: readonly FaultKind[]) => Fault | undefined
  /** Finds the first active fault of these kinds without rolling and without counting. */
  peek: (scope: FaultScope, kinds: readonly FaultKind[]) => Fault | undefined
}>

type Entry = { fault: Fault; setAt: number; hits: number }

/** Makes an empty book. `onSet` hears each fault as it is set. */
export const createFaultBook = (
  clock: Clock,
  random: () => number,
  onSet: (fault: Fault) => void = () => {},
): FaultBook => {
  let entries: Entry[] = []
  const active = ({ fault, hits, setAt }: Entry): boolean =>
    (fault.count === undefined || hits < fault.count) &&
    (fault.forMs === undefined || clock.now() < setAt + fault.forMs)
  const fits = (entry: Entry, scope: FaultScope, kinds: readonly FaultKind[]): boolean =>
    entry.fault.scope === scope && kinds.includes(entry.fault.kind) && active(entry)
  return {
    set: (faults) => {
      for (const fault of 'kind' in faults ? [faults] : faults) {
        entries.push({ fault, setAt: clock.now(), hits: 0 })
        onSet(fault)
      }
    },
    clear: () => {
      entries = []
    },
    list: () => entries.map((e) => ({ fault: e.fault, hits: e.hits, active: active(e) })),
    take: (scope, kinds) => {
      for (const entry of entries) {
        if (!fits(entry, scope, kinds)) continue
        if (random() >= (entry.fault.probability ?? 1)) continue
        entry.hits += 1
        return entry.fault
      }
      return undefined
    },
    peek: (scope, kinds) => entries.find((entry) => fits(entry, scope, kinds))?.fault,
  }
}
