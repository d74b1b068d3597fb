import { expect, test } from 'vitest'
import { parseConfirmations } from './confirmation.js'
import type { ContractText } from './contract-text.js'
import { matchContracts } from './match-contracts.js'
import { digestContract, proveEquivalence } from './prove-equivalence.js'

const CLAIM =
  'If Ann Lee is appointed chair of the Harbour Board between January 5, 2026, 12:00 AM ET and December 31, 2026, 11:59 PM ET, then the market resolves to Yes.'
const EDGES = 'If the office is abolished or the vote is cancelled, the market resolves to "No".'
const SOURCE = 'The resolution source is the Harbour Gazette.'

const contract = (venue: string, change: Partial<ContractText> = {}): ContractText => ({
  venue,
  id: `${venue}-1`,
  title: 'Will Ann Lee chair the Harbour Board?',
  rules: [CLAIM, EDGES, SOURCE].join(' '),
  open: true,
  ...change,
})
const left = contract('north')
const right = contract('south', {
  rules: [
    SOURCE,
    EDGES,
    'This market will resolve to "Yes" if Ann Lee is appointed chair of the Harbour Board between January 5, 2026, 12:00 AM ET and December 31, 2026, 11:59 PM ET.',
    'Otherwise, this market will resolve to "No".',
  ].join('\n'),
})
const withRules = (from: string, to: string): ContractText => {
  const rules = (left.rules ?? '').replace(from, to)
  if (rules === left.rules) throw new Error(`"${from}" does not stand in the rules`)
  return contract('south', { rules })
}

test('two texts that say the same in every field are proven the same, with the words of both', () => {
  const proven = proveEquivalence(left, right)
  if ('refused' in proven) throw new Error(JSON.stringify(proven))
  expect(proven.fields.map(({ field }) => field)).toHaveLength(11)
  const end = proven.fields.find(({ field }) => field === 'window-end')
  expect(end?.left.value).toBe('2027-01-01 00:00')
  expect(end?.right.quote).toContain('December 31, 2026, 11:59 PM ET')
})

test.each([
  ['another year', 'December 31, 2026', 'December 31, 2027', 'different-window-end'],
  ['another start', 'January 5, 2026', 'February 5, 2026', 'different-window-start'],
  ['another clock', '11:59 PM ET', '11:59 PM UTC', 'different-timezone'],
  [
    'no clock',
    '12:00 AM ET and December 31, 2026, 11:59 PM ET',
    '12:00 AM and December 31, 2026, 11:59 PM',
    'timezone-unproven',
  ],
  ['announced instead of appointed', 'is appointed', 'is announced as', 'subject-unproven'],
  ['the other side', 'resolves to Yes.', 'resolves to No.', 'opposite-polarity'],
  ['a negation', 'is appointed', 'is not appointed', 'subject-unproven'],
  ['another source', 'Harbour Gazette', 'Morning Post', 'different-source'],
  [
    'a source more',
    'Harbour Gazette.',
    'Harbour Gazette and the Morning Post.',
    'different-source',
  ],
  [
    'another end of an edge case',
    'market resolves to "No"',
    'market resolves to 50-50',
    'different-edge-cases',
  ],
  ['an edge case less', EDGES, '', 'edge-cases-unproven'],
  ['a sentence more', SOURCE, `${SOURCE} A chair by proxy is a chair.`, 'other-rules-unproven'],
  [
    'a year left out',
    'January 5, 2026, 12:00 AM ET and December 31, 2026',
    'January 5 and December 31',
    'subject-unproven',
  ],
  ['who is named elsewhere', 'Ann Lee', 'the listed person', 'subject-unproven'],
])('%s is no equivalence', (_, from, to, reason) => {
  const judged = proveEquivalence(left, withRules(from, to))
  if (!('refused' in judged)) throw new Error('taken for the same')
  expect(judged.doubts.map((doubt) => doubt.reason)).toContain(reason)
})

const priced = (comparison: string, more = ''): string =>
  `If the price of coal is ${comparison} on March 1, 2026, 12:00 PM ET, then the market resolves to Yes. The price is rounded to the nearest cent. If no price is published because the exchange is delayed, the market resolves to No. The resolution source is the Coal Exchange.${more}`
const coal = (venue: string, rules: string) => contract(venue, { title: 'Coal?', rules })

test.each([
  ['the same words', 'above $80', 'above $80', undefined],
  ['other words for the same', 'above $80', 'more than $80', undefined],
  ['other words for at least', 'at least $80', '$80 or higher', undefined],
  ['strict and not strict', 'above $80', 'at least $80', 'strict-versus-inclusive'],
  ['strict and at', 'above $80', 'at or above $80', 'strict-versus-inclusive'],
  ['strict below and not', 'below $80', '$80 or lower', 'strict-versus-inclusive'],
  ['another number', 'above $80', 'above $80.01', 'different-threshold'],
  ['another scale', 'above $80', 'above $80k', 'different-threshold'],
  ['the other direction', 'above $80', 'below $80', 'different-threshold'],
  ['a range and its lower end', 'between $80 and $90', 'above $80', 'different-threshold'],
])('%s: "%s" and "%s"', (_, ours, theirs, reason) => {
  const judged = proveEquivalence(coal('north', priced(ours)), coal('south', priced(theirs)))
  expect('refused' in judged ? judged.doubts.map((doubt) => doubt.reason) : []).toEqual(
    reason === undefined ? [] : [reason],
  )
})

