import { expect, test } from 'vitest'
import { readDate } from './read-date.js'
import { readTime } from './read-time.js'

const noon = Date.parse('2026-01-23T12:30:00Z')

test('reads every way in which the venue writes a date', () => {
  for (const text of [
    '2026-01-23T12:30:00Z',
    '2026-01-23T12:30:00.000000Z',
    '2026-01-23 12:30:00+00',
    '2026-01-23 12:30:00+00:00',
    '2026-01-23T18:00:00+0530',
    '2026-01-23 12:30:00',
    '2026-01-23T12:30',
  ]) {
    expect(readDate(text), text).toBe(noon)
  }
  expect(readDate('2026-01-23')).toBe(Date.parse('2026-01-23T00:00:00Z'))
})

test('reads nothing into what is no date', () => {
  for (const value of ['', 'soon', '2026-13-01', '2026-01-23T25:00:00Z', 5, null, undefined, {}]) {
    expect(readDate(value)).toBeUndefined()
  }
})

test('reads a row’s time from seconds, milliseconds or a date, as number or text', () => {
  for (const value of [
    noon / 1000,
    noon,
    String(noon / 1000),
    String(noon),
    '2026-01-23 12:30:00',
  ]) {
    expect(readTime(value), String(value)).toBe(noon)
  }
  for (const value of [0, -5, Number.NaN, '', 'x', null]) expect(readTime(value)).toBeUndefined()
})
