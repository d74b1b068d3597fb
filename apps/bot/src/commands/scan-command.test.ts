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
