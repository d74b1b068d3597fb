import { type Clock, createSeededRandom, messageOf } from '@bot/core'
import type { Fault } from './fault.js'
import type { FaultKind } from './fault-kinds.js'
import type { FaultScope } from './fault-scope.js'
import { type PlacedFault, parseFaults } from './parse-faults.js'

/** A fault with how often it struck, and whether it still can. */
export type FaultState = Readonly<{ fault: Fault; hits: number; active: boolean }>

/** What a request or a frame is about, for faults that strike a path or a token alone. */
export type Occasion = Readonly<{ path?: string; token?: string; text?: string }>

/** The faults of one venue; which occasions each strikes follows from the seed and the order of its occasions. */
export type FaultBook = Readonly<{
  /**
   * Adds faults to those that are set.
   *
   * @throws BotError `invalid-argument` that says what was expected
   */
  set: (faults: Fault | readonly Fault[]) => void
  /** Removes all, and takes back what those of the venue still do. */
  clear: () => void
  list: () => readonly FaultState[]
  /** Finds the first fault of these kinds that strikes now, and counts it. */
  take: (
    scopes: readonly FaultScope[],
    kinds: readonly FaultKind[],
    occasion?: Occasion,
  ) => Fault | undefined
  /** Whether a fault that struck is still set and in its time, however often it may strike. */
  lasts: (fault: Fault) => boolean
}>

/** A fault of the venue as a whole that has started. */
export type StartedFault = Readonly<{
  /** Takes it back. */
  undo: () => void
  /** What it did so far, when somebody else counts. */
  state?: () => Readonly<{ hits: number; active: boolean }> | undefined
}>

/**
 * Starts a fault of the venue as a whole, if `happens` says so; `undefined` for one that waits for its occasions.
 *
 * @throws BotError `invalid-argument` for one that names what is not there
 */
export type StartFault = (fault: PlacedFault, happens: () => boolean) => StartedFault | undefined

type Entry = {
  readonly fault: PlacedFault
  readonly random: () => number
  readonly startsAt: number
  seen: number
  hits: number
  started: StartedFault | undefined
  cancel: () => void
}

/** Makes an empty book. Each fault draws from its own random numbers, so that faults do not disturb each other. */
export const createFaultBook = (
  clock: Clock,
  random: () => number,
  start: StartFault = () => undefined,
  log: (message: string, details?: object) => void = () => {},
): FaultBook => {
  const entries: Entry[] = []
  const add = (fault: PlacedFault): void => {
    const { afterMs = 0 } = fault
    const startsAt = clock.now() + afterMs
    const entry: Entry = {
      fault,
      random: createSeededRandom(`${random()}`),
      startsAt,
      seen: 0,
      hits: 0,
      started: undefined,
      cancel: () => {},
    }
    if (afterMs > 0) {
      entry.cancel = clock.after(afterMs, () => {
        try {
          begin(entry, start)
        } catch (cause) {
          log('A fault could not start', { fault, cause: messageOf(cause) })
        }
      })
    } else begin(entry, start)
    entries.push(entry)
  }
  return {
    set: (faults) => {
      for (const fault of parseFaults(faults)) add(fault)
    },
    clear: () => {
      for (const { cancel, started } of entries.splice(0)) {
        cancel()
        started?.undo()
      }
    },
    list: () => entries.map((entry) => stateOf(entry, clock.now())),
    take: (scopes, kinds, occasion = {}) =>
      entries.find(
        (entry) =>
          scopes.includes(entry.fault.scope) &&
          kinds.includes(entry.fault.kind) &&
          strikes(entry, occasion, clock.now()),
      )?.fault,
    lasts: (fault) =>
      entries.some((entry) => entry.fault === fault && isInTime(entry, clock.now())),
  }
}

const begin = (entry: Entry, start: StartFault): void => {
  const { fault, random } = entry
  entry.started = start(fault, () => {
    if (random() >= (fault.probability ?? 1)) return false
    entry.hits = 1
    return true
  })
}

const isInTime = ({ fault, startsAt }: Entry, now: number): boolean =>
  now >= startsAt && (fault.forMs === undefined || now < startsAt + fault.forMs)

const isActive = (entry: Entry, now: number): boolean =>
  isInTime(entry, now) && (entry.fault.count === undefined || entry.hits < entry.fault.count)

const strikes = (entry: Entry, occasion: Occasion, now: number): boolean => {
  const { fault } = entry
  if (!isActive(entry, now) || !concerns(fault, occasion)) return false
  entry.seen += 1
  if (entry.seen <= (fault.after ?? 0)) return false
  if (entry.random() >= (fault.probability ?? 1)) return false
  entry.hits += 1
  return true
}

const concerns = ({ path, token }: Fault, occasion: Occasion): boolean =>
  (path === undefined || path === occasion.path) &&
  (token === undefined ||
    token === occasion.token ||
    occasion.text?.includes(`"${token}"`) === true)

const stateOf = (entry: Entry, now: number): FaultState => {
  const { fault, hits, started } = entry
  return { fault, hits, active: isActive(entry, now), ...started?.state?.() }
}
