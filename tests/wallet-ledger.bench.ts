import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { WalletActivity } from '@bot/core'
import { createWalletLedger, type WalletLedger } from '@bot/whale-tracker'
import { bench, describe } from 'vitest'
import {
  applyToLeanMap,
  applyToMap,
  type LeanPosition,
  type MapLedger,
} from './fixtures/map-ledger.js'
import { drawWalletTrades } from './fixtures/wallet-trades.js'

/** `BENCH_TRADES=10000000` for the ten million that the documentation tells of; it takes minutes. */
const COUNT = Number(process.env['BENCH_TRADES'] ?? 1_000_000)
const ROUNDS = COUNT > 1_000_000 ? 1 : 3
const trades = drawWalletTrades(COUNT)

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')
const held = (): number => {
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Rows are made a page at a time, so that feeding them can be timed apart from making them. */
const PAGE = 5_000
let feedingMs = 0
let feedingCpuUs = 0
const fill = <T>(ledger: T, apply: (ledger: T, rows: readonly WalletActivity[]) => void): T => {
  feedingMs = 0
  feedingCpuUs = 0
  for (let from = 0; from < COUNT; from += PAGE) {
    const length = Math.min(PAGE, COUNT - from)
    const rows = Array.from({ length }, (_, i) => trades.row(from + i))
    const [started, cpu] = [performance.now(), process.cpuUsage()]
    apply(ledger, rows)
    feedingMs += performance.now() - started
    const { user, system } = process.cpuUsage(cpu)
    feedingCpuUs += user + system
  }
  return ledger
}
const each =
  <T>(apply: (ledger: T, row: WalletActivity) => void) =>
  (ledger: T, rows: readonly WalletActivity[]): void => {
    for (const row of rows) apply(ledger, row)
  }
const columns = (): WalletLedger =>
  fill(createWalletLedger(), (ledger, rows) => ledger.applyAll(rows))
const oneByOne = (): WalletLedger =>
  fill(
    createWalletLedger(),
    each((ledger, row) => ledger.apply(row)),
  )
const objects = (): MapLedger => fill<MapLedger>(new Map(), each(applyToMap))
const leanObjects = (): Map<string, Map<string, LeanPosition>> =>
  fill(new Map(), each(applyToLeanMap))

/** Nanoseconds a trade: fed alone by the clock and by the processor, and with the rows made. */
type Cost = Readonly<{ fed: number; fedCpu: number; whole: number; wholeCpu: number }>
const timed = <T>(make: () => T): Readonly<{ made: T; cost: Cost }> => {
  const [started, cpu] = [performance.now(), process.cpuUsage()]
  const made = make()
  const whole = ((performance.now() - started) * 1e6) / COUNT
  const { user, system } = process.cpuUsage(cpu)
  const [fed, fedCpu] = [(feedingMs * 1e6) / COUNT, (feedingCpuUs * 1e3) / COUNT]
  return { made, cost: { fed, fedCpu, whole, wholeCpu: ((user + system) * 1e3) / COUNT } }
}

/** What is left when the garbage is gone, in bytes, and what a ledger says of all its wallets. */
const measured = <T>(make: () => T, sum: (ledger: T) => readonly number[]) => {
  const before = held()
  const { made, cost } = timed(make)
  const bytes = held() - before
  return { bytes, cost, sums: sum(made) }
}

const sumOfColumns = (ledger: WalletLedger): readonly number[] => {
  let [positions, shares, cost, profit, lost] = [0, 0, 0, 0, 0]
  for (const { wallet } of ledger.summaries()) {
    for (const { outcomes } of ledger.record(wallet)?.markets.values() ?? []) {
      for (const each of outcomes.values()) {
        positions += 1
        shares += each.shares
        cost += each.cost
        profit += each.realised
        lost += each.unexplained
      }
    }
  }
  return [positions, shares, lost, cost, profit]
}
const sumOfObjects = (ledger: MapLedger): readonly number[] => {
  let [positions, shares, cost, profit, lost] = [0, 0, 0, 0, 0]
  for (const wallet of ledger.values()) {
    for (const each of wallet.values()) {
      positions += 1
      shares += each.shares
      cost += each.cost
      profit += each.profit
      lost += each.unexplained
    }
  }
  return [positions, shares, lost, cost, profit]
}

const ours = measured(columns, sumOfColumns)
const naive = measured(objects, sumOfObjects)
const lean = measured(leanObjects, () => [])
// The map divides in floats, which may miss a micro-dollar a trade; shares and positions are the same.
for (const [index, ourSum] of ours.sums.entries()) {
  const distance = Math.abs(ourSum - (naive.sums[index] ?? Number.NaN))
  if (!(distance <= (index < 3 ? 0 : COUNT))) {
    throw new Error(`Expected the same sums, were ${ours.sums} and ${naive.sums}`)
  }
}

/** Rounds that take turns, the first of which were measured above. */
const turns = [{ map: naive.cost, column: ours.cost }]
while (turns.length < ROUNDS) turns.push({ map: timed(objects).cost, column: timed(columns).cost })
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
const told = (what: string, pick: (cost: Cost) => number): string => {
  const [map, column] = [
    median(turns.map((turn) => pick(turn.map))),
    median(turns.map((turn) => pick(turn.column))),
  ]
  const faster = median(turns.map((turn) => pick(turn.map) / pick(turn.column)))
  return `${what} ${column.toFixed(0)} ns a trade, maps ${map.toFixed(0)} (${faster.toFixed(2)} x)`
}
const feeding = [
  told('fed alone', ({ fed }) => fed),
  told('by the processor', ({ fedCpu }) => fedCpu),
  told('rows made too', ({ whole }) => whole),
  told('by the processor', ({ wholeCpu }) => wholeCpu),
].join('; ')

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0)
const ratio = (bytes: number): string => (ours.bytes / bytes).toFixed(2)
const memory = `columns ${megabytes(ours.bytes)} MB; maps ${megabytes(naive.bytes)} MB (${ratio(naive.bytes)} of it), with three numbers a position ${megabytes(lean.bytes)} MB (${ratio(lean.bytes)})`
const options = { iterations: ROUNDS, time: 0, warmupIterations: 0, warmupTime: 0 }

describe(`${COUNT} trades of ${trades.wallets} wallets, ${ours.sums[0]} positions; ${feeding}; ${memory}`, () => {
  bench('Map<wallet, Map<token, object>>', () => void objects(), options)
  bench('columns', () => void columns(), options)
  bench('columns, row by row', () => void oneByOne(), options)
  bench('the same map, three numbers a position', () => void leanObjects(), options)
  let kept = 0
  bench(
    'making the rows alone, which is in all of these',
    () =>
      void fill(
        undefined,
        each((_, row) => (kept += row.exchanged.size)),
      ),
    options,
  )
})
