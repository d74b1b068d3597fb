import { type Clock, type TimeMs, timeMs } from '@bot/core'

/** A clock that a scenario moves: everything that waits runs in the order of its time, and nothing really waits. */
export type VirtualClock = Clock &
  Readonly<{
    /** Moves on by `ms`: runs what falls due, each at its own time, and lets all that follows from it come to rest. */
    pass: (ms: number) => Promise<void>
  }>

type Timer = { at: number; order: number; task: (() => void) | undefined }

/**
 * Makes a clock that stands at `start`.
 *
 * Between two timers the event loop turns once, so that every promise that needs neither the machine's time nor its
 * disk or network has settled before time goes on. What does need them is too late here, always: keep it out.
 */
export const createVirtualClock = (start: TimeMs): VirtualClock => {
  let now: number = start
  let order = 0
  const timers = createTimerHeap()
  return {
    now: () => timeMs(now),
    after: (delayMs, task) => {
      // Time goes in whole milliseconds, as the machine's does.
      const at = now + Math.ceil(Math.max(0, delayMs))
      const timer: Timer = { at, order: order++, task }
      timers.push(timer)
      return () => {
        timer.task = undefined
      }
    },
    pass: async (ms) => {
      const until = now + ms
      await atRest()
      for (
        let timer = timers.popUntil(until);
        timer !== undefined;
        timer = timers.popUntil(until)
      ) {
        if (timer.task === undefined) continue
        now = Math.max(now, timer.at)
        timer.task()
        await atRest()
      }
      now = until
    },
  }
}

const atRest = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const isBefore = (a: Timer, b: Timer): boolean =>
  a.at < b.at || (a.at === b.at && a.order < b.order)

/** A binary heap: a campaign sets and cancels some hundred thousand timers. */
const createTimerHeap = () => {
  const heap: Timer[] = []
  const swap = (a: number, b: number): void => {
    const [first, second] = [heap[a], heap[b]]
    if (first === undefined || second === undefined) return
    heap[a] = second
    heap[b] = first
  }
  const less = (a: number, b: number): boolean => {
    const [first, second] = [heap[a], heap[b]]
    return first !== undefined && second !== undefined && isBefore(first, second)
  }
  const sink = (from: number): void => {
    let at = from
    for (;;) {
      let least = at
      for (const child of [2 * at + 1, 2 * at + 2]) if (less(child, least)) least = child
      if (least === at) return
      swap(at, least)
      at = least
    }
  }
  return {
    push: (timer: Timer): void => {
      heap.push(timer)
      for (let at = heap.length - 1; at > 0; ) {
        const parent = (at - 1) >> 1
        if (!less(at, parent)) return
        swap(at, parent)
        at = parent
      }
    },
    /** Takes the earliest timer that is due by then. */
    popUntil: (until: number): Timer | undefined => {
      const first = heap[0]
      if (first === undefined || first.at > until) return undefined
      const last = heap.pop()
      if (last !== undefined && last !== first) {
        heap[0] = last
        sink(0)
      }
      return first
    },
  }
}
