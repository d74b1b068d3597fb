import { bestAsk, bestBid, marketId, parsePrice, timeMs, tokenId } from '@bot/core'
import { describe, expect, test } from 'vitest'
import { book, brief, change, changes, trade } from '../fixtures/updates.js'
import { createBookTracker } from './book-tracker.js'

const at = timeMs
const yes = tokenId('yes')
const opening = [
  book('yes', 1_000, [['0.48', '10']], [['0.52', '10']]),
  book('no', 1_000, [['0.48', '10']], [['0.52', '10']]),
]
const started = () => {
  const tracker = createBookTracker()
  tracker.apply(opening, at(1_000))
  return tracker
}

describe('books and epochs', () => {
  test('the first whole book of a token is epoch 1 and makes it live', () => {
    const events = createBookTracker().apply(opening.slice(0, 1), at(1_005))
    expect(brief(events)).toEqual(['book-snapshot yes #1', 'live yes data 0'])
    expect(events[0]).toMatchObject({ at: 1_005, venueAt: 1_000 })
  })

  test('a book sent again on the same connection is a snapshot of the same epoch', () => {
    const tracker = started()
    const events = tracker.apply([book('yes', 2_000, [['0.47', '5']], [])], at(2_000))
    expect(brief(events)).toEqual(['book-snapshot yes #1'])
  })

  test('a reconnect makes books stale and the next whole book starts an epoch', () => {
    const tracker = started()
    expect(brief(tracker.closed(at(2_000)))).toEqual([
      'stale yes disconnected 0',
      'stale no disconnected 0',
    ])
    expect(brief(tracker.opened(at(3_000)))).toEqual([])
    const lost = changes(3_001, change('yes', 'bid', '0.49', '1'))
    expect(tracker.apply([lost], at(3_001))).toEqual([])
    expect(brief(tracker.apply(opening.slice(0, 1), at(3_002)))).toEqual([
      'book-snapshot yes #2',
      'live yes data 0',
    ])
    expect(tracker.counters().dropped).toEqual({ 'change-before-book': 1 })
  })

  test('a book that comes over another connection starts an epoch', () => {
    const tracker = createBookTracker()
    tracker.apply(opening, at(1_000), 'a')
    expect(brief(tracker.apply(opening.slice(0, 1), at(1_100), 'b'))).toEqual([
      'book-snapshot yes #2',
    ])
    const old = changes(1_200, change('yes', 'bid', '0.49', '1'))
    expect(tracker.apply([old], at(1_200), 'a')).toEqual([])
    expect(tracker.counters().dropped).toEqual({ 'change-from-another-connection': 1 })
  })

  test('one message makes one delta a token, all of the same venue time', () => {
    const events = started().apply(
      [
        changes(
          1_500,
          change('yes', 'bid', '0.49', '5'),
          change('no', 'ask', '0.51', '5'),
          change('yes', 'bid', '0.48', '0'),
        ),
      ],
      at(1_510),
    )
    expect(brief(events)).toEqual(['book-delta yes #1', 'book-delta no #1'])
    expect(events.map((e) => e.venueAt)).toEqual([1_500, 1_500])
    expect(events[0]?.event).toMatchObject({ changes: [{ size: 5_000_000 }, { size: 0 }] })
  })

  test('a token that is not accepted leaves no trace but a count', () => {
    const tracker = createBookTracker({ accepts: (token) => token === yes })
    tracker.apply(opening, at(1_000))
    tracker.apply([changes(1_100, change('no', 'bid', '0.4', '1')), trade('no', 1_100)], at(1_100))
    expect(tracker.counters().dropped).toEqual({ 'token-not-watched': 3 })
    expect(tracker.book(tokenId('no'))).toBeUndefined()
  })
})

