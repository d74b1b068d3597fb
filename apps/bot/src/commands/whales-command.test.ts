import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { openDuckDb } from '@bot/whale-tracker/history'
import { describe, expect, test } from 'vitest'
import { capturedOutput } from '../fixtures/captured-output.js'
import { madeConfig } from '../fixtures/made-config.js'
import { temporaryFolder } from '../fixtures/made-recording.js'
import { realData } from '../fixtures/real-data.js'
import type { FileReport } from '../whales/study-wallets.js'
import { whalesCommand } from './whales-command.js'

type Printed = Readonly<{
  files: readonly FileReport[]
  winners: Readonly<{ told: number; proved: number; inferred: number; unknown: number }>
  stats: Readonly<{ total_wallets_tracked: number; trades_observed: number }>
  wallets: readonly Readonly<{
    wallet: string
    trades: number
    wins: number
    truncated: boolean
    closedBets: number
    realised: number
    unrealised: number
    openValue: number
    unpriced: number
    volume: number
    skill: Readonly<{ standing: string; reason: string }>
  }>[]
  groups: readonly (readonly string[])[]
  population: Readonly<{ assessed: number; found: number }>
}>

const study = async (
  files: readonly string[],
  inferAt: number | 'never' = 0.99,
  by: 'volume' | 'profit' = 'volume',
) => {
  const at = inferAt === 'never' ? undefined : inferAt
  const command = { files, json: true, top: 20, by, inferAt: at }
  const captured = await capturedOutput(() => whalesCommand(command, madeConfig()))
  return { ...captured, printed: JSON.parse(captured.out) as Printed }
}

const fileOf = (name: string, content: string | Buffer): string => {
  const file = join(temporaryFolder(), name)
  writeFileSync(file, content)
  return file
}

const trade = (parts: object = {}) => ({
  proxyWallet: '0xA1',
  conditionId: '0xc1',
  side: 'BUY',
  size: 10,
  price: 0.4,
  timestamp: 1_750_000_000,
  asset: '111',
  outcome: 'Yes',
  outcomeIndex: 0,
  title: 'Will it?',
  transactionHash: '0xt1',
  ...parts,
})

const csv = (rows: readonly Readonly<Record<string, unknown>>[]): string =>
  [
    Object.keys(rows[0] ?? {}).join(','),
    ...rows.map((row) =>
      Object.values(row)
        .map((cell) => `"${cell}"`)
        .join(','),
    ),
  ].join('\n')

const walletExport = {
  wallet_addr: '0xB2',
  tx_hash: '0xt1',
  side: 'BUY',
  size: '10',
  usdc: '4.0',
  market: 'Up or down?',
  outcome: 'Up',
  timestamp: '1750000000',
}
const userExport = {
  user_id: 'someone',
  trade_direction: 'BUY',
  shares: '10',
  option_yes_no: 'Yes',
  option_type: 'No change',
  total_trade_amount: '4.0',
  timestamp: 'Friday, February 27, 2026 21:22:03 EST',
}
const largeTrade = {
  tx: '0xt1',
  wallet: '0xC3',
  usd: 60_000,
  price: 0.6,
  title: 'Will it?',
  eventSlug: 'it',
  outcome: 'Yes',
  timestamp: 1_750_000_000,
}
const signal = { title: 'Will it?', eventSlug: 'it', outcome: 'Yes', won: true, resolvedAt: 1 }
const activity = { ...trade({ type: 'TRADE' }), usdcSize: 4 }
const text = (value: unknown): string => JSON.stringify(value)

