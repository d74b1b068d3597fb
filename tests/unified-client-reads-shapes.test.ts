import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ReadsStage, startReadsStage } from './fixtures/reads-stage.js'

type Row = Readonly<Record<string, unknown>>

const data = process.env['BOT_DATA_DIR'] ?? join(import.meta.dirname, '../../shared/data')
let stage: ReadsStage

beforeAll(async () => {
  stage = await startReadsStage()
})

afterAll(() => stage.server.close())

const readRows = (file: string, context: { skip: (note: string) => never }): readonly Row[] => {
  const full = join(data, file)
  if (!existsSync(full)) context.skip(`recorded data is missing: ${full} (set BOT_DATA_DIR)`)
  const bytes = readFileSync(full)
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()
  const parsed = JSON.parse(text.replace(/^\uFEFF/, '')) as readonly Row[] | Record<string, Row[]>
  // Some recordings keep their rows under a name of their own.
  return Array.isArray(parsed) ? parsed : (Object.values(parsed).find(Array.isArray) ?? [])
}

type Answer = readonly Row[] & Readonly<{ markets: readonly Row[]; events: readonly Row[] }>

const ask = async (path: string): Promise<Answer> => {
  const { urls } = stage.server
  const response = await fetch(
    `${path.startsWith('/gamma') ? urls.gamma : urls.data}${path.replace(/^\/(gamma|data)/, '')}`,
  )
  return (await response.json()) as Answer
}

const typeOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value

/** Fields that came after the recordings, or changed: those cannot judge them. */
const NEWER: readonly string[] = [
  'feeType',
  'feeSchedule',
  'version',
  'makerRebatesFeeShareBps',
  'openInterest',
  'negRiskFeeBips',
  'isCombo',
]

/** Says which fields of our rows the real ones have in another way, and which common ones we lack. */
const differences = (
  own: readonly Row[],
  real: readonly Row[],
  share = 0.95,
): readonly string[] => {
  const counts = new Map<string, number>()
  const types = new Map<string, Set<string>>()
  for (const row of real) {
    for (const [name, value] of Object.entries(row)) {
      counts.set(name, (counts.get(name) ?? 0) + 1)
      types.set(name, (types.get(name) ?? new Set()).add(typeOf(value)))
    }
  }
  const common = [...counts]
    .filter(([, count]) => count >= share * real.length)
    .map(([name]) => name)
  const lacking = own.flatMap((row) => common.filter((name) => !(name in row)))
  const wrong = own.flatMap((row) =>
    Object.entries(row)
      .filter(([name]) => !NEWER.includes(name))
      .filter(([name, value]) => types.get(name)?.has(typeOf(value)) === false)
      .map(([name, value]) => `${name}: ${typeOf(value)} for ${[...(types.get(name) ?? [])]}`),
  )
  return [...new Set([...lacking.map((name) => `lacks ${name}`), ...wrong])].sort()
}

const unknownFields = (own: readonly Row[], real: readonly Row[]): readonly string[] => {
  const known = new Set([...NEWER, ...real.flatMap((row) => Object.keys(row))])
  return [...new Set(own.flatMap((row) => Object.keys(row)))].filter((name) => !known.has(name))
}

test('an open market has the fields of a real one, in the same types', async (context) => {
  const real = readRows('gamma/markets-active-2026-02-08.json.gz', context)
  const other = readRows('gamma/markets-2026-02.json.gz', context)
  const own = (await ask('/gamma/markets/keyset?limit=100')).markets
  const quiet = own.filter((row) => row['bestBid'] !== undefined)
  expect(differences(quiet, real)).toEqual([])
  expect(unknownFields(own, [...real, ...other])).toEqual([])
  const [row] = own.filter(({ slug }) => slug === 'rain')
  for (const name of ['outcomes', 'outcomePrices', 'clobTokenIds']) {
    expect(row?.[name]).toMatch(/^\["[^"]+", "[^"]+"\]$/)
    for (const each of real) expect(each[name]).toMatch(/^\["[^"]+", "[^"]+"\]$/)
  }
})

test('a resolved market has the fields of a real one, in the same types', async (context) => {
  const real = readRows('gamma/markets-2026-02.json.gz', context).filter(
    (row) => row['umaResolutionStatus'] === 'resolved' && 'orderMinSize' in row,
  )
  const own = await ask('/gamma/markets?closed=true')
  expect(own.map(({ slug }) => slug)).toEqual(['over'])
  expect(differences(own, real)).toEqual([])
  const time = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+00$/
  for (const row of [...own, ...real]) expect(row['closedTime']).toMatch(time)
  for (const row of own) expect(row['umaEndDate']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
})

test('events have the fields of real ones, nested and with their markets', async (context) => {
  const nested = readRows('gamma/markets-active-2026-02-08.json.gz', context).flatMap(
    (row) => row['events'] as Row[],
  )
  const full = readRows('weather/gamma-events-negrisk.json.gz', context)
  const markets = (await ask('/gamma/markets/keyset?limit=100')).markets
  expect(
    differences(
      markets.flatMap((row) => row['events'] as Row[]),
      nested,
    ),
  ).toEqual([])
  const own = (await ask('/gamma/events/keyset?limit=100')).events
  expect(
    differences(
      own.filter((row) => row['negRisk'] === true),
      full,
    ),
  ).toEqual([])
  const tags = own.flatMap((row) => row['tags'] as Row[])
  expect(
    differences(
      tags,
      full.flatMap((row) => row['tags'] as Row[]),
    ),
  ).toEqual([])
})

test('trades and activity have exactly the fields of real ones', async (context) => {
  const trades = readRows('trades/data-api-trades-page.json.gz', context)
  const own = await ask('/data/trades')
  expect(differences(own, trades, 1)).toEqual([])
  expect(unknownFields(own, trades)).toEqual([])
  const activity = readRows('trades/activity-one-wallet-3500.json.gz', context)
  const rows = await ask(`/data/activity?user=${stage.wallet}`)
  expect(differences(rows, activity, 1)).toEqual([])
  expect(unknownFields(rows, activity)).toEqual([])
  for (const [mine, theirs] of [[rows, activity]] as const) {
    const redeemed = (list: readonly Row[]): Row | undefined =>
      list.find(({ type }) => type === 'REDEEM')
    const [a, b] = [redeemed(mine), redeemed(theirs)]
    for (const name of ['side', 'asset', 'outcome', 'outcomeIndex', 'price']) {
      expect(a?.[name], name).toEqual(b?.[name])
    }
    expect(a?.['size']).toBe(a?.['usdcSize'])
  }
})

test('positions have the fields of the recorded ones', async (context) => {
  const real = readRows('payloads/nautilus-rust/data_api_positions_response.json', context)
  const own = await ask(`/data/positions?user=${stage.wallet}`)
  expect(own.length).toBeGreaterThan(0)
  expect(differences(own, real, 1)).toEqual([])
})
