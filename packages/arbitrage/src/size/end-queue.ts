/** Legs by where their levels end, the nearest first: a binary heap. Ends only ever move away. */
export type EndQueue = Readonly<{ ends: Float64Array; order: Int32Array }>

/** Makes a queue of so many legs, whose levels all end at 0. */
export const createEndQueue = (legs: number): EndQueue => {
  const order = new Int32Array(legs)
  for (let i = 0; i < legs; i++) order[i] = i
  return { ends: new Float64Array(legs), order }
}

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

const endAt = (ends: Float64Array, order: Int32Array, at: number): number =>
  ends[order[at] as number] as number
