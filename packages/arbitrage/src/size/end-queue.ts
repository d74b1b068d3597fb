/**
 * Legs by where their levels end, the nearest first: a binary heap. Ends only ever move away.
 *
 * Plain arrays: a typed array of more than 64 bytes costs more to make than all that is done with it.
 */
export type EndQueue = Readonly<{ ends: number[]; order: number[] }>

/** Makes a queue of so many legs, whose levels all end at 0. */
export const createEndQueue = (legs: number): EndQueue => {
  const order: number[] = []
  for (let i = 0; i < legs; i++) order.push(i)
  return { ends: zeros(legs), order }
}

/** Makes a list of so many zeros. */
export const zeros = (count: number): number[] => new Array<number>(count).fill(0)

/** Puts the first leg where it belongs after its end has moved on to `end`. */
export const moveFirst = ({ ends, order }: EndQueue, end: number): void => {
  const leg = order[0] as number
  ends[leg] = end
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= order.length) break
    const right = child + 1
    if (right < order.length && endAt(ends, order, right) < endAt(ends, order, child)) child = right
    if (endAt(ends, order, child) >= end) break
    order[at] = order[child] as number
    at = child
  }
  order[at] = leg
}

const endAt = (ends: readonly number[], order: readonly number[], at: number): number =>
  ends[order[at] as number] as number
