import { createSeededRandom, type MarketId, type TimeMs } from '@bot/core'
import type { EngineFault, InjectedFault } from './engine-fault.js'

type Kind = EngineFault['kind']
type FaultOf<K extends Kind> = Extract<EngineFault, { kind: K }>

/** An occasion for a fault. `key` tells it from all others of its kind: the draw depends on the seed and it alone. */
export type Occasion = Readonly<{
  now: TimeMs
  key: string | number
  owners?: readonly string[]
  market?: MarketId
}>

/** The engine's faults, oldest first: the first that fits an occasion strikes. */
export type FaultList = Readonly<{
  add: (fault: EngineFault, now: TimeMs, hits?: number) => () => void
  list: (now: TimeMs) => readonly InjectedFault[]
  clear: () => void
  /** Whether there is none at all: then nobody needs to describe an occasion. */
  isEmpty: () => boolean
  /** Finds the fault that strikes on an occasion, and counts it. */
  take: <K extends Kind>(kind: K, occasion: Occasion) => FaultOf<K> | undefined
  /** Milliseconds that the venue's clock is ahead now. */
  skewMs: (now: TimeMs) => number
}>

type Entry = { readonly fault: EngineFault; readonly setAt: TimeMs; hits: number; seen: number }

/** Makes an empty list. */
export const createFaultList = (seed: number | string): FaultList => {
  let entries: Entry[] = []
  const strikes = (entry: Entry, { key }: Occasion): boolean => {
    const { kind, every, chance = 1 } = entry.fault
    entry.seen += 1
    if (every !== undefined && entry.seen % every !== 0) return false
    return chance >= 1 || createSeededRandom(`${seed}:${kind}:${key}`)() < chance
  }
  return {
    add: (fault, now, hits = 0) => {
      const entry: Entry = { fault, setAt: now, hits, seen: 0 }
      entries.push(entry)
      return () => {
        entries = entries.filter((other) => other !== entry)
      }
    },
    list: (now) =>
      entries.map((entry) => ({
        fault: entry.fault,
        hits: entry.hits,
        active: isActive(entry, now),
      })),
    clear: () => {
      entries = []
    },
    isEmpty: () => entries.length === 0,
    take: <K extends Kind>(kind: K, occasion: Occasion) => {
      for (const entry of entries) {
        if (entry.fault.kind !== kind || !isActive(entry, occasion.now)) continue
        if (!concerns(entry.fault, occasion) || !strikes(entry, occasion)) continue
        entry.hits += 1
        return entry.fault as FaultOf<K>
      }
      return undefined
    },
    skewMs: (now) => {
      let skew = 0
      for (const entry of entries) {
        if (entry.fault.kind === 'clock-skew' && isActive(entry, now)) skew += entry.fault.millis
      }
      return skew
    },
  }
}

const isActive = ({ fault, hits, setAt }: Entry, now: TimeMs): boolean =>
  (fault.count === undefined || hits < fault.count) &&
  (fault.forMs === undefined || now < setAt + fault.forMs)

const concerns = (fault: EngineFault, { owners, market }: Occasion): boolean =>
  (fault.owner === undefined || owners?.includes(fault.owner) === true) &&
  (fault.market === undefined || fault.market === market)
