import { timeMs } from '@bot/core'
import { createManualClock } from '@bot/core/testing'
import { createActivityStreamProtocol } from '@bot/polymarket'
import type { SocketHandlers } from '@bot/realtime-feed'
import { expect, test } from 'vitest'
import { createTradeStream } from './trade-stream.js'

const START = 1_700_000_000_000
const SECOND = 1_000

const listening = () => {
  const clock = createManualClock(START)
  const sockets: { handlers: SocketHandlers; sent: string[] }[] = []
  const stream = createTradeStream({
    ...{ protocol: createActivityStreamProtocol({ url: 'ws://fake' }), clock, random: () => 0.5 },
    openSocket: (_url, handlers) => {
      const sent: string[] = []
      sockets.push({ handlers, sent })
      return { send: (text) => void sent.push(text), close: () => {}, terminate: () => {} }
    },
  })
  const last = () => sockets.at(-1)?.handlers as SocketHandlers
  let made = 0
  return {
    ...{ stream, clock, sockets },
    open: () => last().onOpen(),
    say: (text: string) => last().onMessage(text),
    lose: () => last().onClose(1006, ''),
    trade: () => last().onMessage(message(++made, clock.now())),
    /** Far enough for whatever waits. */
    polled: () => timeMs(clock.now() + SECOND),
  }
}

const message = (index: number, now: number): string =>
  JSON.stringify({
    ...{ topic: 'activity', type: 'orders_matched', timestamp: now },
    payload: {
      ...{ proxyWallet: '0xaa', side: 'BUY', asset: '1', conditionId: `0x${'cd'.repeat(32)}` },
      ...{ size: 10, price: 0.5, timestamp: Math.floor(now / 1_000), outcome: 'Yes' },
      ...{ outcomeIndex: 0, transactionHash: `0xt${index}` },
    },
  })

test('it subscribes when it is connected, and gives each trade once', () => {
  const { stream, sockets, open, trade, polled } = listening()
  expect(stream.health().state).toBe('connecting')
  open()
  expect(JSON.parse(sockets[0]?.sent[0] ?? '')).toMatchObject({ action: 'subscribe' })
  expect(stream.health().state).toBe('silent')
  trade()
  trade()
  expect(stream.health()).toMatchObject({ state: 'delivers', reconnects: 0 })
  expect(stream.drain(polled())).toHaveLength(2)
  expect(stream.drain(polled())).toEqual([])
})

test('trades after an outage wait until polling has come past it, at most two minutes', async () => {
  const { stream, clock, open, trade, lose, polled } = listening()
  open()
  trade()
  expect(stream.drain(timeMs(START - 1))).toEqual([])
  expect(stream.drain(timeMs(START))).toHaveLength(1)
  trade()
  expect(stream.drain(timeMs(START))).toHaveLength(1)
  await clock.advance(20 * SECOND)
  lose()
  expect(stream.health()).toMatchObject({ state: 'connecting', reason: 'closed-1006' })
  await clock.advance(SECOND)
  open()
  trade()
  expect(stream.drain(timeMs(START + 20 * SECOND))).toEqual([])
  await clock.advance(50 * SECOND)
  trade()
  expect(stream.drain(undefined)).toEqual([])
  await clock.advance(50 * SECOND)
  trade()
  await clock.advance(20 * SECOND)
  expect(stream.drain(undefined)).toHaveLength(3)
  expect(stream.drain(polled())).toEqual([])
})

test('a stream that says nothing for a minute while polling does is opened anew', async () => {
  const { stream, clock, sockets, open, trade, polled } = listening()
  open()
  await clock.advance(40 * SECOND)
  trade()
  await clock.advance(59 * SECOND)
  stream.drain(polled())
  await clock.advance(SECOND)
  expect([sockets.length, stream.health().state]).toEqual([1, 'silent'])
  stream.drain(polled())
  await clock.advance(SECOND)
  expect(sockets).toHaveLength(2)
  open()
  expect(stream.health()).toMatchObject({ state: 'silent', reason: 'no-trades', reconnects: 1 })
  trade()
  expect(stream.health().state).toBe('delivers')
})

test('where polling saw no trade either, five minutes of silence are waited for', async () => {
  const { stream, clock, sockets, open } = listening()
  open()
  await clock.advance(299 * SECOND)
  stream.drain(timeMs(START))
  await clock.advance(SECOND)
  expect(sockets).toHaveLength(1)
  stream.drain(undefined)
  await clock.advance(SECOND)
  expect(sockets).toHaveLength(2)
})

test('garbage is counted, a refusal is said, and sound trades go on', () => {
  const { stream, open, say, trade, polled } = listening()
  open()
  say('<html>502</html>')
  say('{"topic":"activity","type":"orders_matched","payload":{"proxyWallet":7}}')
  say('{"statusCode":401,"body":{"message":"Unauthorized"}}')
  expect(stream.health()).toMatchObject({
    state: 'refused',
    refused: { 'not-json': 1, refused: 1 },
  })
  trade()
  expect(stream.health().state).toBe('delivers')
  expect(stream.drain(polled())).toHaveLength(1)
})

test('of more than anyone takes the newest are kept', () => {
  const { stream, open, trade, polled } = listening()
  open()
  for (let i = 0; i < 50_010; i++) trade()
  const kept = stream.drain(polled())
  expect(kept.length).toBeLessThan(50_001)
  expect(kept.at(-1)?.transaction).toBe('0xt50010')
})
