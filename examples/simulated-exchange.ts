// Starts a simulated exchange on this machine and reads it as one reads Polymarket, over real HTTP.
import assert from 'node:assert/strict'
import { type Clock, createSeededRandom, formatPrice, timeMs } from '@bot/core'
import { createPolymarketReads } from '@bot/polymarket'
import { createExchange, createMarketGenerator } from '@bot/sim'
import { createExchangeServer } from '@bot/sim/server'

const clock: Clock = {
  now: () => timeMs(Date.now()),
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs)
    return () => clearTimeout(timer)
  },
}
const now = clock.now()
const start = timeMs(now - 60_000)
const exchange = createExchange({ start, seed: 'example' })
const generator = createMarketGenerator({ exchange, seed: 'example' })
generator.step(now)
const server = await createExchangeServer({
  exchange,
  generator,
  clock,
  random: createSeededRandom(1),
})
console.log(`a simulated exchange serves on ${new URL(server.urls.clob).hostname}`)

try {
  const { gamma, readBooks, data } = createPolymarketReads({ fetch, clock, hosts: server.urls })
  const { items, rejected } = await gamma.markets()
  console.log(`${items.length} markets, ${rejected.length} could not be read`)
  assert(items.length > 20)
  assert.equal(rejected.length, 0)

  const market =
    items.find(({ endsAt = 0 }) => endsAt > now + 3_600_000) ?? assert.fail('none lasts')
  const books = await readBooks(market.tokens, AbortSignal.timeout(10_000))
  for (const { token, bids, asks } of books) {
    const outcome = market.outcomes[market.tokens.indexOf(token)]
    const best = asks.map(({ price }) => price).sort((a, b) => a - b)[0]
    console.log(
      `"${market.question}" ${outcome}: ${bids.length} bids, ${asks.length} asks, best ask ${best === undefined ? 'none' : formatPrice(best)}`,
    )
  }
  assert.equal(books.length, 2)

  const trades = await data.trades({ limit: 10 })
  console.log(`the last ${trades.items.length} trades are public, with their wallets`)
  assert(trades.items.length > 0 && trades.items.every(({ wallet }) => wallet.startsWith('0x')))
} finally {
  await server.close()
}
