import { buildMarket } from '@bot/core/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { auditCover } from '../verify/audit-cover.js'
import { classifySet } from './classify-set.js'
import { coversLine } from './covers-line.js'
import { parseBucket } from './parse-bucket.js'
import { readLine } from './read-line.js'

const setOf = (labels: readonly string[], eventTitle = 'Highest temperature?') =>
  labels.map((label, index) =>
    buildMarket(`m${index}`, {
      label,
      eventTitle,
      negRisk: { group: 'g', augmented: true, role: 'named', feeBips: 0 },
    }),
  )

test.each([
  ['46-47°F', { low: 46, high: 47 }],
  ['7°C', { low: 7, high: 7 }],
  ['45°F or below', { low: undefined, high: 45 }],
  ['-4°C or higher', { low: -4, high: undefined }],
  ['-5--3°C', { low: -5, high: -3 }],
  ['≤40°F', { low: undefined, high: 40 }],
  ['≥50', { low: 50, high: undefined }],
  ['<14m sq km', { low: undefined, high: 14, highClosed: false }],
  ['15m+ sq km', { low: 15, high: undefined, lowClosed: true }],
  ['14-14.2m sq km', { low: 14, high: 14.2 }],
  ['1.15–1.19ºC', { low: 1.15, high: 1.19, decimals: 2 }],
  ['>6"', { low: 6, lowClosed: false }],
  ['$1,000 to $2,000', { low: 1_000, high: 2_000 }],
])('reads %s', (label, expected) => {
  const bucket = parseBucket(label)
  const inUnits = Object.fromEntries(
    Object.entries(expected).map(([key, value]) => [
      key,
      typeof value === 'number' && key !== 'decimals' ? Math.round(value * 1e6) : value,
    ]),
  )
  expect(bucket).toMatchObject(inUnits)
})

test.each(['Ann', 'by June', 'June 30', '4th or lower than 3', '', '5 or below or above', '9-7'])(
  'does not read %s as an interval of a bare unit',
  (label) => {
    const bucket = parseBucket(label)
    expect(bucket === undefined || bucket.unit !== '').toBe(true)
  },
)

test.each([
  ['degrees', ['41°F or below', '42-43°F', '44-45°F', '46°F or higher'], true],
  ['touching ranges', ['<14m sq km', '14-14.2m sq km', '14.2-14.4m sq km', '14.4m+ sq km'], true],
  ['hundredths', ['<1.00ºC', '1.00–1.04ºC', '1.05–1.09ºC', '>1.09ºC'], true],
  ['a missing bucket', ['41°F or below', '44-45°F', '46°F or higher'], false],
  ['no top', ['41°F or below', '42-43°F'], false],
  ['a value that both sides exclude', ['<5', '>5'], false],
  ['two units', ['<5k', '5-9k', '10m+'], false],
  ['bare numbers that end below', ['1', '2', '3', '4 or lower'], false],
  ['ordinals', ['1st hottest', '2nd hottest', '3rd or lower'], true],
  ['ordinals without the second', ['1st', '3rd', '4th or lower'], false],
  ['ordinals without an end', ['1st', '2nd', '3rd'], false],
  ['ordinals whose open place is in the middle', ['1st', '2nd or lower', '3rd'], false],
  ['cumulative places', ['Top 1', 'Top 2', 'Top 3'], false],
  ['thousands and millions', ['<250k', '250-500k', '500k-1m', '1-1.25m', '1.25m+'], true],
  ['billions and trillions', ['<$100b', '$100–500b', '$500b–1t', '$1–2t', '$2t+'], true],
  ['thousands with a hole between', ['<60k', '60-69k', '70-79k', '80k+'], false],
  ['a magnitude left out', ['<250k', '250-500k', '1m+'], false],
  ['percents that touch', ['<30%', '30-35%', '35%+'], true],
  ['whole percents with room between', ['<30%', '30-34%', '35%+'], false],
  ['tenths of percents', ['<30.0%', '30.0-34.9%', '35.0%+'], true],
  ['years that touch', ['<5 years', '5-10 years', '10+ years'], true],
  ['years with room between', ['<5 years', '5-9 years', '10+ years'], false],
  ['dollars with room between', ['<$50', '$50-59', '$60+'], false],
  ['dates that may never come', ['Before June', 'June', 'July or later'], false],
  ['dates and never', ['Before June', 'June', 'July or later', 'Never'], true],
  ['months of a year and not in it', ['Before June 2026', 'June 2026', 'Not by June 2026'], true],
  [
    'quarters and not in the year',
    ['Q1 2026', 'Q2 2026', 'Q3 2026', 'Q4 2026', 'Not in 2026'],
    true,
  ],
  ['a month left out', ['Before June', 'July', 'August or later', 'Never'], false],
  ['months around a new year', ['Before December', 'January or later', 'Never'], false],
  ['dates with and without a year', ['Before June', 'June 2026', 'July or later', 'Never'], false],
  ['a month and a name', ['Before June', 'Ann', 'Never'], false],
])('decides whether labels cover the line: %s', (_what, labels, expected) => {
  expect(classifySet(setOf(labels)).exhaustive).toBe(expected)
  expect(auditCover(setOf(labels))).toBe(expected)
})