describe('each known format', () => {
  test.each([
    ['Data API trades', 'a.json', text([trade()])],
    ['Data API trades', 'a.jsonl', `${text(trade())}\n`],
    ['Data API trades', 'a.csv', csv([trade()])],
    ['Data API trades', 'a.csv', `\uFEFF${csv([trade()]).replaceAll('\n', '\r\n')}`],
    ['Data API activity', 'b.json', text([activity])],
    ['wallet activity export', 'c.csv', csv([walletExport])],
    ['trades by user name', 'd.csv', csv([userExport])],
    ['resolved signals', 'e.jsonl', text(signal)],
    ['large trades', 'f.jsonl', text(largeTrade)],
  ])('%s is recognised in %s, plain and gzipped', async (format, name, content) => {
    for (const file of [fileOf(name, content), fileOf(`${name}.gz`, gzipSync(content))]) {
      const { code, err, printed } = await study([file])
      expect([code, err]).toEqual([0, ''])
      expect(printed.files[0]).toMatchObject({
        format,
        rows: 1,
        taken: 1,
        duplicates: 0,
        rejected: {},
      })
    }
  })

  test('dates without a zone are UTC, as the exports of the venue are', async () => {
    const rows = [
      trade({ timestamp: '2026-01-08 12:31:08' }),
      trade({ timestamp: Date.parse('2026-01-08T12:31:08Z') / 1000 }),
    ]
    const { printed } = await study([fileOf('a.json', text(rows))])
    expect(printed.files[0]).toMatchObject({ taken: 1, duplicates: 1 })
  })
})

