import { tokenId } from '@bot/core'
import { describe, expect, test } from 'vitest'
import { START, tokens } from '../fixtures/fake-sockets.js'
import { bookFrame, createScriptedFeed, failed, reading } from '../fixtures/scripted-feed.js'
import { brief } from '../fixtures/updates.js'

const a = tokenId('a')

describe('the socket is open and the data is dead', () => {
  test('a quiet token that REST shows equal stays live', async () => {
    const { feed, clock, accept, socket, events, calls } = createScriptedFeed()
    accept()
    events.length = 0
    for (let i = 0; i < 12; i++) {
      await clock.advanceAsync(10_000)
      socket().handlers.onMessage('PONG')
    }
    expect(new Set(brief(events))).toEqual(new Set(['book-proven a #1', 'book-proven b #1']))
    expect(calls.length).toBe(4)
    expect(feed.stats()).toMatchObject({ gaps: 0, deadSubscriptions: 0 })
    await feed.close()
  })

  test('a token that someone is about to decide on is proven at once, once a second at the most', async () => {
    const { feed, clock, accept, events, calls } = createScriptedFeed()
    accept()
    await clock.advanceAsync(5_000)
    events.length = 0
    feed.prove([a, tokenId('nobody')])
    feed.prove([a])
    await clock.advanceAsync(100)
    feed.prove([a])
    await clock.advanceAsync(100)
    expect(calls).toEqual([[a]])
    expect(brief(events)).toEqual(['book-proven a #1'])
    await clock.advanceAsync(1_000)
    feed.prove([a])
    await clock.advanceAsync(100)
    expect(calls).toEqual([[a], [a]])
    await feed.close()
  })

  test('a token that is asked for while a check runs is asked about once that is over', async () => {
    const { feed, clock, accept, events, calls } = createScriptedFeed()
    accept()
    await clock.advanceAsync(5_000)
    events.length = 0
    feed.prove([a])
    feed.prove([tokenId('b')])
    await clock.advanceAsync(100)
    expect(calls).toEqual([[a], ['b']])
    expect(brief(events)).toEqual(['book-proven a #1', 'book-proven b #1'])
    await feed.close()
  })

  const die = async (steps: 'redrive' | 'new-socket' | 'polling') => {
    const story = createScriptedFeed()
    const { clock, accept, socket, rest, sockets, events } = story
    accept()
    const first = socket()
    const pong = async (ms: number): Promise<void> => {
      for (let left = ms; left > 0; left -= 1_000) {
        await clock.advanceAsync(1_000)
        first.handlers.onMessage('PONG')
      }
    }
    await pong(20_000)
    first.handlers.onMessage(bookFrame('b', clock.now()))
    rest.set(a, reading(a, clock.now(), '0.47'))
    events.length = 0
    await pong(10_000)
    expect(brief(events)).toEqual(['stale a witness-differs 0'])
    await pong(3_000)
    expect(first.sent.slice(-2)).toEqual(['unsub a', 'more a'])
    if (steps === 'redrive') first.handlers.onMessage(bookFrame('a', clock.now(), '0.47'))
    else {
      await pong(5_000)
      expect(sockets).toHaveLength(2)
      if (steps === 'new-socket') accept()
      else socket().handlers.onOpen()
    }
    if (steps !== 'polling') await pong(1_000)
    else await pong(10_000)
    return { ...story, pong }
  }

  test('a dead subscription is asked for again', async () => {
    const { feed, events } = await die('redrive')
    expect(brief(events).slice(-2)).toEqual(['book-snapshot a #2', 'live a data 0'])
    expect(feed.stats()).toMatchObject({
      deadSubscriptions: 1,
      recoveries: { redrive: 1, 'new-socket': 0 },
    })
    expect(feed.status()).toMatchObject({ recovering: 0, route: 'websocket' })
    await feed.close()
  })

  test('when that does not help it gets a new socket, and the healthy tokens keep theirs', async () => {
    const { feed, events, sockets } = await die('new-socket')
    expect(brief(events).at(-1)).toBe('live a data 0')
    expect(feed.stats().recoveries).toEqual({ redrive: 0, 'new-socket': 1 })
    expect(sockets[0]?.state()).toBe('open')
    expect(feed.status().connections.map((one) => one.tokens)).toEqual([1, 1])
    await feed.close()
  })

  test('when that does not help it is polled, and its subscription is tried again later', async () => {
    const { feed, events, pong, sockets, accept } = await die('polling')
    expect(brief(events)).toContain('polling-fast a polled 0')
    expect(feed.status()).toMatchObject({ route: 'mixed', recovering: 1 })
    await pong(65_000)
    expect(sockets.length).toBeGreaterThan(2)
    accept()
    await pong(2_000)
    expect(feed.status()).toMatchObject({ route: 'websocket', recovering: 0 })
    await feed.close()
  })

  test('a level that was lost among others is found by the audit', async () => {
    const { feed, clock, accept, socket, rest, events } = createScriptedFeed({ auditSeconds: 60 })
    accept()
    for (let i = 1; i <= 62; i++) {
      await clock.advanceAsync(1_000)
      for (const token of tokens('a', 'b')) {
        socket().handlers.onMessage(bookFrame(token, clock.now()))
        rest.set(token, reading(token, clock.now(), token === a && i >= 50 ? '0.47' : '0.48'))
      }
    }
    expect(brief(events)).toContain('stale a witness-differs 0')
    expect(brief(events).join()).not.toContain('stale b')
    expect(feed.stats().witness).toMatchObject({ equal: 1, newer: 1 })
    await feed.close()
  })

  test('a token whose first book never comes is found by REST', async () => {
    const { feed, clock, socket } = createScriptedFeed()
    socket().handlers.onOpen()
    socket().handlers.onMessage(bookFrame('b', clock.now()))
    await clock.advanceAsync(12_000)
    expect(socket().sent.slice(-2)).toEqual(['unsub a', 'more a'])
    expect(feed.status().recovering).toBe(1)
    await feed.close()
  })

  test('a token that has no book anywhere is left in peace', async () => {
    const { feed, clock, socket, rest } = createScriptedFeed()
    rest.delete(a)
    socket().handlers.onOpen()
    socket().handlers.onMessage(bookFrame('b', clock.now()))
    await clock.advanceAsync(25_000)
    expect(feed.status().recovering).toBe(0)
    expect(socket().sent).toEqual(['sub a,b', 'PING', 'PING'])
    await feed.close()
  })

  test('a token that lost its book at the venue too is left in peace until it has one again', async () => {
    const { feed, clock, accept, socket, rest, events, sockets } = createScriptedFeed({
      connection: { backoff: { baseMs: 1_000, maxMs: 1_000 } },
    })
    accept()
    rest.delete(a)
    socket().handlers.onClose(1006, '')
    await clock.advanceAsync(1_000)
    socket().handlers.onOpen()
    socket().handlers.onMessage(bookFrame('b', clock.now()))
    const pong = async (seconds: number): Promise<void> => {
      for (let i = 0; i < seconds; i++) {
        await clock.advanceAsync(1_000)
        socket().handlers.onMessage('PONG')
      }
    }
    await pong(160)
    expect(sockets).toHaveLength(2)
    expect(socket().sent).not.toContain('more a')
    expect(brief(events).at(-1)).not.toContain('live a')
    rest.set(a, reading(a, clock.now()))
    await pong(35)
    expect(feed.status().recovering).toBe(1)
    await feed.close()
  })

  test('a patient whose book is gone at the venue is given up', async () => {
    const { feed, events, rest, pong } = await die('polling')
    expect(feed.status().recovering).toBe(1)
    rest.delete(a)
    await pong(6_000)
    expect(brief(events)).toContain('down a no-book-at-venue 0')
    expect(feed.status().recovering).toBe(0)
    await feed.close()
  })

  test('without a witness a silent market becomes stale, and the gap is told when data comes', async () => {
    const story = createScriptedFeed()
    const { clock, accept, socket, events, problems, feed } = story
    story.fail(failed())
    accept()
    events.length = 0
    for (let i = 0; i < 7; i++) {
      await clock.advanceAsync(10_000)
      socket().handlers.onMessage('PONG')
    }
    expect(brief(events)).toEqual(['stale a silent 0', 'stale b silent 0'])
    expect(problems.every(({ kind }) => kind === 'witness-failed')).toBe(true)
    socket().handlers.onMessage(bookFrame('a', clock.now()))
    expect(brief(events).slice(2)).toEqual(['book-snapshot a #2', 'live a gap-ended 70'])
    expect(feed.stats()).toMatchObject({ gaps: 1, gapSeconds: 70 })
    await feed.close()
  })

  test('a market that settles while its data is dead is no patient any more', async () => {
    const { feed, clock, accept, socket, rest } = createScriptedFeed()
    accept()
    rest.set(a, reading(a, START + 1, '0.4'))
    for (let i = 0; i < 35; i++) {
      await clock.advanceAsync(1_000)
      socket().handlers.onMessage('PONG')
    }
    expect(feed.status().recovering).toBe(1)
    const resolved = {
      kind: 'market-resolved',
      market: 'm',
      tokens: ['a', 'b'],
      winner: 'a',
      venueAt: START,
    }
    socket().handlers.onMessage(JSON.stringify([resolved]))
    expect(feed.status()).toMatchObject({ recovering: 0, connections: [] })
    await feed.close()
  })
})