test('a count needs nothing below 0, anything else does', () => {
  const labels = ['0', '1', '2', '3+']
  expect(classifySet(setOf(labels, 'How many earthquakes?')).exhaustive).toBe(true)
  expect(classifySet(setOf(labels, 'Temperature increase?')).exhaustive).toBe(false)
  expect(classifySet(setOf(['1', '2+'], 'How many earthquakes?')).exhaustive).toBe(false)
})

test.each([
  ['How many seats?', ['None', '1-5', '6+'], true],
  ['Number of seats won?', ['0-9', '10-19', '20+'], true],
  ['How many seats will they gain?', ['0-9', '10-19', '20+'], false],
  ['Vote share of the first party?', ['0-25%', '25-50%', '50-75%', '75-100%'], true],
  ['Vote share of the first party?', ['0-25%', '25-50%', '50-75%', '75-99%'], false],
  ['Margin of victory?', ['0-25%', '25-50%', '50-100%'], false],
  ['How many points will they win by?', ['0-9', '10+'], false],
  ['Vote share?', ['<30.0%', '30.0-34.9%', '35.0%+'], false],
  ['Turnout?', ['<40%', '40-50%', '>50%'], true],
  ['Where will 2026 rank among the hottest years?', ['1', '2', '3 or lower'], true],
  ['Where will 2026 rank among the hottest years?', ['1', '2', '3 or higher'], false],
  ['Who wins?', ['None', '1-5', '6+'], false],
  ['Where does Ann finish in the grand prix?', ['1st', '2nd', '3rd or lower'], false],
])('what is asked decides where the line ends: %s %j', (title, labels, expected) => {
  expect(classifySet(setOf(labels, title)).exhaustive).toBe(expected)
  expect(auditCover(setOf(labels, title))).toBe(expected)
})

test('a doubt says what no label answers', () => {
  expect(classifySet(setOf(['Before June', 'June', 'July or later'])).why).toBe(
    'labels cover every date, but nothing says what wins when it never comes',
  )
})

test('markets outside one group do not exclude each other, and a ladder is called so', () => {
  const ladder = ['by June 30', 'by July 31'].map((label, i) => buildMarket(`m${i}`, { label }))
  expect(classifySet(ladder)).toEqual({
    exclusive: false,
    exhaustive: false,
    why: 'cumulative ladder: one outcome implies the next',
  })
  const mixed = [...setOf(['<1']), buildMarket('x', { label: '≥1' })]
  expect(classifySet(mixed).exclusive).toBe(false)
  expect(classifySet([]).exclusive).toBe(false)
})

const partition = fc
  .tuple(
    fc.integer({ min: -50, max: 50 }),
    fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 8 }),
    fc.boolean(),
  )
  .map(([start, widths, touch]) => {
    const labels = [`${touch ? '<' : '≤'}${start}`]
    let at = touch ? start : start + 1
    for (const width of widths) {
      labels.push(width === 0 && !touch ? `${at}` : `${at} to ${at + width}`)
      at += touch ? width : width + 1
    }
    return [...labels, `≥${at}`]
  })

test('any partition of the line is covered; without any one of its buckets it is not', () => {
  fc.assert(
    fc.property(partition, fc.nat(), (labels, pick) => {
      expect(classifySet(setOf(labels)).exhaustive).toBe(true)
      const lacking = labels.filter((_label, index) => index !== pick % labels.length)
      const [removed] = labels.filter((label) => !lacking.includes(label))
      if (removed === undefined || / to /.test(removed) || !/^[<≤≥]/.test(removed)) return
      expect(classifySet(setOf(lacking)).exhaustive).toBe(false)
    }),
  )
})