describe('what the venue repeats or reorders', () => {
  test('a repeated change proves life and is applied once, also after newer changes', () => {
    const tracker = started()
    const first = changes(1_500, change('yes', 'bid', '0.49', '5'))
    tracker.apply([first], at(1_500))
    tracker.apply([changes(1_600, change('yes', 'bid', '0.49', '0'))], at(1_600))
    expect(brief(tracker.apply([first], at(1_700)))).toEqual(['book-proven yes #1'])
    expect(tracker.counters()).toMatchObject({ duplicates: 1, backwards: 0, deltas: 2 })
    expect(tracker.mode(yes)).toBe('live')
  })

  test('a level that goes and comes back within a millisecond is no repeat', () => {
    const tracker = started()
    const there = changes(1_500, change('yes', 'bid', '0.49', '5'))
    const gone = changes(1_500, change('yes', 'bid', '0.49', '0'))
    tracker.apply([there, gone, there], at(1_500))
    expect(bestBid(tracker.book(yes) ?? never())).toBe(4_900)
    expect(brief(tracker.apply([there], at(1_501)))).toEqual(['book-proven yes #1'])
    expect(tracker.counters()).toMatchObject({ duplicates: 1, deltas: 3 })
  })

  test('a settled market may be silent', () => {
    const tracker = started()
    const [winner, loser] = [yes, tokenId('no')]
    const market = marketId('m')
    const tokens = [winner, loser]
    tracker.apply(
      [{ kind: 'market-resolved', market, tokens, winner, venueAt: at(1_500) }],
      at(1_500),
    )
    expect(tracker.advance(at(900_000))).toEqual([])
  })

  test('a repeated old book does not undo the changes since', () => {
    const tracker = started()
    tracker.apply([changes(1_500, change('yes', 'bid', '0.49', '5'))], at(1_500))
    expect(brief(tracker.apply(opening.slice(0, 1), at(1_600)))).toEqual(['book-proven yes #1'])
    expect(bestBid(tracker.book(yes) ?? never())).toBe(4_900)
  })

  test('a new change with an older venue time is applied, counted, and the book doubted', () => {
    const tracker = started()
    tracker.apply([changes(1_500, change('yes', 'bid', '0.49', '5'))], at(1_500))
    const events = tracker.apply([changes(1_400, change('yes', 'bid', '0.5', '5'))], at(1_501))
    expect(brief(events)).toEqual(['book-delta yes #1', 'stale yes venue-time-backwards 0'])
    expect(tracker.counters().backwards).toBe(1)
    expect(tracker.wanted(at(1_502)).size).toBe(0)
    expect([...tracker.wanted(at(3_600))]).toEqual([['yes', 'venue-time-backwards']])
    const cured = tracker.apply([book('yes', 1_600, [], [])], at(3_700))
    expect(brief(cured)).toEqual(['book-snapshot yes #1', 'live yes data 0'])
    expect(tracker.wanted(at(9_000)).size).toBe(0)
  })

  test('an older book that shows the same levels is no reason to doubt', () => {
    const tracker = started()
    tracker.apply([changes(1_500, change('yes', 'bid', '0.48', '10'))], at(1_500))
    const again = book('yes', 1_400, [['0.48', '10']], [['0.52', '10']])
    expect(brief(tracker.apply([again], at(1_501)))).toEqual(['book-snapshot yes #1'])
    expect(tracker.counters()).toMatchObject({ backwards: 1, unchanged: 1 })
  })

  test('a printed trade with the same transaction is emitted once, one without always', () => {
    const tracker = started()
    const events = tracker.apply(
      [
        trade('yes', 1_100, '0x1'),
        trade('yes', 1_100, '0x1'),
        trade('yes', 1_100),
        trade('yes', 1_100),
      ],
      at(1_100),
    )
    expect(brief(events)).toEqual(Array(3).fill('trade-printed yes'))
    expect(tracker.counters()).toMatchObject({ trades: 3, duplicates: 1 })
  })
})

describe('cross-checks', () => {
  test('a best price that is not ours makes the book stale until it agrees again', () => {
    const tracker = started()
    const wrong = changes(1_500, change('yes', 'bid', '0.4', '5', { bid: '0.49', ask: '0.52' }))
    expect(brief(tracker.apply([wrong], at(1_500)))).toEqual([
      'book-delta yes #1',
      'stale yes best-price-mismatch 0',
    ])
    const still = changes(1_600, change('yes', 'bid', '0.41', '5', { bid: '0.49', ask: '0.52' }))
    expect(brief(tracker.apply([still], at(1_600)))).toContain('stale yes best-price-mismatch 0')
    const right = changes(1_700, change('yes', 'bid', '0.49', '5', { bid: '0.49', ask: '0.52' }))
    expect(brief(tracker.apply([right], at(1_700)))).toEqual([
      'book-delta yes #1',
      'live yes data 0',
    ])
    expect(tracker.counters().bestMismatches).toBe(2)
  })

  test('a lasting mismatch asks for the book again', () => {
    const tracker = started()
    tracker.apply([changes(1_500, change('yes', 'bid', '0.4', '5', { bid: '0.49' }))], at(1_500))
    expect([...tracker.wanted(at(3_500)).keys()]).toEqual(['yes'])
  })

  test('an empty side is stated as 0 or 1', () => {
    const tracker = started()
    const emptied = changes(
      1_500,
      change('yes', 'bid', '0.48', '0', { bid: '0', ask: '0.52' }),
      change('yes', 'ask', '0.52', '0', { bid: '0', ask: '1' }),
    )
    tracker.apply([emptied], at(1_500))
    expect(tracker.counters().bestMismatches).toBe(0)
  })

  test('a best price message may run ahead of its change, but not for long', () => {
    const tracker = started()
    const best = {
      kind: 'best' as const,
      token: yes,
      market: marketId('m'),
      venueAt: at(1_500),
      bestBid: parsePrice('0.49'),
    }
    expect(tracker.apply([best], at(1_500))).toEqual([])
    tracker.apply([changes(1_500, change('yes', 'bid', '0.49', '5'))], at(1_510))
    expect(tracker.advance(at(4_000))).toEqual([])
    tracker.apply([{ ...best, venueAt: at(5_000), bestBid: parsePrice('0.5') }], at(5_000))
    expect(brief(tracker.advance(at(7_001)))).toEqual(['stale yes best-price-mismatch 0'])
  })
})

