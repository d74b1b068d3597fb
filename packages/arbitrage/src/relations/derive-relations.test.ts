import { eventId, type MarketFacts, timeMs } from '@bot/core'
import { buildMarket } from '@bot/core/testing'
import { describe, expect, test } from 'vitest'
import { buildStates } from './build-states.js'
import { connectedRelations } from './certify-all-relations.js'
import { deriveRelations } from './derive-relations.js'
import { writeState } from './outcome-states.js'

const DAY = 86_400_000
const END = timeMs(1_790_000_000_000)
const event = eventId('e')

const market = (label: string, question: string, parts: Partial<MarketFacts> = {}): MarketFacts =>
  buildMarket(label, { label, question, event, endsAt: END, ...parts })

const steps = (markets: readonly MarketFacts[]) =>
  deriveRelations(markets).map((relation) =>
    relation.kind === 'ladder' ? relation.steps.map(({ market: id }) => id) : relation.kind,
  )

const above = (label: string, parts: Partial<MarketFacts> = {}) =>
  market(label, `Will the price of Bitcoin be above $${label} on September 26 at 4AM ET?`, parts)

describe('thresholds', () => {
  test('above more implies above less', () => {
    expect(steps([above('110,000'), above('109,500'), above('110,500')])).toEqual([
      ['110,500', '110,000', '109,500'],
    ])
  })

  test('a sign of direction is as good as a word', () => {
    const worth = (label: string) => market(label, `Market cap ${label} one day after launch?`)
    expect(steps([worth('>$2B'), worth('>$6B')])).toEqual([['>$6B', '>$2B']])
    expect(steps([worth('<$2B'), worth('<$6B')])).toEqual([['<$2B', '<$6B']])
  })

  test('"reach 2% or lower" has two directions and is none', () => {
    const reach = (label: string) =>
      market(label, `Will the rate reach ${label}% or lower in 2026?`)
    expect(steps([reach('2.5'), reach('2.75')])).toEqual([])
    const fall = (label: string) => market(label, `Will the rate be ${label}% or lower in 2026?`)
    expect(steps([fall('2.5'), fall('2.75')])).toEqual([['2.5', '2.75']])
  })

  test('below less implies below more', () => {
    const below = (label: string) => market(label, `Will unemployment be below ${label}% in June?`)
    expect(steps([below('4.1'), below('4.2')])).toEqual([['4.1', '4.2']])
  })

  test.each([
    [
      'that is reached from above',
      market('109,500', 'Will Bitcoin be above $109,500 or lower on September 26 at 4AM ET?'),
    ],
    ['of another event', above('109,500', { event: eventId('f') })],
    ['with another end', above('109,500', { endsAt: timeMs(END + DAY) })],
    ['without an end', { ...above('109,500'), endsAt: undefined as never }],
    [
      'of another question',
      market('109,500', 'Will the price of Ether be above $109,500 on September 26 at 4AM ET?'),
    ],
    ['between two numbers', market('109,500-110,000', 'Will Bitcoin be above $109,500-110,000?')],
    [
      'without a direction',
      market('109,500', 'Will the price of Bitcoin hit $109,500 on September 26 at 4AM ET?'),
    ],
    [
      'in a negRisk group',
      above('109,500', { negRisk: { group: 'g', augmented: false, role: 'named', feeBips: 0 } }),
    ],
    ['of unknown negRisk shape', above('109,500', { negRisk: 'unknown' })],
    [
      'whose label names another number',
      market('109,500', 'Will the price of Bitcoin be above $110,500 on September 26 at 4AM ET?'),
    ],
    ['at the same threshold twice', above('110,000')],
    ['whose outcomes are not Yes and No', above('109,500', { outcomes: ['Over', 'Under'] })],
  ])('proves nothing for a market %s', (_what, other) => {
    expect(steps([above('110,000'), other])).toEqual([])
  })
})

test('a question that is turned around proves nothing', () => {
  const never = (label: string) => market(label, `Will Bitcoin not be above $${label} in June?`)
  expect(steps([never('100,000'), never('110,000')])).toEqual([])
  const remain = (label: string, days: number) =>
    market(label, `Will she remain in office by ${label}?`, { endsAt: timeMs(END + days * DAY) })
  expect(steps([remain('June 30', 0), remain('July 31', 31)])).toEqual([])
})

describe('dates', () => {
  const by = (label: string, days: number, parts: Partial<MarketFacts> = {}) =>
    market(label, `Will Russia capture Kupiansk by ${label}?`, {
      endsAt: timeMs(END + days * DAY),
      ...parts,
    })

  test('by June implies by July', () => {
    expect(steps([by('July 31', 31), by('June 30', 0), by('August 31, 2026', 62)])).toEqual([
      ['June 30', 'July 31', 'August 31, 2026'],
    ])
  })

  test('ends that tell another story than the labels prove nothing', () => {
    expect(steps([by('July 31', 0), by('June 30', 31)])).toEqual([])
    expect(steps([by('July 31', 0), by('June 30', 0)])).toEqual([])
  })

  test('"in June" and "in July" imply nothing', () => {
    const inMonth = (label: string, days: number) =>
      market(label, `Will it rain in ${label}?`, { endsAt: timeMs(END + days * DAY) })
    expect(steps([inMonth('June', 0), inMonth('July', 31)])).toEqual([])
  })
})

