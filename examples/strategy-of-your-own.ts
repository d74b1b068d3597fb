// A strategy in twenty lines, run by the engine with its plain scheduler and the executor's limits.
import assert from 'node:assert/strict'
import { bestAsk, defineStrategy, type Event, formatPrice, timeMs, tokenId, usd } from '@bot/core'
import { buildMarket, level, stampAll } from '@bot/core/testing'
import { createEngine, createPlainScheduler, scanSlices } from '@bot/engine'
import { createExecutionPolicy, FIRST_SYSTEM_LIMITS } from '@bot/executor'

const cheap = defineStrategy({
  spec: 1,
  name: 'cheap',
  title: 'Cheap',
  priority: 'low',
  thresholds: { cents: { default: 20, floor: 30, unit: 'cents', stricter: 'lower' } },
  interest: { subject: 'market', triggers: ['scan'], wants: (market) => market.tradable },
  evaluate: ({ markets: [market] }, view) => {
    const token = market?.tokens[0]
    const book = token === undefined ? undefined : view.book(token)
    const ask = book === undefined ? undefined : bestAsk(book)
    if (market === undefined || token === undefined || ask === undefined) return []
    const signal = { kind: 'signal', strategy: 'cheap', side: 'buy', entry: 'take' } as const
    const measured = { cents: ask / 100 }
    const belief = { edgePerShare: 0.05, confidence: 0.8, wanted: 'max', limit: ask } as const
    const expiresAt = timeMs(view.now + 30_000)
    const because = `offered at ${formatPrice(ask)}`
    return [{ ...signal, token, market: market.id, measured, ...belief, expiresAt, because }]
  },
})

const provenance = { source: 'example', ageMs: 0, state: 'live', simulated: true } as const
const engine = createEngine({
  strategies: [cheap],
  scheduler: createPlainScheduler([cheap], 5),
  policy: createExecutionPolicy({ limits: FIRST_SYSTEM_LIMITS }),
  start: usd(1_000_000_000),
  seed: 1,
})
const offer = (id: string, ask: string): readonly Event[] => {
  const market = buildMarket(id)
  const sides = { bids: [level('0.17', '9000')], asks: [level(ask, '9000')] }
  const token = tokenId(`${id}-yes`)
  return [
    { type: 'fact', kind: 'market', key: market.id, value: market, provenance },
    { type: 'book-snapshot', token, epoch: 1, ...sides },
  ]
}
const events = [...offer('rain', '0.18'), ...offer('snow', '0.27'), ...scanSlices(1, 2, 10)]
const ticks = stampAll(events).map(engine.process)
for (const decision of ticks.flatMap(({ decisions }) => decisions)) {
  if (decision.kind === 'signal') console.log(`signal: ${decision.market}, ${decision.because}`)
  if (decision.kind === 'refusal') console.log(`refused: ${decision.subject}, ${decision.refused}`)
}
const commands = ticks.flatMap((tick) => tick.commands)
const orders = commands.flatMap((command) => (command.kind === 'submit' ? [command.order] : []))
for (const { side, shares, token, limit } of orders)
  console.log(`order: ${side} ${shares / 1_000_000} shares of ${token} at ${formatPrice(limit)}`)
assert.equal(orders.map(({ market }) => market).join(), 'rain')
