import { expect, test } from 'vitest'
import { parseRelationFile } from './parse-relation-file.js'

const REACHES = {
  id: 'finalist',
  kind: 'implication',
  premise: { market: 'wins-final', outcome: 0 },
  conclusion: { market: 'reaches-final', outcome: 0 },
  splits: 'never',
  because: 'both resolve on the official draw; only finalists can win',
}
const BY_A_PERSON = { confirmedBy: 'Ada', confirmedAt: '2026-11-20' }

const parse = (...relations: readonly unknown[]) =>
  parseRelationFile(JSON.stringify({ version: 1, relations }))

test('an entry is tradable only once a person has put a name and a date to it', () => {
  const { confirmed, proposed } = parse(
    { ...REACHES, ...BY_A_PERSON },
    { ...REACHES, id: 'b' },
    { ...REACHES, id: 'c', confirmedBy: 'Ada' },
    { ...REACHES, id: 'd', confirmedBy: 'Ada', confirmedAt: 'soon' },
  )
  expect(confirmed.map(({ id }) => id)).toEqual(['finalist'])
  expect(confirmed[0]).toMatchObject({
    rule: 'confirmed',
    evidence: { ...BY_A_PERSON, because: REACHES.because },
  })
  expect(proposed.map(({ id }) => id)).toEqual(['b', 'c', 'd'])
})

test('reads every kind', () => {
  const of = [REACHES.premise, REACHES.conclusion]
  const cells = [
    { market: 'a', low: 1, lowClosed: true, highClosed: false },
    { market: 'b', high: 1, lowClosed: false, highClosed: false },
  ]
  const kinds = [
    { kind: 'exclusion', of },
    { kind: 'exhaustion', of },
    { kind: 'ladder', steps: of },
    { kind: 'bucket', cells, step: 1 },
  ]
  const { confirmed } = parse(
    ...kinds.map((kind, index) => ({ ...REACHES, ...BY_A_PERSON, ...kind, id: `${index}` })),
  )
  expect(confirmed).toMatchObject(kinds)
})

test.each([
  ['not-an-object', 'text'],
  ['id-missing', { ...REACHES, id: '' }],
  ['because-missing', { ...REACHES, because: undefined }],
  ['splits-unstated', { ...REACHES, splits: undefined }],
  ['kind-unknown', { ...REACHES, kind: 'hunch' }],
  ['implication-without-two-markets', { ...REACHES, conclusion: REACHES.premise }],
  ['implication-without-two-markets', { ...REACHES, conclusion: { market: 'x', outcome: 2 } }],
  ['exclusion-without-markets', { ...REACHES, kind: 'exclusion', of: [REACHES.premise] }],
  ['ladder-without-steps', { ...REACHES, kind: 'ladder' }],
  [
    'bucket-with-a-bad-cell',
    { ...REACHES, kind: 'bucket', cells: [{ market: 'a' }, { market: 'b' }] },
  ],
])('refuses an entry as %s', (reason, entry) => {
  expect(parse(entry).refused).toEqual([{ entry: 0, reason }])
})

test('an id that comes twice counts once', () => {
  expect(parse(REACHES, REACHES).refused).toEqual([{ entry: 1, reason: 'id-twice' }])
})

test.each(['', '[]', '{"version": 2, "relations": []}', '{"version": 1}'])(
  'throws on %j',
  (text) => {
    expect(() => parseRelationFile(text)).toThrow(/Expected a file of relations/)
  },
)
