import { createSeededRandom, orderId, price, size, timeMs, usd } from '@bot/core'
import { bench, describe } from 'vitest'
import { createExchange } from './create-exchange.js'

type Sent = Readonly<{
  id: string
  owner: string
  side: 'buy' | 'sell'
  outcome: 0 | 1
  limit: number
  shares: number
}>

const ORDERS = 20_000
const KEPT_OPEN = 2_000

/** The same stream for both: orders around a middle, each cancelled after two thousand more if it still rests. */
const stream: readonly Sent[] = (() => {
  const random = createSeededRandom(5)
  return Array.from({ length: ORDERS }, (_, index): Sent => {
    const outcome = random() < 0.5 ? 0 : 1
    return {
      id: `o${index}`,
      owner: `w${Math.floor(random() * 50)}`,
      side: 'buy',
      outcome,
      limit: 5_100 - Math.floor(random() * random() * 45) * 100,
      shares: (5 + Math.floor(random() * 95)) * 1e6,
    }
  })
})()

type Resting = { id: string; left: number }

/** What one writes first: a Map of price to list a side, prices sorted for each order. No balances, no events. */
const runMapAndSort = (): number => {
  const sides = { bid: new Map<number, Resting[]>(), ask: new Map<number, Resting[]>() }
  let filled = 0
  const cancel = (id: string): void => {
    for (const levels of [sides.bid, sides.ask]) {
      for (const [at, queue] of levels) {
        const left = queue.filter((order) => order.id !== id)
        if (left.length === queue.length) continue
        if (left.length === 0) levels.delete(at)
        else levels.set(at, left)
        return
      }
    }
  }
  stream.forEach((order, index) => {
    const isBid = order.outcome === 0
    const at = isBid ? order.limit : 10_000 - order.limit
    const other = isBid ? sides.ask : sides.bid
    let left = order.shares
    const prices = [...other.keys()].sort((a, b) => (isBid ? a - b : b - a))
    for (const level of prices) {
      if (left === 0 || (isBid ? level > at : level < at)) break
      const queue = other.get(level) ?? []
      while (left > 0 && queue[0] !== undefined) {
        const take = Math.min(left, queue[0].left)
        queue[0].left -= take
        left -= take
        filled += take
        if (queue[0].left === 0) queue.shift()
      }
      if (queue.length === 0) other.delete(level)
    }
    if (left > 0) {
      const own = isBid ? sides.bid : sides.ask
      own.set(at, [...(own.get(at) ?? []), { id: order.id, left }])
    }
    if (index >= KEPT_OPEN) cancel(`o${index - KEPT_OPEN}`)
  })
  return filled
}

const runExchange = (): number => {
  const exchange = createExchange({ start: timeMs(0), keep: 1_000 })
  const market = exchange.createMarket({ slug: 'm', question: 'M?', endsAt: timeMs(1) })
  for (let i = 0; i < 50; i++) exchange.deposit(`w${i}`, usd(1e12))
  let filled = 0
  stream.forEach((order, index) => {
    const result = exchange.place({
      id: orderId(order.id),
      owner: order.owner,
      token: market.tokens[order.outcome],
      side: order.side,
      shares: size(order.shares),
      limit: price(order.limit),
      tif: 'gtc',
      postOnly: false,
    })
    filled += result.filled
    const old = stream[index - KEPT_OPEN]
    if (old !== undefined) exchange.cancel(old.owner, [orderId(old.id)])
  })
  return filled
}

if (runExchange() !== runMapAndSort()) throw new Error('Expected both to fill the same shares')

describe(`${ORDERS} orders and as many cancels`, () => {
  bench('the exchange, with balances, trades and settlement', () => void runExchange())
  bench('a Map and sort, matching alone', () => void runMapAndSort())
})