test('rows of the newer contract, whose fields are written otherwise, are the same rows', async () => {
  const newer = Object.fromEntries(
    Object.entries(activity).map(([field, value]) => [
      field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  )
  const { type: _, usdc_size: __, ...newerTrade } = newer
  const files = [
    fileOf('a.json', text([trade()])),
    fileOf('b.json', text([newer])),
    fileOf('c.jsonl', text(newerTrade)),
  ]
  const { code, printed } = await study(files)
  expect(code).toBe(0)
  expect(printed.files).toMatchObject([
    { format: 'Data API trades', taken: 1 },
    { format: 'Data API activity', duplicates: 1 },
    { format: 'Data API trades', duplicates: 1 },
  ])
})

test('Parquet is read as the same rows are elsewhere, to the last digit and second', async () => {
  const rows = [
    trade({ size: 13.636362, price: 0.21999995306666104 }),
    trade({ side: 'SELL', size: 3, timestamp: 1_750_000_100, transactionHash: '0xt2' }),
  ]
  const plain = fileOf('a.ndjson', rows.map(text).join('\n'))
  const folder = temporaryFolder()
  const database = await openDuckDb()
  const as = async (name: string, columns: string): Promise<string> => {
    const path = join(folder, name)
    const select = `select ${columns} from read_json('${plain}')`
    await database.run(`copy (${select}) to '${path}' (format parquet)`)
    return path
  }
  const files = [
    plain,
    await as('a.parquet', '*'),
    await as(
      'b.parquet',
      '* replace (to_timestamp(timestamp)::timestamp as timestamp, size::decimal(18, 6) as size)',
    ),
  ]
  database.close()
  const { code, err, printed } = await study(files, 'never')
  expect([code, err]).toEqual([0, ''])
  expect(printed.files).toMatchObject([
    { format: 'Data API trades', taken: 2 },
    { format: 'Data API trades', rows: 2, duplicates: 2 },
    { format: 'Data API trades', rows: 2, duplicates: 2 },
  ])
  const broken = await study([fileOf('c.parquet', 'no parquet'), plain])
  expect(broken.code).toBe(1)
  expect(broken.err).toMatch(/c\.parquet: .*parquet/i)
  expect(broken.printed.files[1]).toMatchObject({ taken: 2 })
})

test('rows that cannot be used are counted by reason, the others are taken', async () => {
  const rows = [
    trade(),
    trade({ side: 'HOLD', transactionHash: '0xt2' }),
    trade({ timestamp: 'never', transactionHash: '0xt3' }),
    trade({ size: 'many', transactionHash: '0xt4' }),
    trade({ price: 2, transactionHash: '0xt5' }),
  ]
  const { code, printed } = await study([fileOf('a.json', text(rows))])
  const [report] = printed.files
  expect(code).toBe(0)
  expect(report).toMatchObject({ rows: 5, taken: 1 })
  const counts = Object.entries(report?.rejected ?? {})
  expect(counts.reduce((sum, [, count]) => sum + count, 0)).toBe(4)
  expect(counts.length).toBeGreaterThanOrEqual(3)
  for (const [reason] of counts) expect(reason).toMatch(/^[a-z]+(-[a-z]+)*$/)
})

test('activity of other kinds in a wallet export is not guessed at', async () => {
  const rows = [walletExport, { ...walletExport, side: '', tx_hash: '0xt2' }]
  const { printed } = await study([fileOf('c.csv', csv(rows))])
  expect(printed.files[0]).toMatchObject({ taken: 1, rejected: { 'unclear-activity': 1 } })
})

test('repeated rows count once, within a file and across files', async () => {
  const other = trade({ transactionHash: '0xt9' })
  const { printed } = await study([
    fileOf('a.json', text([trade(), trade(), other])),
    fileOf('b.jsonl', text(trade())),
  ])
  expect(printed.files).toMatchObject([
    { rows: 3, taken: 2, duplicates: 1 },
    { rows: 1, taken: 0, duplicates: 1 },
  ])
  expect(printed.wallets[0]).toMatchObject({ trades: 2 })
})

test('a winner that is told, or shown by the last price, closes the bets on the market', async () => {
  const told = await study([fileOf('f.jsonl', text(largeTrade)), fileOf('e.jsonl', text(signal))])
  expect(told.printed.winners).toEqual({ told: 1, proved: 0, inferred: 0, unknown: 0 })
  expect(told.printed.wallets[0]).toMatchObject({ closedBets: 1, wins: 1 })
  expect(told.printed.wallets[0]?.realised).toBeCloseTo(40_000, 0)
  const rows = [
    trade(),
    trade({ proxyWallet: '0xz', price: 0.995, timestamp: 1_750_000_100, transactionHash: '0xt2' }),
  ]
  const inferred = await study([fileOf('a.json', text(rows))])
  expect(inferred.printed.winners).toEqual({ told: 0, proved: 0, inferred: 1, unknown: 0 })
  const withheld = await study([fileOf('a.json', text(rows))], 'never')
  expect(withheld.printed.winners).toEqual({ told: 0, proved: 0, inferred: 0, unknown: 1 })
  expect(withheld.printed.wallets.every(({ closedBets }) => closedBets === 0)).toBe(true)
})

test('rows of several formats in one file are read each by its own', async () => {
  const rows = [trade(), largeTrade, { ...activity, type: 'MERGE', transactionHash: '0xt7' }]
  const { code, printed } = await study([fileOf('a.jsonl', rows.map(text).join('\n'))])
  expect(code).toBe(0)
  expect(printed.files).toMatchObject([
    { format: 'Data API trades, large trades, Data API activity', rows: 3, taken: 3, rejected: {} },
  ])
})

test('files that overlap in time are taken as one history, whichever comes first', async () => {
  const bought = trade({ timestamp: 1_750_000_100, transactionHash: '0xt2' })
  const early = trade({ timestamp: 1_750_000_000, transactionHash: '0xt1' })
  const sold = trade({
    timestamp: 1_750_000_050,
    side: 'SELL',
    transactionHash: '0xt3',
    price: 0.5,
  })
  const files = [fileOf('later.json', text([bought, early])), fileOf('between.json', text([sold]))]
  for (const order of [files, files.toReversed()]) {
    const { printed } = await study(order, 'never')
    expect(printed.wallets).toMatchObject([{ realised: 1, truncated: false }])
  }
})

test('what is held is marked at the last price of its outcome, or at a dollar less that of the other', async () => {
  const rows = [
    trade(),
    trade({
      proxyWallet: '0xB2',
      outcome: 'No',
      outcomeIndex: 1,
      asset: '112',
      price: 0.6,
      transactionHash: '0xt2',
    }),
    trade({ proxyWallet: '0xC3', price: 0.7, timestamp: 1_750_000_500, transactionHash: '0xt3' }),
  ]
  const { printed } = await study([fileOf('a.json', text(rows))])
  const of = (wallet: string) => printed.wallets.find((each) => each.wallet === wallet)
  expect(of('0xa1')).toMatchObject({ unrealised: 3, openValue: 7, unpriced: 0, realised: 0 })
  expect(of('0xb2')).toMatchObject({ unrealised: -3, openValue: 3 })
})

test('wallets that act in the same seconds are one hand; by profit the winners come first', async () => {
  const games = Array.from({ length: 6 }, (_, i) => ({
    conditionId: `0xg${i}`,
    timestamp: 1_750_000_000 + i * 600,
  }))
  const rows = games.flatMap((game, i) => [
    trade({ ...game, proxyWallet: '0xs1', transactionHash: `0xa${i}` }),
    trade({ ...game, proxyWallet: '0xs2', transactionHash: `0xb${i}` }),
    trade({
      ...game,
      proxyWallet: '0xloser',
      size: 900,
      outcome: 'No',
      outcomeIndex: 1,
      asset: '112',
      timestamp: game.timestamp + 60,
      transactionHash: `0xc${i}`,
    }),
    trade({
      ...game,
      proxyWallet: '0xlast',
      price: 0.995,
      timestamp: game.timestamp + 300 + i,
      transactionHash: `0xd${i}`,
    }),
  ])
  const file = fileOf('a.json', text(rows))
  const { printed } = await study([file], 0.99, 'profit')
  expect(printed.groups).toEqual([['0xs1', '0xs2']])
  expect(
    printed.wallets
      .map(({ wallet }) => wallet)
      .slice(0, 2)
      .sort(),
  ).toEqual(['0xs1', '0xs2'])
  expect((await study([file])).printed.wallets[0]?.wallet).toBe('0xloser')
})

test('without a wallet there is no table of wallets', async () => {
  const command = {
    files: [fileOf('e.csv', '')],
    json: false,
    top: 5,
    by: 'volume',
    inferAt: 0.99,
  } as const
  const { code, out } = await capturedOutput(() => whalesCommand(command, madeConfig()))
  expect(code).toBe(1)
  expect(out).toContain('No wallet in these files.')
  expect(out).not.toContain('win rate')
})

test('a redemption in full proves a winner, and no last price overrules it', async () => {
  const rows = [
    trade({ type: 'TRADE', usdcSize: 4 }),
    trade({
      type: 'TRADE',
      usdcSize: 9.95,
      side: 'BUY',
      outcome: 'No',
      outcomeIndex: 1,
      asset: '112',
      price: 0.995,
      proxyWallet: '0xB2',
      timestamp: 1_750_000_050,
      transactionHash: '0xt2',
    }),
    {
      ...activity,
      type: 'REDEEM',
      side: '',
      price: 0,
      usdcSize: 10,
      timestamp: 1_750_000_100,
      outcome: '',
      outcomeIndex: 999,
      asset: '',
      transactionHash: '0xt3',
    },
  ]
  const { printed } = await study([fileOf('b.json', text(rows))])
  expect(printed.winners).toEqual({ told: 0, proved: 1, inferred: 0, unknown: 0 })
  expect(printed.wallets.find(({ wallet }) => wallet === '0xa1')).toMatchObject({
    wins: 1,
    realised: 6,
  })
})

describe('what is no file of trades', () => {
  test('an unknown format is named, exit code 1, and the other files are read', async () => {
    const unknown = fileOf('strange.csv', 'a,b\n1,2\n')
    const { code, err, printed } = await study([unknown, fileOf('a.json', text([trade()]))])
    expect(code).toBe(1)
    expect(err).toContain('strange.csv: no known format of trades')
    expect(printed.files).toMatchObject([
      { format: 'unknown', rows: 1, rejected: { 'unknown-format': 1 } },
      { taken: 1 },
    ])
  })

  test('a truncated file keeps its sound rows and names its line', async () => {
    const lines = Array.from({ length: 5_000 }, (_, index) =>
      text(trade({ transactionHash: `0x${index}` })),
    )
    const bytes = gzipSync(lines.join('\n'))
    const file = fileOf('cut.jsonl.gz', bytes.subarray(0, bytes.length / 2))
    const { code, err, printed } = await study([file])
    expect(code).toBe(1)
    expect(err).toContain(`${file}:${(printed.files[0]?.taken ?? 0) + 1}: unexpected end of file`)
    expect(printed.files[0]?.taken).toBeGreaterThan(1_000)
  })

  test('a broken line, or a row with a column too few, spoils itself alone', async () => {
    const broken = fileOf('a.jsonl', `${text(trade())}\n{"proxy\n${text(trade({ size: 3 }))}\n`)
    const short = fileOf('a.csv', `${csv([trade()])}\n"0x1","0x2"\n`)
    const { code, err, printed } = await study([broken, short])
    expect(code).toBe(1)
    expect(err).toContain(`${broken}:2: `)
    expect(err).toContain(`${short}:3: expected 11 columns, was 2`)
    expect(printed.files.map(({ taken, duplicates }) => taken + duplicates)).toEqual([2, 1])
  })

  test('a missing file and an empty one are named', async () => {
    const { code, err } = await study(['no-such-file', fileOf('empty.csv', '')])
    expect(code).toBe(1)
    expect(err).toMatch(/^no-such-file: ENOENT[^;]*$/m)
    expect(err).toContain('empty.csv: no rows')
  })

  test('an array cut short is damage, not a failure', async () => {
    const { code, err } = await study([fileOf('a.json', text([trade()]).slice(0, -5))])
    expect(code).toBe(1)
    expect(err).toContain('a.json: ')
  })
})

test('for people it is a table of files, of winners and of wallets', async () => {
  const files = [fileOf('a.json', text([trade()]))]
  const { code, out } = await capturedOutput(() =>
    whalesCommand({ files, json: false, top: 5, by: 'volume', inferAt: 0.99 }, madeConfig()),
  )
  expect(code).toBe(0)
  expect(out).toMatch(/a\.json +Data API trades +1 +1 +0 +-\n/)
  expect(out).toContain('A win rate is not skill')
  expect(out).toMatch(/0xa1 +withheld +0 of 30 resolved bets .* withheld: 0 of 10 closed bets /)
})

const nobel = realData('trades/nobel-2025-negrisk.csv.gz')
const dota = realData('trades/crypto-dota-2026-01.csv.gz')

test.skipIf(nobel.missing)(
  `real trades of one event: 1,500 of 5,000 rows are distinct${nobel.note}`,
  async () => {
    const { code, printed } = await study([nobel.path])
    expect(code).toBe(0)
    expect(printed.files[0]).toMatchObject({
      rows: 5_000,
      taken: 1_500,
      duplicates: 3_500,
      rejected: {},
    })
    expect(printed.stats.total_wallets_tracked).toBe(665)
  },
  60_000,
)

test.skipIf(dota.missing)(
  `real trades without hashes: 2,254 of 2,852 rows are distinct${dota.note}`,
  async () => {
    const { code, printed } = await study([dota.path])
    expect(code).toBe(0)
    expect(printed.files[0]).toMatchObject({
      rows: 2_852,
      taken: 2_254,
      duplicates: 598,
      rejected: {},
    })
    expect(printed.stats.total_wallets_tracked).toBe(686)
  },
  60_000,
)

const crypto = realData('trades/crypto-up-down-8-wallets.csv.gz')

test.skipIf(crypto.missing)(
  `the eight real crypto wallets are one operator that buys both sides: separated, whatever they won${crypto.note}`,
  async () => {
    const { printed } = await study([crypto.path], 0.9)
    expect(printed.wallets).toHaveLength(8)
    for (const { skill } of printed.wallets) {
      expect(skill.standing).toBe('separated')
      expect(skill.reason).toContain('two-sided')
    }
    expect(printed.groups).toHaveLength(1)
    expect(printed.groups[0]).toHaveLength(6)
  },
  60_000,
)

test.skipIf(nobel.missing)(
  `the early winners of one real event are withheld, with the reason: one event is one event${nobel.note}`,
  async () => {
    const { printed } = await study([nobel.path], 0.99, 'profit')
    expect(printed.population).toMatchObject({ assessed: 0, found: 0 })
    const winners = printed.wallets.filter(({ wins }) => wins > 0)
    expect(winners.length).toBeGreaterThan(15)
    expect(winners[0]?.realised).toBeGreaterThan(6_000)
    for (const { skill } of winners) {
      expect(skill.standing).toBe('withheld')
      expect(skill.reason).toMatch(/^one event of 10 needed/)
    }
  },
  60_000,
)
