import { type StreamProtocol, tokenId } from '@bot/core'
import { createManualClock } from '@bot/core/testing'
import { describe, expect, test } from 'vitest'
import { createFakeSockets, START, testProtocol, tokens } from '../fixtures/fake-sockets.js'
import type { ConnectionChange, ConnectionFrame } from './connection-options.js'
import { createStreamConnection } from './create-stream-connection.js'

const make = (
  more: { protocol?: StreamProtocol; expectsFirstFrame?: boolean; deaf?: boolean } = {},
) => {
  const clock = createManualClock(START)
  const sockets = createFakeSockets(more.deaf)
  const changes: ConnectionChange[] = []
  const frames: ConnectionFrame[] = []
  const connection = createStreamConnection({
    name: 'c',
    protocol: more.protocol ?? testProtocol(),
    openSocket: sockets.openSocket,
    clock,
    random: () => 1,
    tokens: tokens('a', 'b'),
    expectsFirstFrame: more.expectsFirstFrame ?? true,
    onFrame: (frame) => frames.push(frame),
    onChange: (change) => changes.push(change),
  })
  const socket = (index = sockets.opened.length - 1) => {
    const found = sockets.opened[index]
    if (found === undefined) throw new Error(`expected a socket ${index}`)
    return found
  }
  const states = () => changes.map(({ state }) => state)
  return { clock, sockets, changes, frames, connection, socket, states }
}

describe('the way up', () => {
  test('connects, subscribes to all tokens, and counts as subscribed at the first frame', () => {
    const { connection, socket, states, frames } = make()
    socket().handlers.onOpen()
    expect(socket().sent).toEqual(['sub a,b'])
    expect(connection.state()).toBe('open')
    socket().handlers.onMessage('PONG')
    expect(connection.state()).toBe('open')
    socket().handlers.onMessage('[]')
    expect(states()).toEqual(['connecting', 'open', 'subscribed'])
    expect(frames.map(({ socket, text }) => `${socket} ${text}`)).toEqual(['c#1 PONG', 'c#1 []'])
  })

  test('a silent channel counts as subscribed at once', () => {
    const { socket, connection } = make({ expectsFirstFrame: false })
    socket().handlers.onOpen()
    expect(connection.state()).toBe('subscribed')
  })

  test('tokens added and removed while open are sent as differences', () => {
    const { connection, socket } = make()
    socket().handlers.onOpen()
    connection.subscribe(tokens('b', 'c'))
    connection.unsubscribe(tokens('a', 'z'))
    connection.redrive(tokens('c', 'z'))
    expect(socket().sent.slice(1)).toEqual(['more c', 'unsub a', 'unsub c', 'more c'])
    expect(connection.tokens()).toEqual(['b', 'c'].map(tokenId))
  })

  test('tokens added before the socket is open go with the first subscription', () => {
    const { connection, socket } = make()
    connection.subscribe(tokens('c'))
    socket().handlers.onOpen()
    expect(socket().sent).toEqual(['sub a,b,c'])
  })
})

