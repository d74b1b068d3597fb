import type { TimeMs } from '@bot/core'

/** Something that falls due; `order` decides between equal times. */
export type Due<K extends string = string> = Readonly<{
  at: TimeMs
  order: number
  kind: K
  id: string
}>

/** A queue by time; what is due at one time comes in the order in which it was added. */
export type TimeQueue<K extends string = string> = Due<K>[]

/** Adds to the queue (a binary heap). */
export const pushDue = <K extends string>(queue: TimeQueue<K>, due: Due<K>): void => {
  let index = queue.push(due) - 1
  while (index > 0) {
    const parent = (index - 1) >> 1
    if (!isBefore(due, queue[parent] as Due)) break
    queue[index] = queue[parent] as Due<K>
    index = parent
  }
  queue[index] = due
}

/** Takes the first that is due at or before `at`; `undefined` when none is. */
export const popDue = <K extends string>(queue: TimeQueue<K>, at: TimeMs): Due<K> | undefined => {
  const first = queue[0]
  if (first === undefined || first.at > at) return undefined
  const last = queue.pop() as Due<K>
  if (queue.length > 0) sink(queue, last)
  return first
}

const sink = <K extends string>(queue: TimeQueue<K>, due: Due<K>): void => {
  let index = 0
  for (;;) {
    let child = 2 * index + 1
    if (child >= queue.length) break
    if (child + 1 < queue.length && isBefore(queue[child + 1] as Due, queue[child] as Due)) child++
    if (!isBefore(queue[child] as Due, due)) break
    queue[index] = queue[child] as Due<K>
    index = child
  }
  queue[index] = due
}

const isBefore = (a: Due, b: Due): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)
