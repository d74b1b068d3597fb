import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { capturedOutput } from '../fixtures/captured-output.js'
import { madeConfig } from '../fixtures/made-config.js'
import { bookFrame, madeRecording, temporaryFolder } from '../fixtures/made-recording.js'
import { realData } from '../fixtures/real-data.js'
import { type WhalesCommand, whalesCommand } from './whales-command.js'

const START = 1_750_000_000_000

type Copied = Readonly<{
  wallet: string
  purchases: number
  trades: number
  own: number
  copy: Readonly<{ edge: number; low: number; high: number }>
  reverse: Readonly<{ edge: number }>
  copyable: boolean
  missed: Readonly<Record<string, number>>
  open: number
}>
type Printed = Readonly<{
  copies?: Readonly<{
    source: string
    markets: number
    overlapping: number
    wallets: readonly Copied[]
  }>
}>

const whales = async (files: readonly string[], change: Partial<WhalesCommand>) => {
  const command = { files, json: true, top: 5, by: 'volume' as const, inferAt: 0.99, ...change }
  return capturedOutput(() => whalesCommand(command, madeConfig()))
}
const copiesOf = async (files: readonly string[], change: Partial<WhalesCommand>) => {
  const { out } = await whales(files, change)
  return (JSON.parse(out) as Printed).copies
}

const tradesOf = (rows: readonly object[]): string => {
  const file = join(temporaryFolder(), 'trades.json')
  writeFileSync(file, JSON.stringify(rows))
  return file
}

const trade = (second: number, parts: object = {}) => ({
  ...{ proxyWallet: '0xa1', conditionId: '0xc1', side: 'BUY', size: 50, price: 0.4 },
  ...{ timestamp: START / 1_000 + second, asset: '111', outcome: 'A', outcomeIndex: 0 },
  ...{ title: 'Will A beat B?', transactionHash: `0x${second}`, ...parts },
})
const end = trade(3_000, { proxyWallet: '0xz', price: 0.995, size: 1 })

/** Books a cent wide around `cents` at a second. */
const booksAt = (second: number, cents: number) => {
  const at = (value: number): string => (value / 100).toFixed(2)
  const t = START + second * 1_000
  return [
    bookFrame(t, '111', [[at(cents - 1), '900']], [[at(cents + 1), '900']]),
    bookFrame(t, '222', [[at(99 - cents), '900']], [[at(101 - cents), '900']]),
  ]
}

describe('copies at recorded books', () => {
  const recording = madeRecording({
    lines: [0, 25, 31, 40, 60, 85, 95].flatMap((second) => booksAt(second, 40 + second / 5)),
  })

  test('a purchase meets the book of thirty seconds later, not one second more or less', async () => {
    const copies = await copiesOf([tradesOf([trade(0), end])], { books: [recording] })
    // The books of second 25, a cent above 45, stand until 31.
    expect(copies).toMatchObject({ source: 'books', markets: 1, overlapping: 1 })
    expect(copies?.wallets[0]).toMatchObject({ wallet: '0xa1', purchases: 1, trades: 1, open: 0 })
    expect(copies?.wallets[0]?.copy.edge).toBeCloseTo(1 - 0.46, 9)
    expect(copies?.wallets[0]?.reverse.edge).toBeCloseTo(0 - 0.56, 9)
    expect(copies?.wallets[0]?.own).toBeCloseTo(0.6, 9)
    expect(copies?.wallets[0]?.copyable).toBe(false)
  })

  test('it sells with the wallet at the bids of thirty seconds later', async () => {
    const sale = trade(60, { side: 'SELL', size: 25, price: 0.6 })
    const copies = await copiesOf([tradesOf([trade(0), sale, end])], { books: [recording] })
    // Half at 0.56, the bid of second 85; the other half won.
    expect(copies?.wallets[0]?.copy.edge).toBeCloseTo(0.5 * 0.56 + 0.5 - 0.46, 9)
    expect(copies?.wallets[0]?.own).toBeCloseTo(0.5 * 0.6 + 0.5 - 0.4, 9)
  })

  test('what could not be copied is counted by its reason, and an unknown end is no gain', async () => {
    const files = [tradesOf([trade(0, { size: 5_000, price: 0.01 }), trade(100), trade(5)])]
    const copies = await copiesOf(files, { books: [recording], inferAt: undefined })
    expect(copies?.wallets[0]).toMatchObject({
      ...{ purchases: 3, trades: 0, open: 1 },
      missed: { 'too-thin': 1, 'book-stale': 1 },
    })
  })

  test('trades of other markets say that nothing can be tried', async () => {
    const files = [tradesOf([trade(0, { asset: '333', conditionId: '0xc3' })])]
    const { out } = await whales(files, { books: [recording], json: false })
    expect(out).toContain('no trade of these wallets is in one of the 1 markets with recorded')
  })

  test('for people the reverse stands beside the copy', async () => {
    const files = [tradesOf([trade(0), end])]
    const { out } = await whales(files, { books: [recording], json: false })
    expect(out).toMatch(/0xa1 +1 +1 +1 +60\.0 +54\.0 .* -56\.0 /)
  })
})

test('without recorded books, others trades of the minute after stand for them, never earlier ones', async () => {
  const other = (second: number, parts: object) => trade(second, { proxyWallet: '0xb2', ...parts })
  const no = { asset: '222', outcome: 'B', outcomeIndex: 1 }
  const rows = [
    trade(0),
    other(10, { price: 0.41, size: 900 }),
    other(45, { price: 0.5, size: 900 }),
    other(50, { ...no, price: 0.52, size: 900 }),
    other(100, { price: 0.42, size: 900 }),
    end,
  ]
  const copies = await copiesOf([tradesOf(rows)], { prints: true })
  expect(copies).toMatchObject({ source: 'prints', overlapping: 1 })
  const copied = copies?.wallets.find(({ wallet }) => wallet === '0xa1')
  // 0.50 and 0.52, with a fee of 7 % of p (1 - p).
  expect(copied?.copy.edge).toBeCloseTo(1 - 0.5 - 0.07 * 0.25, 4)
  expect(copied?.reverse.edge).toBeCloseTo(-0.52 - 0.07 * 0.52 * 0.48, 4)
})

test('books and prints at once are refused', async () => {
  const command = { files: [tradesOf([trade(0)])], json: true, top: 5, by: 'volume' as const }
  await expect(
    whalesCommand({ ...command, inferAt: 0.99, books: ['x'], prints: true }, madeConfig()),
  ).rejects.toThrow('Expected --books or --prints')
})

const nobel = realData('trades/nobel-2025-negrisk.csv.gz')
const game = realData('recordings/mlb-tor-cle-2025-06-24')

test.skipIf(nobel.missing || game.missing)(
  `real trades and real recordings share no market, and it says so${nobel.note}${game.note}`,
  async () => {
    const { code, out } = await whales([nobel.path], { books: [game.path], json: false })
    expect(code).toBe(0)
    expect(out).toContain('nothing can be tried')
  },
)