describe('ticks and resolutions', () => {
  test('a tick change is told once, and the next whole book starts an epoch', () => {
    const tracker = createBookTracker()
    tracker.apply([book('yes', 1_000, [], [['0.97', '5']], { tick: '0.01' })], at(1_000))
    const tick = {
      kind: 'tick-size' as const,
      token: yes,
      market: marketId('m'),
      venueAt: at(2_000),
      tick: parsePrice('0.001'),
    }
    expect(brief(tracker.apply([tick, tick], at(2_000)))).toEqual(['tick-changed'])
    expect([...tracker.wanted(at(4_000))]).toEqual([['yes', 'tick-changed']])
    const next = book('yes', 2_100, [], [['0.971', '5']], { tick: '0.001' })
    expect(brief(tracker.apply([next], at(2_100)))).toEqual(['book-snapshot yes #2'])
    expect(tracker.wanted(at(9_000)).size).toBe(0)
  })

  test('a book of another tick than known tells the change', () => {
    const tracker = createBookTracker()
    tracker.apply([book('yes', 1_000, [], [], { tick: '0.01' })], at(1_000))
    const events = tracker.apply([book('yes', 2_000, [], [], { tick: '0.001' })], at(2_000))
    expect(brief(events)).toEqual(['tick-changed', 'book-snapshot yes #2'])
  })

  test('a resolution pays the winner a dollar, once', () => {
    const tracker = started()
    const resolved = {
      kind: 'market-resolved' as const,
      market: marketId('m'),
      tokens: [yes, tokenId('no')],
      winner: tokenId('no'),
      venueAt: at(2_000),
    }
    const events = tracker.apply([resolved, resolved], at(2_000))
    expect(events).toHaveLength(1)
    expect(events[0]?.event).toMatchObject({ payouts: [0, 1_000_000] })
    expect(tracker.isResolved(yes)).toBe(true)
    expect(
      tracker.apply([{ ...resolved, market: marketId('x'), winner: tokenId('z') }], at(3_000)),
    ).toEqual([])
    expect(tracker.counters().dropped).toEqual({ 'winner-is-no-outcome': 1 })
  })

  test('an execution passes through', () => {
    const report = { order: 'o' as never, status: 'open' as const }
    const events = createBookTracker().apply([{ kind: 'execution', report, venueAt: at(5) }], at(6))
    expect(events).toEqual([{ at: 6, venueAt: 5, event: { type: 'execution', report } }])
  })
})

describe('silence', () => {
  test('a gap is counted once a market and told with each token’s next data', () => {
    const tracker = started()
    const later = 1_000 + 61_000
    const events = tracker.apply([changes(later, change('yes', 'bid', '0.4', '1'))], at(later))
    expect(brief(events)).toEqual(['book-delta yes #1', 'live yes gap-ended 61'])
    const sibling = tracker.apply([changes(later, change('no', 'bid', '0.4', '1'))], at(later + 5))
    expect(brief(sibling)).toEqual(['book-delta no #1', 'live no gap-ended 61'])
    expect(tracker.counters()).toMatchObject({ gaps: 1, gapSeconds: 61 })
    const whole = book('yes', later + 10, [], [])
    expect(brief(tracker.apply([whole], at(later + 10)))).toEqual(['book-snapshot yes #2'])
  })

  test('sixty seconds are not yet a gap', () => {
    const tracker = started()
    tracker.apply([changes(61_000, change('yes', 'bid', '0.4', '1'))], at(61_000))
    expect(tracker.counters().gaps).toBe(0)
  })

  test('passing time makes a silent market stale, and data makes it live again', () => {
    const tracker = started()
    expect(tracker.advance(at(61_000))).toEqual([])
    expect(brief(tracker.advance(at(61_001)))).toEqual(['stale yes silent 0', 'stale no silent 0'])
    expect(tracker.advance(at(62_000))).toEqual([])
    const events = tracker.apply([changes(70_000, change('yes', 'bid', '0.4', '1'))], at(70_000))
    expect(brief(events)).toEqual(['book-delta yes #1', 'live yes gap-ended 69'])
    expect(tracker.book(yes)?.status).toBe('live')
  })
})

