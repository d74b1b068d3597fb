import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { capturedOutput } from '../fixtures/captured-output.js'
import { temporaryFolder } from '../fixtures/made-recording.js'
import { realData } from '../fixtures/real-data.js'
import type { VenueMatch } from '../match/match-venues.js'
import { matchCommand } from './match-command.js'

const match = async (polymarket: string, kalshi: string, confirmations?: string) => {
  const command = { polymarket, kalshi, pairs: 5, ...(confirmations && { confirmations }) }
  const json = await capturedOutput(() => matchCommand({ ...command, json: true }))
  const text = await capturedOutput(() => matchCommand({ ...command, json: false }))
  return {
    printed: JSON.parse(json.out) as VenueMatch,
    out: text.out,
    codes: [json.code, text.code],
  }
}

const fileOf = (content: unknown, name = 'listing.json'): string => {
  const file = join(temporaryFolder(), name)
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  writeFileSync(file, name.endsWith('.gz') ? gzipSync(text) : text)
  return file
}

const broken = (): string => {
  const file = join(temporaryFolder(), 'listing.json.gz')
  writeFileSync(file, '[]')
  return file
}

const window = 'between January 5, 2026, 12:00 AM ET and December 31, 2026, 11:59 PM ET'
const rest =
  'If the office is abolished, the market resolves to No. The resolution source is the Harbour Gazette.'
const title = 'Will Ann Lee chair the Harbour Board?'
const gamma = (parts: object = {}) => ({
  conditionId: 'chair',
  question: title,
  description: `If Ann Lee chairs the board ${window}, then the market resolves to Yes. ${rest}`,
  outcomes: '["Yes", "No"]',
  closed: false,
  ...parts,
})
const kalshi = (parts: object = {}) => ({
  ticker: 'KXCHAIR-26',
  title,
  status: 'active',
  close_time: '2027-01-01T05:00:00Z',
  rules_primary: `This market will resolve to "Yes" if Ann Lee chairs the board ${window}. ${rest}`,
  ...parts,
})

test('a pair is the same when every field is, and the words are shown', async () => {
  const { printed, out, codes } = await match(
    fileOf([gamma()]),
    fileOf({ markets: [kalshi()], cursor: '' }, 'kalshi.json.gz'),
  )
  expect(codes).toEqual([0, 0])
  expect(printed).toMatchObject({ candidates: 1, same: 1, firstReasons: {} })
  const [pair] = printed.pairs
  expect(pair?.verdict === 'same' && pair.fields.map(({ field }) => field)).toHaveLength(11)
  expect(out).toContain('1 pairs look alike, 1 are proven the same')
  expect(out).toContain('no order follows')
})

test('a contradiction is refused with the words of both, and counted', async () => {
  const later = String(gamma().description).replace('31, 2026', '31, 2027')
  const { printed, out } = await match(
    fileOf([gamma({ description: later }), gamma({ conditionId: 'teams', outcomes: '["A","B"]' })]),
    fileOf([kalshi(), {}]),
  )
  expect(printed).toMatchObject({
    same: 0,
    firstReasons: { 'different-window-end': 1 },
    polymarket: { contracts: 1, rejected: { 'not-yes-or-no': 1 } },
    pairs: [{ verdict: 'refused', reason: 'different-window-end' }],
  })
  expect(Object.keys(printed.kalshi.rejected)).toHaveLength(1)
  expect(out).toMatch(/window-end +different-window-end +2028-01-01 00:00 +2027-01-01 00:00/)
})

test('a person settles what the texts leave open, with the digests that the report prints', async () => {
  const worded = String(kalshi().rules_primary).replace(
    'chairs the board',
    'presides over the board',
  )
  const [ours, theirs] = [fileOf([gamma()]), fileOf([kalshi({ rules_primary: worded })])]
  const before = await match(ours, theirs)
  expect(before.printed.firstReasons).toEqual({ 'subject-unproven': 1 })
  const [pair] = before.printed.pairs
  const side = (venue: 'polymarket' | 'kalshi', quote: string) => ({
    ...{ venue, id: pair?.[venue].id, digest: pair?.[venue].digest, quote },
  })
  const confirmation = {
    field: 'subject',
    value: 'Ann Lee holds the chair',
    left: side('polymarket', 'chairs the board'),
    right: side('kalshi', 'presides over the board'),
    by: 'Kim',
    at: '2026-02-14',
  }
  const file = fileOf({ confirmations: [confirmation] })
  const after = await match(ours, theirs, file)
  expect(after.printed).toMatchObject({ same: 1, confirmations: { read: 1, used: 1 } })
  expect(after.out).toMatch(/subject +confirmed by Kim/)
})

test.each([
  ['is not there', () => 'no-such-file', 'Expected a listing at no-such-file'],
  ['is no JSON', () => fileOf('nothing'), 'is no JSON'],
  [
    'is a folder of empty lists',
    () => fileOf('[]').replace('listing.json', ''),
    'was none (the listing is empty)',
  ],
  ['is no gzip, as its name says', () => broken(), 'incorrect header check'],
  ['is a number', () => fileOf('7'), 'to hold a list of markets or events'],
  ["is the other venue's", () => fileOf([kalshi()]), 'are the two files swapped?'],
  ['is an empty folder', () => temporaryFolder(), 'Expected .json or .json.gz files'],
])('a listing that %s is refused with a sentence', async (_what, file, words) => {
  await expect(match(file(), fileOf([kalshi()]))).rejects.toMatchObject({
    code: 'invalid-input-file',
    message: expect.stringContaining(words) as string,
  })
})

test('a file of confirmations that is none is refused by name', async () => {
  const bad = fileOf('[]', 'confirmed.json')
  await expect(match(fileOf([gamma()]), fileOf([kalshi()]), bad)).rejects.toThrow(bad)
})

const polymarkets = realData('gamma/clob-sampling-markets.json.gz')
const kalshis = realData('kalshi/events-2026-02.json.gz')
test.skipIf(polymarkets.missing || kalshis.missing)(
  `no pair of two real listings is the same, and each has its reason${polymarkets.note}`,
  async () => {
    const { printed } = await match(polymarkets.path, kalshis.path)
    expect(printed.candidates).toBeGreaterThan(50)
    expect(printed.same).toBe(0)
    const counted = Object.values(printed.firstReasons).reduce((sum, count) => sum + count, 0)
    expect(counted).toBe(printed.candidates)
    expect(printed.pairs).toHaveLength(printed.candidates)
    expect(printed.pairs[0]).toMatchObject({ verdict: 'refused' })
  },
)
