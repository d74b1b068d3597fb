import { isBotError, tokenId } from '@bot/core'
import { describe, expect, test } from 'vitest'
import { START, testProtocol, tokens } from '../fixtures/fake-sockets.js'
import { bookFrame, createScriptedFeed, failed, reading } from '../fixtures/scripted-feed.js'
import { brief } from '../fixtures/updates.js'

const a = tokenId('a')

describe('the socket works', () => {
  test('watched tokens become live with their first books', async () => {
    const { feed, clock, accept, events, statuses } = createScriptedFeed()
    expect(feed.status().route).toBe('connecting')
    accept()
    await clock.advanceAsync(1_000)
    expect(brief(events)).toEqual([
      'book-snapshot a #1',
      'live a data 0',
      'book-snapshot b #1',
      'live b data 0',
    ])
    expect(feed.status()).toMatchObject({ route: 'websocket', tokens: 2, recovering: 0 })
    expect(statuses.at(-1)?.route).toBe('websocket')
    await feed.close()
  })

  test('no connection carries more tokens than the protocol allows', async () => {
    const many = tokens('a', 'b', 'c', 'd', 'e', 'f', 'g')
    const { feed, sockets } = createScriptedFeed({ tokens: many })
    expect(feed.status().connections.map((one) => one.tokens)).toEqual([3, 3, 1])
    feed.watch(tokens('g', 'h', 'i', 'j'))
    expect(feed.status().connections.map((one) => one.tokens)).toEqual([3, 3, 3, 1])
    feed.unwatch(tokens('a', 'b', 'c'))
    expect(feed.status().connections.map((one) => one.tokens)).toEqual([3, 3, 1])
    expect(sockets[0]?.state()).not.toBe('open')
    await feed.close()
  })

  test('an unwatched token is heard no more', async () => {
    const { feed, accept, socket, events } = createScriptedFeed()
    accept()
    events.length = 0
    feed.unwatch([a])
    expect(socket().sent.at(-1)).toBe('unsub a')
    socket().handlers.onMessage(bookFrame('a', START + 5))
    expect(events).toEqual([])
    expect(feed.stats().rejected).toEqual({ 'token-not-watched': 1 })
    await feed.close()
  })

  test('refused frames are counted by reason and told', async () => {
    const { feed, accept, socket } = createScriptedFeed()
    const told: string[] = []
    feed.on('rejected', ({ reason }) => void told.push(reason))
    accept()
    socket().handlers.onMessage('what?')
    socket().handlers.onMessage('throw')
    expect(feed.stats()).toMatchObject({
      messages: 4,
      rejected: { 'not-json': 1, 'decoder-threw': 1 },
    })
    expect(told).toEqual(['not-json', 'decoder-threw'])
    await feed.close()
  })

  test('a listener that throws harms neither the feed nor the others', async () => {
    const { feed, accept, events, problems } = createScriptedFeed()
    feed.on('frame', () => {
      throw new Error('boom')
    })
    accept()
    expect(events).toHaveLength(4)
    expect(feed.stats().listenerErrors).toBe(2)
    expect(problems[0]).toMatchObject({ kind: 'listener-threw' })
    await feed.close()
  })

  test('a settled market leaves its socket', async () => {
    const { feed, accept, socket, events } = createScriptedFeed()
    accept()
    const resolved = {
      kind: 'market-resolved',
      market: 'm',
      tokens: ['a', 'b'],
      winner: 'a',
      venueAt: START,
    }
    socket().handlers.onMessage(JSON.stringify([resolved]))
    expect(events.at(-1)?.event).toMatchObject({ payouts: [1_000_000, 0] })
    expect(feed.status().connections).toEqual([])
    await feed.close()
  })
})