describe('the witness and polling', () => {
  const reading = (venueAt: number, bid: string) => ({
    token: yes,
    market: marketId('m'),
    venueAt: at(venueAt),
    bids: [{ price: parsePrice(bid), size: 10_000_000 as never }],
    asks: [{ price: parsePrice('0.52'), size: 10_000_000 as never }],
  })

  test('an equal REST book proves a quiet one', () => {
    const tracker = started()
    const { verdict, events } = tracker.witness(reading(1_000, '0.48'), at(31_000))
    expect(verdict).toBe('equal')
    expect(brief(events)).toEqual(['book-proven yes #1'])
    expect(tracker.advance(at(80_000))).toEqual([])
  })

  test('a newer REST book makes ours stale, and its levels are not taken over', () => {
    const tracker = started()
    const { verdict, events } = tracker.witness(reading(2_000, '0.47'), at(31_000))
    expect(verdict).toBe('newer')
    expect(brief(events)).toEqual(['stale yes witness-differs 0'])
    expect(bestBid(tracker.book(yes) ?? never())).toBe(4_800)
    expect([...tracker.wanted(at(33_000))]).toEqual([['yes', 'witness-differs']])
  })

  test('the change that REST saw first clears the doubt when it arrives', () => {
    const tracker = started()
    tracker.witness(reading(2_000, '0.47'), at(2_001))
    const early = changes(1_900, change('yes', 'bid', '0.48', '0'))
    expect(brief(tracker.apply([early], at(2_002)))).toContain('stale yes witness-differs 0')
    const seen = changes(2_000, change('yes', 'bid', '0.47', '10'))
    expect(brief(tracker.apply([seen], at(2_003)))).toEqual([
      'book-delta yes #1',
      'live yes data 0',
    ])
  })

  test('a REST book of the same instant that differs is doubted until the book comes anew', () => {
    const tracker = started()
    tracker.witness(reading(1_000, '0.47'), at(31_000))
    const next = changes(32_000, change('yes', 'bid', '0.4', '10'))
    expect(brief(tracker.apply([next], at(32_000)))).toContain('stale yes witness-differs 0')
    const whole = book('yes', 33_000, [['0.47', '10']], [])
    expect(brief(tracker.apply([whole], at(33_000)))).toContain('live yes data 0')
  })

  test('a newer REST book that data has overtaken proves nothing', () => {
    const tracker = started()
    tracker.apply([changes(1_500, change('yes', 'bid', '0.4', '1'))], at(31_000))
    const result = tracker.witness(reading(2_000, '0.47'), at(31_050), at(30_990))
    expect(result).toEqual({ verdict: 'overtaken', events: [] })
  })

  test('an older or unknown REST book proves nothing', () => {
    const tracker = started()
    expect(tracker.witness(reading(900, '0.47'), at(31_000))).toEqual({
      verdict: 'older',
      events: [],
    })
    const unknown = { ...reading(900, '0.47'), token: tokenId('other') }
    expect(tracker.witness(unknown, at(31_000))).toEqual({ verdict: 'no-book', events: [] })
  })

  test('polling emits a snapshot only when the book differs', () => {
    const tracker = started()
    tracker.closed(at(2_000))
    expect(brief(tracker.poll(reading(1_000, '0.48'), 'polling-fast', at(3_000)))).toEqual([
      'book-proven yes #1',
      'polling-fast yes polled 0',
    ])
    expect(brief(tracker.poll(reading(4_000, '0.47'), 'polling-fast', at(8_000)))).toEqual([
      'book-snapshot yes #2',
    ])
    expect(brief(tracker.poll(reading(9_000, '0.46'), 'polling-slow', at(38_000)))).toEqual([
      'book-snapshot yes #2',
      'polling-slow yes polled 0',
    ])
    expect(bestAsk(tracker.book(yes) ?? never())).toBe(5_200)
  })

  test('a polled book older than ours is dropped and counted', () => {
    const tracker = started()
    tracker.closed(at(2_000))
    expect(tracker.poll(reading(900, '0.47'), 'polling-fast', at(3_000))).toEqual([])
    expect(tracker.mode(yes)).toBe('stale')
    expect(tracker.counters().dropped).toEqual({ 'reading-older-than-book': 1 })
  })

  test('a socket takes a polled token back with a new epoch', () => {
    const tracker = createBookTracker()
    tracker.poll(reading(1_000, '0.48'), 'polling-fast', at(1_000))
    expect(brief(tracker.apply(opening.slice(0, 1), at(2_000), 'a'))).toEqual([
      'book-snapshot yes #2',
      'live yes data 0',
    ])
  })

  test('a forgotten token starts anew', () => {
    const tracker = started()
    tracker.forget([yes])
    expect(tracker.book(yes)).toBeUndefined()
    expect(brief(tracker.apply(opening.slice(0, 1), at(2_000)))[0]).toBe('book-snapshot yes #1')
  })
})

const never = (): never => {
  throw new Error('expected a book')
}