describe('the way down and back', () => {
  test('a dropped socket backs off, reconnects, subscribes again and tells the outage', () => {
    const { clock, socket, sockets, states, changes } = make()
    socket().handlers.onOpen()
    socket().handlers.onMessage('[]')
    socket().handlers.onClose(1006, '')
    expect(states().slice(-2)).toEqual(['dead', 'backoff'])
    clock.advance(499)
    expect(sockets.opened).toHaveLength(1)
    clock.advance(1)
    expect(sockets.opened).toHaveLength(2)
    clock.advance(2_500)
    socket().handlers.onOpen()
    expect(socket().sent).toEqual(['sub a,b'])
    socket().handlers.onMessage('[]')
    expect(changes.at(-1)).toMatchObject({ state: 'subscribed', outageSeconds: 3, socket: 'c#2' })
  })

  test('the backoff doubles while tries fail and starts anew after a stable life', () => {
    const { clock, socket, sockets, changes } = make()
    const waits: number[] = []
    for (let i = 0; i < 8; i++) {
      const before = clock.now()
      const count = sockets.opened.length
      socket().handlers.onClose(1006, 'refused')
      while (sockets.opened.length === count) clock.advance(100)
      waits.push(clock.now() - before)
    }
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
    expect(changes.at(-1)?.attempt).toBe(8)
    socket().handlers.onOpen()
    socket().handlers.onMessage('[]')
    clock.advance(10_000)
    socket().handlers.onClose(1000, 'bye')
    expect(changes.at(-1)).toMatchObject({
      state: 'backoff',
      attempt: 0,
      reason: 'closed-1000: bye',
    })
  })

  test('a line without any answer to a PING is dead', () => {
    const { clock, socket, connection, changes } = make()
    socket().handlers.onOpen()
    socket().handlers.onMessage('[]')
    clock.advance(10_000)
    expect(socket().sent).toContain('PING')
    clock.advance(19_999)
    expect(connection.state()).toBe('subscribed')
    clock.advance(1)
    expect(changes.at(-1)).toMatchObject({ state: 'backoff', reason: 'no-pong' })
    expect(socket(0).state()).toBe('terminated')
  })

  test('any frame answers a PING', () => {
    const { clock, socket, connection } = make()
    socket().handlers.onOpen()
    socket().handlers.onMessage('[]')
    for (let i = 0; i < 10; i++) {
      clock.advance(10_000)
      socket().handlers.onMessage(i % 2 === 0 ? 'PONG' : '[]')
    }
    expect(connection.state()).toBe('subscribed')
  })

  test('a socket that does not open in time is given up', () => {
    const { clock, changes } = make()
    clock.advance(10_000)
    expect(changes.at(-1)).toMatchObject({ state: 'backoff', reason: 'connect-timed-out' })
  })

  test('a socket that opens and then says nothing but PONG is given up', () => {
    const { clock, socket, changes } = make()
    socket().handlers.onOpen()
    clock.advance(14_999)
    socket().handlers.onMessage('PONG')
    expect(changes.at(-1)?.state).toBe('open')
    clock.advance(1)
    expect(changes.at(-1)).toMatchObject({ state: 'backoff', reason: 'no-first-frame', attempt: 1 })
  })

  test('what an old socket still says is not heard', () => {
    const { clock, socket, connection, frames } = make()
    const old = socket()
    old.handlers.onOpen()
    connection.reconnect('asked')
    clock.advance(500)
    old.handlers.onMessage('[]')
    old.handlers.onClose(1006, '')
    expect(frames).toEqual([])
    expect(connection.state()).toBe('connecting')
  })

  test('a factory that throws is a failed try', () => {
    const clock = createManualClock(START)
    const changes: ConnectionChange[] = []
    const connection = createStreamConnection({
      name: 'c',
      protocol: testProtocol(),
      openSocket: () => {
        throw new Error('bad url')
      },
      clock,
      random: () => 0,
      onFrame: () => {},
      onChange: (change) => changes.push(change),
    })
    expect(changes.at(-1)).toMatchObject({ state: 'backoff', reason: 'connect-failed: bad url' })
    return connection.close().then(() => expect(clock.pending()).toBe(0))
  })

  test('a send that fails loses the socket', () => {
    const { connection, socket, changes } = make()
    socket().handlers.onOpen()
    socket().handlers.onMessage('[]')
    const { sent } = socket()
    sent.push = () => {
      throw new Error('write after end')
    }
    connection.subscribe(tokens('c'))
    expect(changes.at(-1)).toMatchObject({
      state: 'backoff',
      reason: 'send-failed: write after end',
    })
  })
})

describe('frames and the end', () => {
  test('a decoder that throws makes a counted refusal', () => {
    const { socket, frames } = make()
    socket().handlers.onOpen()
    socket().handlers.onMessage('throw')
    expect(frames[0]?.decoded.rejected).toEqual([
      { reason: 'decoder-threw', detail: 'no such frame' },
    ])
  })

  test('a listener that throws is told and harms nothing', () => {
    const clock = createManualClock(START)
    const { opened, openSocket } = createFakeSockets()
    const told: unknown[] = []
    const connection = createStreamConnection({
      name: 'c',
      protocol: testProtocol(),
      openSocket,
      clock,
      random: () => 0,
      onFrame: () => {
        throw new Error('frame')
      },
      onChange: () => {
        throw new Error('change')
      },
      onListenerError: (error) => told.push((error as Error).message),
    })
    opened[0]?.handlers.onOpen()
    opened[0]?.handlers.onMessage('[]')
    expect(connection.state()).toBe('subscribed')
    expect(told).toEqual(['change', 'change', 'change', 'frame'])
  })

  test('closing says goodbye and leaves no timer', async () => {
    const { clock, socket, connection } = make()
    socket().handlers.onOpen()
    await connection.close()
    expect(connection.state()).toBe('closed')
    expect(clock.pending()).toBe(0)
  })

  test('closing cuts a deaf socket after a second', async () => {
    const { clock, socket, connection } = make({ deaf: true })
    socket().handlers.onOpen()
    const closed = connection.close()
    clock.advance(1_000)
    await closed
    expect(socket().state()).toBe('terminated')
    expect(clock.pending()).toBe(0)
  })

  test('closing during the backoff ends it', async () => {
    const { clock, sockets, socket, connection } = make()
    socket().handlers.onClose(1006, '')
    await connection.close()
    clock.advance(60_000)
    expect(sockets.opened).toHaveLength(1)
    expect(clock.pending()).toBe(0)
  })
})
