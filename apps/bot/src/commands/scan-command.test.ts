import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { capturedOutput } from '../fixtures/captured-output.js'
import { madeConfig } from '../fixtures/made-config.js'
import { madeMarket, temporaryFolder } from '../fixtures/made-recording.js'
import { realData } from '../fixtures/real-data.js'
import type { EventClass } from '../scan/classify-events.js'
import type { MarketSurvey } from '../scan/market-survey.js'
import { scanCommand } from './scan-command.js'

const survey = async (markets: string, json = true) => {
  const captured = await capturedOutput(() => scanCommand({ markets, json }, madeConfig()))
  return { ...captured, printed: json ? (JSON.parse(captured.out) as MarketSurvey) : undefined }
}

const fileOf = (content: string | Buffer, name = 'markets.json'): string => {
  const file = join(temporaryFolder(), name)
  writeFileSync(file, content)
  return file
}
const marketsFile = (...markets: readonly unknown[]): string => fileOf(JSON.stringify(markets))
const market = (parts: object) => ({ ...madeMarket, ...parts })

test('each market that cannot be traded has one reason', async () => {
  const file = marketsFile(
    madeMarket,
    market({
      conditionId: 'a',
      closed: true,
      outcomePrices: '["1", "0"]',
      umaResolutionStatus: 'resolved',
    }),
    market({ conditionId: 'b', closed: true }),
    market({ conditionId: 'c', acceptingOrders: false }),
    market({ conditionId: 'd', outcomes: '["1","2","3"]', clobTokenIds: '["1","2","3"]' }),
    market({ conditionId: 'e', feesEnabled: true }),
    market({ conditionId: 'f', orderPriceMinTickSize: undefined }),
    market({ conditionId: 'g', orderMinSize: undefined }),
    market({ conditionId: 'h', negRisk: undefined }),
    {},
  )
  const { code, printed } = await survey(file)
  expect(code).toBe(0)
  expect(printed).toMatchObject({
    markets: 10,
    parsed: 9,
    tradable: 1,
    rejected: { 'missing-condition-id': 1 },
    untradable: {
      resolved: 1,
      closed: 1,
      'not-accepting-orders': 1,
      'not-binary': 1,
      'fee-unknown': 1,
      'tick-unknown': 1,
      'minimum-size-unknown': 1,
      'neg-risk-unknown': 1,
    },
  })
  expect(printed?.detail).toHaveLength(9)
})

test('events are read with all their markets, also gzipped and after a byte order mark', async () => {
  const event = {
    id: '1',
    title: 'E',
    negRisk: false,
    markets: [madeMarket, market({ conditionId: 'x' })],
  }
  const text = `\uFEFF${JSON.stringify([event])}`
  for (const file of [fileOf(text), fileOf(gzipSync(text), 'events.json.gz')]) {
    expect((await survey(file)).printed).toMatchObject({ markets: 2, parsed: 2 })
  }
})

const rung = (above: string, bestBid: number, bestAsk: number) =>
  market({
    conditionId: `above-${above}`,
    question: `Will Bitcoin be above $${above} on Friday?`,
    groupItemTitle: above,
    outcomes: '["Yes", "No"]',
    clobTokenIds: JSON.stringify([`${above}-yes`, `${above}-no`]),
    endDate: '2030-01-01T00:00:00Z',
    events: [{ id: '7', title: 'Bitcoin above ___ on Friday?' }],
    ...{ bestBid, bestAsk },
  })
const cheap = [rung('110,000', 0.6, 0.61), rung('100,000', 0.5, 0.52)]

test('quotes of a file are looked at with every relation, as if shares were behind them', async () => {
  const { printed } = await survey(marketsFile(...cheap))
  const { quoted } = printed as unknown as Readonly<{ quoted: Record<string, never> }>
  expect(quoted).toMatchObject({
    executable: false,
    assumedShares: '100',
    relations: {
      rules: { 'threshold-ladder': 1 },
      sets: 1,
      certificates: [{ kind: 'relation', relations: [{ rule: 'threshold-ladder' }] }],
      evidence: [{ evidence: { steps: '110,000 ⇒ 100,000' } }],
    },
  })
  const { out } = await survey(marketsFile(...cheap), false)
  expect(out).toContain('as if 100 shares were behind each')
  expect(out).toMatch(/Nothing here is executable\.\nFound .*at least \$\d/)
})

test('relations without a profit are refused with a counted reason, and closed markets have no quotes', async () => {
  const fair = [rung('110,000', 0.4, 0.41), rung('100,000', 0.5, 0.52)]
  const { printed } = await survey(marketsFile(...fair))
  expect(printed).toMatchObject({
    quoted: { relations: { certificates: [], reasons: { 'edge-below-threshold': 1 } } },
  })
  const closed = cheap.map((each) => ({ ...each, closed: true }))
  expect((await survey(marketsFile(...closed))).printed).not.toHaveProperty('quoted')
})