const bucketLabel = fc.oneof(
  fc.integer({ min: -3, max: 6 }).map((n) => `≤${n}`),
  fc.integer({ min: -3, max: 6 }).map((n) => `<${n}`),
  fc.integer({ min: -3, max: 6 }).map((n) => `≥${n}`),
  fc.integer({ min: -3, max: 6 }).map((n) => `>${n}`),
  fc.tuple(fc.integer({ min: -3, max: 6 }), fc.nat(3)).map(([n, w]) => `${n} to ${n + w}`),
  fc.integer({ min: -3, max: 6 }).map((n) => `${n}.5`),
)

const months = ['March', 'April', 'May', 'June']
const dateLabel = fc.oneof(
  fc.constantFrom(...months),
  fc.constantFrom(...months).map((month) => `Before ${month}`),
  fc.constantFrom(...months).map((month) => `${month} or later`),
  fc.constantFrom('Never', 'Not by April', 'After May'),
)
const bigLabel = fc.oneof(
  fc.integer({ min: 0, max: 3 }).map((n) => `<${n}m`),
  fc.integer({ min: 0, max: 3 }).map((n) => `${n * 500}k+`),
  fc.tuple(fc.integer({ min: 0, max: 3 }), fc.nat(2)).map(([n, w]) => `${n}-${n + w}m`),
  fc.integer({ min: 1, max: 9 }).map((n) => `${n * 100}k-1m`),
)
const placeLabel = fc.oneof(
  fc.constantFrom('1st', '2nd', '3rd', '4th'),
  fc.constantFrom('2nd or lower', '3rd or lower', '5th or lower'),
)

test.each([
  ['dates', dateLabel],
  ['magnitudes', bigLabel],
  ['places', placeLabel],
] as const)('for %s, joining and trying come to the same', (_kind, label) => {
  const seen = { covered: 0, open: 0 }
  fc.assert(
    fc.property(fc.uniqueArray(label, { minLength: 1, maxLength: 8 }), (labels) => {
      const { exhaustive } = classifySet(setOf(labels))
      expect(auditCover(setOf(labels))).toBe(exhaustive)
      seen[exhaustive ? 'covered' : 'open'] += 1
    }),
    { numRuns: 1_500 },
  )
  expect(seen.covered).toBeGreaterThan(0)
  expect(seen.open).toBeGreaterThan(100)
})

test('joining intervals and trying values come to the same for any labels', () => {
  const seen = { covered: 0, open: 0 }
  fc.assert(
    fc.property(
      fc.array(bucketLabel, { minLength: 1, maxLength: 7 }),
      fc.boolean(),
      (labels, counts) => {
        const markets = setOf(labels, counts ? 'How many?' : 'What?')
        const line = readLine(markets)
        expect(line?.buckets).toHaveLength(labels.length)
        const covered = line !== undefined && coversLine(line)
        expect(auditCover(markets)).toBe(covered)
        seen[covered ? 'covered' : 'open'] += 1
      },
    ),
    { numRuns: 1_000 },
  )
  expect(seen.covered).toBeGreaterThan(20)
  expect(seen.open).toBeGreaterThan(100)
})

test.each([
  ['dates after "by"', ['January 31', 'March 31'], 'Quake by...?', true],
  ['years after "before"', ['2027', '2028'], 'Landing before …?', true],
  ['numbers after "above"', ['110,000', '$112.5k'], 'Coin above ___ on Friday?', true],
  ['numbers of goals', ['1', '2'], 'How many goals?', false],
  ['days of a game', ['January 31', 'March 31'], 'On which day is the final?', false],
  ['places that hold each other', ['Top 5', 'Top 10'], 'Where does Ann finish?', true],
  ['names', ['Ann', 'Ben'], 'Who resigns by...?', false],
])('%s without a group are a ladder: %s', (_, labels, eventTitle, ladder) => {
  const markets = setOf(labels, eventTitle).map((market) => ({
    ...market,
    negRisk: 'none' as const,
  }))
  expect(classifySet(markets)).toEqual({
    exclusive: false,
    exhaustive: false,
    why: ladder ? 'cumulative ladder: one outcome implies the next' : 'not one negRisk group',
  })
})

test('dates are a ladder as well when only the questions say "by"', () => {
  const markets = ['June 30', 'December 31'].map((label, index) =>
    buildMarket(`q${index}`, { label, question: `Ceasefire by ${label}?`, negRisk: 'none' }),
  )
  expect(classifySet(markets).why).toBe('cumulative ladder: one outcome implies the next')
})
