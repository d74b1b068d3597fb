import { type Arrived, marketId, orderId, timeMs, tokenId } from '@bot/core'
import { createManualClock } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { createFakeSockets, frame, START, testProtocol } from '../fixtures/fake-sockets.js'
import { createExecutionFeed } from './create-execution-feed.js'

test('reports pass through as execution events, and an outage is told after the reconnect', async () => {
  const clock = createManualClock(START)
  const { opened, openSocket } = createFakeSockets()
  const events: Arrived[] = []
  const outages: number[] = []
  const feed = createExecutionFeed({
    protocol: testProtocol(),
    clock,
    random: () => 1,
    openSocket,
    onEvents: (arrived) => void events.push(...arrived),
  })
  feed.on('reconnected', ({ outageSeconds }) => void outages.push(outageSeconds))
  opened[0]?.handlers.onOpen()
  expect(opened[0]?.sent).toEqual(['sub '])
  expect(feed.state()).toBe('subscribed')
  const report = { order: orderId('0x1'), status: 'matched' as const, tradeId: 't' }
  opened[0]?.handlers.onMessage(
    frame(
      { kind: 'execution', report, venueAt: timeMs(5) },
      { kind: 'notice', text: 'hello' },
      {
        kind: 'tick-size',
        token: tokenId('a'),
        market: marketId('m'),
        venueAt: timeMs(5),
        tick: 100 as never,
      },
    ),
  )
  opened[0]?.handlers.onMessage('nonsense')
  expect(events).toEqual([{ at: START, venueAt: 5, event: { type: 'execution', report } }])
  opened[0]?.handlers.onClose(1006, '')
  clock.advance(30_000)
  opened.at(-1)?.handlers.onOpen()
  expect(outages).toEqual([30])
  expect(feed.stats()).toMatchObject({
    messages: 2,
    executions: 1,
    reconnects: 1,
    outageSeconds: 30,
    rejected: { 'not-json': 1 },
  })
  await feed.close()
  expect(clock.pending()).toBe(0)
})