test('a page around a listing and markets of the CLOB are read as well', async () => {
  const page = fileOf(JSON.stringify({ fetched_at: 'now', markets: cheap }))
  expect((await survey(page)).printed).toMatchObject({ markets: 2, parsed: 2, tradable: 2 })
  const clob = { condition_id: 'c', question: 'Q?', tokens: [], neg_risk: false }
  const listed = fileOf(JSON.stringify({ data: [clob], next_cursor: 'LTE=' }))
  expect((await survey(listed)).printed).toMatchObject({ markets: 1 })
})

const relationsFile = (parts: object, name = 'relations.json'): string =>
  fileOf(
    JSON.stringify({
      version: 1,
      relations: [
        {
          id: 'final',
          kind: 'implication',
          premise: { market: 'above-110,000', outcome: 0 },
          conclusion: { market: 'other', outcome: 0 },
          splits: 'never',
          because: 'told so',
          ...parts,
        },
      ],
    }),
    name,
  )
const other = {
  ...rung('5', 0.5, 0.52),
  conditionId: 'other',
  question: 'Does it happen?',
  events: [{ id: '8', title: 'Another' }],
}

test('a relation counts once a person confirmed it, also across events', async () => {
  const markets = marketsFile(rung('110,000', 0.6, 0.61), other)
  const scan = async (relations: string) => {
    const run = () => scanCommand({ markets, relations, json: true }, madeConfig())
    return JSON.parse((await capturedOutput(run)).out) as Readonly<{ quoted: object }>
  }
  expect((await scan(relationsFile({}))).quoted).toMatchObject({ relations: { certificates: [] } })
  const signed = relationsFile({ confirmedBy: 'Ada', confirmedAt: '2026-11-20' })
  expect((await scan(signed)).quoted).toMatchObject({
    opportunities: [{ basket: { proof: { kind: 'relation', subject: 'final' } } }],
    plan: [{ kind: 'relation', subject: 'final' }],
    relations: {
      rules: { confirmed: 1 },
      certificates: [{ relations: [{ evidence: { confirmedBy: 'Ada' } }] }],
    },
  })
})

test.each([
  ['is missing', () => 'no-such-relations', 'no-such-relations'],
  ['is no such file', () => fileOf('[]'), 'no version 1 with relations'],
  ['holds an entry that is none', () => relationsFile({ splits: 'maybe' }), 'splits-unstated'],
])('a file of relations that %s is refused', async (_what, file, words) => {
  const run = () =>
    scanCommand({ markets: marketsFile(), relations: file(), json: true }, madeConfig())
  await expect(run()).rejects.toMatchObject({
    code: 'invalid-input-file',
    message: expect.stringContaining(words) as string,
  })
})

test.each([
  ['no JSON at all', 'is no JSON'],
  ['[{"a":1}', 'is no JSON'],
  ['7', 'to hold Gamma markets or events'],
])('a file that holds %s is refused by name', async (content, words) => {
  const file = fileOf(content)
  await expect(survey(file)).rejects.toMatchObject({
    code: 'invalid-input-file',
    message: expect.stringContaining(words) as string,
  })
})

test('a file that is missing or cut short is refused with its line', async () => {
  await expect(survey('no-such-file')).rejects.toThrow('no-such-file:1: ENOENT')
  const bytes = gzipSync(JSON.stringify([madeMarket]))
  const file = fileOf(bytes.subarray(0, bytes.length - 12), 'cut.json.gz')
  await expect(survey(file)).rejects.toThrow(`${file}:1: unexpected end of file`)
})

test('for people it says what is tradable and why the rest is not', async () => {
  const { out } = await survey(
    marketsFile(madeMarket, market({ conditionId: 'b', closed: true })),
    false,
  )
  expect(out).toContain('2 markets, 2 parsed, 1 tradable, 0 of negRisk events')
  expect(out).toMatch(/closed +1/)
})

const listed = realData('gamma/markets-2026-02.json.gz')
const weather = realData('weather/gamma-events-negrisk.json.gz')

test.skipIf(listed.missing)(
  `600 real markets are parsed, each tradable or with a reason${listed.note}`,
  async () => {
    const { code, printed } = await survey(listed.path)
    expect(code).toBe(0)
    expect(printed).toMatchObject({ markets: 600, parsed: 600, rejected: {}, tradable: 299 })
    expect(printed?.detail).toHaveLength(301)
    expect(printed?.untradable).toEqual({ resolved: 290, closed: 10, 'fee-unknown': 1 })
  },
)

test.skipIf(weather.missing)(`real weather events are parsed whole${weather.note}`, async () => {
  const { printed } = await survey(weather.path)
  expect(printed).toMatchObject({ markets: 341, parsed: 341, rejected: {}, negRiskMarkets: 325 })
  const { events, sets } = printed as Readonly<{
    events: readonly EventClass[]
    sets: Readonly<Record<string, number>>
  }>
  expect(events).toHaveLength(49)
  expect(sets).toEqual({
    'exhaustive: labels cover the line': 48,
    'neither: cumulative ladder: one outcome implies the next': 1,
  })
})