describe('the socket is lost', () => {
  test('books are stale at once, polled every 5 s, and live again with the socket', async () => {
    const { feed, clock, accept, socket, sockets, events, reconnects, statuses, calls } =
      createScriptedFeed({ connection: { backoff: { baseMs: 30_000, maxMs: 30_000 } } })
    accept()
    await clock.advanceAsync(1_000)
    events.length = 0
    socket().handlers.onClose(1006, '')
    expect(brief(events)).toEqual(['stale a disconnected 0', 'stale b disconnected 0'])
    await clock.advanceAsync(5_000)
    expect(brief(events).slice(2)).toEqual([
      'book-proven a #1',
      'polling-fast a polled 0',
      'book-proven b #1',
      'polling-fast b polled 0',
    ])
    expect(feed.status().route).toBe('polling-fast')
    await clock.advanceAsync(10_000)
    expect(calls).toHaveLength(3)
    while (sockets.length === 1) await clock.advanceAsync(1_000)
    events.length = 0
    accept()
    await clock.advanceAsync(1_000)
    expect(brief(events)).toEqual([
      'book-snapshot a #2',
      'live a data 0',
      'book-snapshot b #2',
      'live b data 0',
    ])
    expect(reconnects).toHaveLength(1)
    expect(reconnects[0]?.outageSeconds).toBeGreaterThanOrEqual(15)
    expect(feed.stats()).toMatchObject({ reconnects: 1 })
    const polls = calls.length
    await clock.advanceAsync(20_000)
    expect(calls).toHaveLength(polls)
    expect(statuses.map(({ route }) => route)).toEqual([
      'connecting',
      'websocket',
      'connecting',
      'polling-fast',
      'websocket',
    ])
    await feed.close()
  })

  test('polls that fail again and again slow down, say so, and speed up when they work', async () => {
    const story = createScriptedFeed({ tokens: tokens('a'), useSocket: false })
    const { feed, clock, events, calls, problems } = story
    await clock.advanceAsync(0)
    expect(feed.status().route).toBe('polling-fast')
    story.fail(failed())
    await clock.advanceAsync(15_000)
    expect(brief(events).at(-1)).toBe('down a polls-fail 0')
    expect(problems.map(({ kind }) => kind)).toEqual(Array(3).fill('poll-failed'))
    expect(feed.status().route).toBe('down')
    const before = calls.length
    await clock.advanceAsync(29_000)
    expect(calls.length).toBe(before)
    story.fail(undefined)
    await clock.advanceAsync(1_000)
    expect(brief(events).at(-1)).toBe('polling-slow a polled 0')
    await clock.advanceAsync(60_000)
    expect(brief(events).at(-1)).toBe('polling-fast a polled 0')
    expect(feed.stats()).toMatchObject({ pollFailures: 3 })
    await feed.close()
  })

  test('a rate limit slows polling down at once', async () => {
    const story = createScriptedFeed({ tokens: tokens('a'), useSocket: false })
    await story.clock.advanceAsync(0)
    story.fail(failed('rate-limited'))
    await story.clock.advanceAsync(5_000)
    await story.clock.advanceAsync(29_999)
    expect(story.calls).toHaveLength(2)
    await story.clock.advanceAsync(1)
    expect(story.calls).toHaveLength(3)
    await story.feed.close()
  })

  test('a read that never ends is given up and polling goes on', async () => {
    let rounds = 0
    const story = createScriptedFeed({
      useSocket: false,
      reader: () => {
        rounds += 1
        return new Promise(() => {})
      },
    })
    await story.clock.advanceAsync(10_000 + 5_000)
    expect(rounds).toBe(2)
    expect(isBotError(story.problems[0]?.cause, 'request-timed-out')).toBe(true)
    await story.feed.close()
    expect(story.clock.pending()).toBe(0)
  })

  test('more than 500 tokens are read in several calls', async () => {
    const many = tokens(...Array.from({ length: 1_100 }, (_, i) => `t${i}`))
    const story = createScriptedFeed({ tokens: many, useSocket: false })
    await story.clock.advanceAsync(0)
    expect(story.calls.map((call) => call.length)).toEqual([500, 500, 100])
    await story.feed.close()
  })

  test('what is polled when the socket is back is not taken over the socket’s book', async () => {
    let answer = (): void => {}
    const story = createScriptedFeed({
      tokens: tokens('a'),
      reader: () =>
        new Promise((resolve) => {
          answer = () => resolve([reading(a, START + 60_000, '0.1')])
        }),
    })
    const { clock, accept, events } = story
    await clock.advanceAsync(5_000)
    accept()
    events.length = 0
    answer()
    await clock.advanceAsync(0)
    expect(events).toEqual([])
    await story.feed.close()
  })
})

describe('the edges', () => {
  test('stats say how old books were', async () => {
    const { feed, clock, accept } = createScriptedFeed()
    accept()
    await clock.advanceAsync(10_000)
    const { p50, p99 } = feed.stats().stalenessSeconds
    expect(p50).toBeGreaterThan(4)
    expect(p50).toBeLessThan(6.5)
    expect(p99).toBeGreaterThanOrEqual(p50)
    await feed.close()
  })

  test('a bad duration is named', () => {
    expect(() => createScriptedFeed({ silenceSeconds: -1 })).toThrow(
      'Expected silenceSeconds to be a number of seconds above 0, was -1',
    )
  })

  test('sockets that cannot be opened at all leave a feed that polls', async () => {
    const { feed, clock, events } = createScriptedFeed({
      openSocket: () => {
        throw new Error('no such host')
      },
    })
    await clock.advanceAsync(6_000)
    expect(brief(events)).toContain('polling-fast a polled 0')
    expect(feed.status().route).toBe('polling-fast')
    await feed.close()
    expect(clock.pending()).toBe(0)
  })

  test('closing leaves no timer and opens nothing more', async () => {
    const { feed, clock, accept, sockets, events } = createScriptedFeed()
    accept()
    await feed.close()
    await feed.close()
    events.length = 0
    feed.watch(tokens('z'))
    await clock.advanceAsync(120_000)
    expect(clock.pending()).toBe(0)
    expect(sockets).toHaveLength(1)
    expect(events).toEqual([])
  })

  test('an abort closes the feed', async () => {
    const abort = new AbortController()
    const { clock, socket } = createScriptedFeed({ signal: abort.signal, protocol: testProtocol() })
    abort.abort()
    await clock.advanceAsync(1_000)
    expect(socket().state()).not.toBe('open')
    expect(clock.pending()).toBe(0)
  })
})
