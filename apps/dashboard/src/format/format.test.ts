import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cents, fixed, percent, plainNumber, toneOf, usd } from './money.js'
import { age, duration, relativeTime } from './relative-time.js'
import { plural, shortWallet, title, words } from './words.js'

describe('money', () => {
  test.each([
    ['1012.444', false, '$1,012.44'],
    ['12.44', true, '+$12.44'],
    ['-1.927', true, '−$1.93'],
    ['-0.001', true, '$0.00'],
    ['0', true, '$0.00'],
    ['', false, '–'],
    ['not a number', false, '–'],
    [null, false, '–'],
  ])('%s (signed: %s) reads %s', (value, signed, expected) => {
    expect(usd(value, signed)).toBe(expected)
  })

  test('a sign is written exactly when the colour says so too', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), (value) => {
        const sign = usd(value, true)[0]
        const tone = toneOf(value)
        expect(sign).toBe(tone === 'good' ? '+' : tone === 'bad' ? '−' : '$')
      }),
      { examples: [[0.005], [-0.005], [0.0049999], [0]] },
    )
  })

  test('prices, parts and plain numbers', () => {
    expect([cents(0.46), cents(0.999), cents(null)]).toEqual(['46.0¢', '99.9¢', '–'])
    expect([percent(0.614), percent(0.971, 1), percent(null)]).toEqual(['61%', '97.1%', '–'])
    expect([plainNumber(1.5), plainNumber(100), plainNumber(0), plainNumber(1.43)]).toEqual([
      '1.5',
      '100',
      '0',
      '1.43',
    ])
    expect([fixed(-0.4), fixed(Number.NaN), fixed(12_345.6)]).toEqual(['0', '–', '12,346'])
  })
})

describe('time', () => {
  test.each([
    [0, '0 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [61_000, '1 min'],
    [3_600_000, '1 h'],
    [12_000_000, '3 h 20 min'],
    [90_000_000, '1 d 1 h'],
    [-5, '0 s'],
  ])('%i ms last %s', (millis, expected) => {
    expect(duration(millis)).toBe(expected)
  })

  test('ago, soon and now', () => {
    expect(relativeTime(1_000_000, 1_012_000)).toBe('12 s ago')
    expect(relativeTime(1_240_000, 1_000_000)).toBe('in 4 min')
    expect(relativeTime(1_000_000, 1_000_900)).toBe('now')
    expect([age(420), age(8_700), age(12_000), age(null)]).toEqual([
      '0.42 s',
      '8.70 s',
      '12 s',
      '–',
    ])
  })
})

test('counted names read as words', () => {
  expect(words('too-many-trades-this-hour')).toBe('too many trades this hour')
  expect(title('market-only')).toBe('Market only')
  expect(words('minConfidence')).toBe('min confidence')
  expect([plural(1, 'trade'), plural(8411, 'trade')]).toEqual(['1 trade', '8,411 trades'])
  expect(shortWallet('0x8f3b2c91d7aa04e5b61f00c2e91a77d35c10b2e4')).toBe('0x8f3b…b2e4')
})
