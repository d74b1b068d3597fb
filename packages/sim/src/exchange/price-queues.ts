import { type BookSide, PRICE_ONE } from '@bot/core'
import type { OpenOrder } from './open-order.js'

type PriceQueue = { total: number; head: OpenOrder | undefined; tail: OpenOrder | undefined }

/**
 * One side of a market in YES prices: a first-in-first-out queue at each price of a bounded grid.
 *
 * `unit` divides every price that may rest. `best` is a price, or -1 when the side is empty.
 */
export type PriceQueues = {
  readonly side: BookSide
  readonly unit: number
  readonly queues: (PriceQueue | undefined)[]
  readonly occupied: Uint32Array
  best: number
}

/** Makes an empty side. */
export const createPriceQueues = (side: BookSide, unit: number): PriceQueues => {
  const slots = PRICE_ONE / unit + 1
  return {
    side,
    unit,
    queues: new Array<PriceQueue | undefined>(slots).fill(undefined),
    occupied: new Uint32Array((slots + 31) >>> 5),
    best: -1,
  }
}

/** Puts an order last at its price. */
export const enqueue = (side: PriceQueues, order: OpenOrder): void => {
  const slot = order.yesPrice / side.unit
  let queue = side.queues[slot]
  if (queue === undefined) {
    queue = { total: 0, head: undefined, tail: undefined }
    side.queues[slot] = queue
  }
  order.previous = queue.tail
  order.next = undefined
  if (queue.tail === undefined) queue.head = order
  else queue.tail.next = order
  queue.tail = order
  queue.total += order.remaining
  side.occupied[slot >>> 5] = wordAt(side, slot) | (1 << (slot & 31))
  if (side.best < 0 || isBetter(side.side, order.yesPrice, side.best)) side.best = order.yesPrice
}

/** Takes an order out, wherever it stands in its queue. */
export const dequeue = (side: PriceQueues, order: OpenOrder): void => {
  const slot = order.yesPrice / side.unit
  const queue = side.queues[slot]
  if (queue === undefined) return
  if (order.previous === undefined) queue.head = order.next
  else order.previous.next = order.next
  if (order.next === undefined) queue.tail = order.previous
  else order.next.previous = order.previous
  order.previous = undefined
  order.next = undefined
  queue.total -= order.remaining
  if (queue.head !== undefined) return
  side.occupied[slot >>> 5] = wordAt(side, slot) & ~(1 << (slot & 31))
  if (side.best === order.yesPrice) side.best = nextPrice(side, order.yesPrice)
}

/** Takes shares off an order that keeps its place. */
export const reduceOrder = (side: PriceQueues, order: OpenOrder, shares: number): void => {
  order.remaining -= shares
  const queue = side.queues[order.yesPrice / side.unit]
  if (queue !== undefined) queue.total -= shares
}

/** Returns the first order at a price. */
export const headAt = (side: PriceQueues, price: number): OpenOrder | undefined =>
  side.queues[price / side.unit]?.head

/** Returns the shares that rest at a price. */
export const totalAt = (side: PriceQueues, price: number): number =>
  side.queues[price / side.unit]?.total ?? 0

/** Returns the next occupied price that is worse than `from`; -1 when there is none. */
export const nextPrice = (side: PriceQueues, from: number): number => {
  const slot = from / side.unit
  const found =
    side.side === 'bid' ? lastBitBelow(side.occupied, slot) : firstBitAbove(side.occupied, slot)
  return found < 0 ? -1 : found * side.unit
}

/** Returns all orders of a side, best price and first come first. */
export const ordersOfSide = (side: PriceQueues): OpenOrder[] => {
  const orders: OpenOrder[] = []
  for (let at = side.best; at >= 0; at = nextPrice(side, at)) {
    for (let order = headAt(side, at); order !== undefined; order = order.next) orders.push(order)
  }
  return orders
}

const isBetter = (side: BookSide, a: number, b: number): boolean => (side === 'bid' ? a > b : a < b)

const wordAt = (side: PriceQueues, slot: number): number => side.occupied[slot >>> 5] ?? 0

const lastBitBelow = (words: Uint32Array, slot: number): number => {
  let index = slot >>> 5
  let word = (words[index] ?? 0) & ((1 << (slot & 31)) - 1)
  while (word === 0 && index > 0) {
    index -= 1
    word = words[index] ?? 0
  }
  return word === 0 ? -1 : (index << 5) + 31 - Math.clz32(word)
}

const firstBitAbove = (words: Uint32Array, slot: number): number => {
  const start = slot + 1
  let index = start >>> 5
  let word = (words[index] ?? 0) & (-1 << (start & 31))
  while (word === 0 && index < words.length - 1) {
    index += 1
    word = words[index] ?? 0
  }
  return word === 0 ? -1 : (index << 5) + 31 - Math.clz32(word & -word)
}