describe('games', () => {
  const outcomes = ['Over', 'Under']
  const total = (line: string, prefix = '', parts: Partial<MarketFacts> = {}) =>
    market(`${prefix}O/U ${line}`, `Santos vs. Fortaleza: ${prefix}O/U ${line}`, {
      outcomes,
      ...parts,
    })

  test('over 2.5 implies over 1.5, in each half for itself', () => {
    expect(steps([total('1.5'), total('2.5'), total('0.5', '1H '), total('1.5', '1H ')])).toEqual([
      ['O/U 2.5', 'O/U 1.5'],
      ['1H O/U 1.5', '1H O/U 0.5'],
    ])
  })

  test('"Over/Under" is a total as well, not a threshold', () => {
    const rounds = (line: string) => {
      const text = `Total Rounds Over/Under ${line}`
      return market(text, text, { outcomes })
    }
    expect(steps([rounds('46.5'), rounds('48.5')])).toEqual([
      ['Total Rounds Over/Under 48.5', 'Total Rounds Over/Under 46.5'],
    ])
  })

  test('whole lines and turned outcomes prove nothing', () => {
    expect(steps([total('1.5'), total('2')])).toEqual([])
    expect(steps([total('1.5'), total('2.5', '', { outcomes: ['Under', 'Over'] })])).toEqual([])
  })

  const spread = (team: string, other: string, line: string) =>
    buildMarket(`${team} -${line}`, {
      label: `Spread -${line}`,
      question: `Spread: ${team} (-${line})`,
      outcomes: [team, other],
      event,
    })
  const winner = buildMarket('winner', {
    label: 'Kings vs. Nets',
    question: 'Kings vs. Nets',
    eventTitle: 'Kings vs. Nets',
    outcomes: ['Nets', 'Kings'],
    event,
  })

  test('spreads of both teams and the winner are one margin', () => {
    const markets = [
      spread('Kings', 'Nets', '1.5'),
      spread('Nets', 'Kings', '2.5'),
      spread('Kings', 'Nets', '6.5'),
      winner,
    ]
    const [relation] = deriveRelations(markets)
    const states = buildStates(relation === undefined ? [] : [relation], markets)
    // Kings by 7, by 2 to 6, by 1; Nets by 1 or 2, by 3: and all split.
    expect(states?.members).toEqual(['Kings -1.5', 'Kings -6.5', 'Nets -2.5', 'winner'])
    expect(states?.states.map(writeState).sort()).toEqual([
      '0000',
      '0001',
      '0011',
      '1000',
      '1100',
      '½½½½',
    ])
  })

  test('the winner does not join a line of half a point, nor a question that names another team', () => {
    expect(deriveRelations([spread('Kings', 'Nets', '0.5'), winner])).toEqual([])
    const odd = { ...spread('Kings', 'Nets', '3.5'), question: 'Spread: Nets (-3.5)' }
    expect(deriveRelations([spread('Kings', 'Nets', '1.5'), odd])).toEqual([])
  })
})

test('a negRisk group is exclusive, and exhaustive only where its labels are proven to cover the line', () => {
  const negRisk = { group: 'g', augmented: true, role: 'named', feeBips: 0 } as const
  const group = (labels: readonly string[]) =>
    labels.map((label) => buildMarket(label, { label, negRisk }))
  const kinds = (labels: readonly string[]) =>
    deriveRelations(group(labels)).map(({ kind }) => kind)
  expect(kinds(['≤1', '2', '≥3'])).toEqual(['exclusion', 'exhaustion'])
  expect(kinds(['Ada', 'Ben'])).toEqual(['exclusion'])
})

test('relations that share a market are looked at together, even over others', () => {
  const named = (id: string, ...markets: readonly string[]) =>
    ({
      kind: 'exclusion',
      id,
      rule: 'confirmed',
      splits: 'never',
      evidence: {},
      of: markets.map((each) => ({ market: each as never, outcome: 0 as const })),
    }) as const
  const sets = connectedRelations([
    named('1', 'a', 'b'),
    named('2', 'c', 'd'),
    named('3', 'e', 'f'),
    named('4', 'b', 'c'),
  ])
  expect(sets.map((set) => set.map(({ id }) => id).sort())).toEqual([['1', '2', '4'], ['3']])
})

test('more than 200 states are refused, and markets that resolved keep their result', () => {
  const ladder = (count: number) =>
    Array.from({ length: count }, (_unset, index) => above(`${100_000 + index}`))
  const states = (count: number) => buildStates(deriveRelations(ladder(count)), ladder(count))
  expect(states(198)?.states.length).toBe(200)
  expect(states(199)).toBeUndefined()
  const settled = ladder(10).map((each, index) =>
    index === 4
      ? { ...each, resolution: { state: 'resolved', payouts: [1_000_000, 0] } as const }
      : each,
  )
  const left = buildStates(deriveRelations(settled), settled)
  expect(new Set(left?.states.map((state) => state[4]))).toEqual(new Set([2]))
  expect(left?.states.length).toBe(7)
})