test('announced by and effective by are different acts, as is an announcement that is not enough', () => {
  const announced = withRules('is appointed', 'is announced')
  const effective = contract('north', {
    rules: (left.rules ?? '').replace('is appointed', 'takes effect'),
  })
  const reasons = (judged: ReturnType<typeof proveEquivalence>) =>
    'refused' in judged ? judged.doubts.map(({ reason }) => reason) : []
  expect(reasons(proveEquivalence(effective, announced))).toContain('different-act')
  const enough = withRules(SOURCE, `${SOURCE} An announcement is sufficient.`)
  const tooLittle = contract('north', {
    rules: `${left.rules} An announcement is not sufficient.`,
  })
  expect(reasons(proveEquivalence(tooLittle, enough))).toContain('different-act')
})

test('refuses ahead: one venue, a closed contract, no rules, other names', () => {
  const refusal = (a: ContractText, b: ContractText) => {
    const judged = proveEquivalence(a, b)
    return 'refused' in judged ? judged.refused : 'same'
  }
  expect(refusal(left, contract('north'))).toBe('same-venue')
  expect(refusal(left, contract('south', { open: false }))).toBe('not-open')
  expect(refusal(left, contract('south', { rules: ' ' }))).toBe('rules-missing')
  const bob = contract('south', {
    title: 'Will Bob Ray chair the Harbour Board?',
    rules: (left.rules ?? '').replaceAll('Ann Lee', 'Bob Ray'),
  })
  expect(refusal(left, bob)).toBe('different-subject')
})

const confirming = (
  field: string,
  ours: ContractText,
  theirs: ContractText,
  quotes: [string, string],
) =>
  parseConfirmations(
    JSON.stringify({
      confirmations: [
        {
          field,
          value: 'what both mean',
          left: { venue: ours.venue, id: ours.id, quote: quotes[0], digest: digestContract(ours) },
          right: {
            venue: theirs.venue,
            id: theirs.id,
            quote: quotes[1],
            digest: digestContract(theirs),
          },
          by: 'Kim',
          at: '2026-02-14',
        },
      ],
    }),
  )

test('a person settles what a text leaves open, as long as the text stays', () => {
  const other = withRules('is appointed chair of', 'is appointed to the chair of')
  const subject = confirming('subject', left, other, [
    'is appointed chair of',
    'is appointed to the chair of',
  ])
  const proven = proveEquivalence(left, other, subject)
  if ('refused' in proven) throw new Error(JSON.stringify(proven.doubts))
  expect(proven.fields[0]).toMatchObject({
    field: 'subject',
    by: { person: 'Kim', at: '2026-02-14' },
  })
  const changed = { ...other, rules: `${other.rules} UPDATE: only a full term counts.` }
  expect(proveEquivalence(left, changed, subject)).toMatchObject({ refused: 'subject-unproven' })
  const invented = confirming('subject', left, other, ['is appointed chair of', 'is made chair of'])
  expect(proveEquivalence(left, other, invented)).toMatchObject({ refused: 'subject-unproven' })
})

test('a person cannot settle what the texts contradict', () => {
  const later = withRules('December 31, 2026', 'December 31, 2027')
  const said = confirming('window-end', left, later, ['December 31, 2026', 'December 31, 2027'])
  expect(proveEquivalence(left, later, said)).toMatchObject({ refused: 'different-window-end' })
})

test.each([
  '{',
  '[]',
  '{"confirmations":[{"field":"luck"}]}',
  '{"confirmations":[{"field":"act"}]}',
])('refuses the file %s', (text) => {
  expect(() => parseConfirmations(text)).toThrow(/mend the file/)
})

test('looks only at pairs whose titles share rare words, and counts why each is refused', () => {
  const others = ['Will it rain in Oslo?', 'Will Bob Ray win the Oslo race?'].map((title, index) =>
    contract('south', { id: `o${index}`, title, rules: 'If so, the market resolves to Yes.' }),
  )
  const report = matchContracts([left], [right, ...others])
  expect(report).toMatchObject({ left: 1, right: 3, candidates: 1, refused: [], firstReasons: {} })
  expect(report.kept).toHaveLength(1)
  const closed = matchContracts([left], [{ ...right, open: false }, ...others])
  expect(closed).toMatchObject({ kept: [], firstReasons: { 'not-open': 1 } })
})
