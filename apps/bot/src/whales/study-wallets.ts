import { basename } from 'node:path'
import { averagePrice, type MarketId, marketId, timeMs, type WalletActivity } from '@bot/core'
import {
  assessWallets,
  createWhaleTracker,
  FIRST_SYSTEM_RULE,
  type PromotionRule,
  type SkillReport,
  type WhaleTracker,
} from '@bot/whale-tracker'
import type { Damage } from '../recording/read-recording.js'
import { readRows } from './read-rows.js'
import { findFormat, type RowFormat } from './row-formats.js'

/** What a file held. */
export type FileReport = Readonly<{
  file: string
  format: string
  rows: number
  taken: number
  duplicates: number
  rejected: Readonly<Record<string, number>>
}>

/** What a set of files says about wallets. */
export type WalletStudy = Readonly<{
  files: readonly FileReport[]
  /** Markets whose winner was told, proved by a redemption, or inferred from the last price. */
  winners: Readonly<{ told: number; inferred: number; unknown: number }>
  tracker: WhaleTracker
  /** What all wallets' resolved bets are evidence of. */
  skill: SkillReport
  damage: readonly Damage[]
}>

/** Options of a study. */
export type StudyOptions = Readonly<{
  rule: Partial<PromotionRule>
  configured: readonly string[]
  /** A last price at or above this (or as near to 0) names the winner; `undefined` infers none. */
  inferAt: number | undefined
}>

type LastTrade = { at: number; price: number; index: number | undefined; outcome: string }
type MarketNotes = { last: LastTrade | undefined; outcomes: Set<string> }

/**
 * Reads trade files of any known format, profiles the wallets in them and assesses their skill. Rows may repeat within and
 * across files, and run forwards or backwards in time; all of them are held in memory.
 */
export const studyWallets = async (
  paths: readonly string[],
  options: StudyOptions,
): Promise<WalletStudy> => {
  const tracker = createWhaleTracker({
    rule: options.rule,
    configured: options.configured,
    rowsRemembered: 10_000_000,
    maxWallets: 2_000_000,
  })
  const markets = new Map<MarketId, MarketNotes>()
  const told = new Map<string, Map<string, boolean>>()
  const damage: Damage[] = []
  const read: FileRows[] = []
  for (const path of paths) {
    read.push(
      await readFile(path, damage, (market, outcome, won) => {
        const known = told.get(market) ?? new Map<string, boolean>()
        told.set(market, known.set(outcome, won))
      }),
    )
  }
  const files = new Map<FileRows, FileReport>()
  let newest = 0
  for (const file of [...read].sort((a, b) => a.oldest - b.oldest)) {
    const outcomes = tracker.observeAll(file.rows)
    const fresh = file.rows.filter((_, index) => outcomes[index] === 'taken')
    for (const row of fresh) note(markets, row)
    for (const { at } of fresh) newest = Math.max(newest, at)
    const duplicates = outcomes.filter((outcome) => outcome === 'duplicate').length
    const taken = file.report.taken + file.rows.length - duplicates
    files.set(file, { ...file.report, taken, duplicates })
  }
  const winners = resolveAll(tracker, markets, told, options.inferAt)
  tracker.judge(timeMs(newest))
  const { minClosedBets } = FIRST_SYSTEM_RULE
  const skill = assessWallets({
    bets: tracker.allBets(),
    labels: tracker.labels(),
    firstSystem: {
      minClosedBets,
      minWinRate: options.rule.minWinRate ?? FIRST_SYSTEM_RULE.minWinRate,
    },
  })
  return {
    files: read.map((file) => files.get(file) ?? file.report),
    winners,
    tracker,
    skill,
    damage,
  }
}

/** A file's rows with what is known of it before they are taken. */
type FileRows = Readonly<{ report: FileReport; rows: readonly WalletActivity[]; oldest: number }>

const readFile = async (
  path: string,
  damage: Damage[],
  tell: (market: string, outcome: string, won: boolean) => void,
): Promise<FileRows> => {
  let format: RowFormat | undefined
  let rows = 0
  let taken = 0
  const kept: WalletActivity[] = []
  const rejected: Record<string, number> = {}
  const reject = (reason: string): void => {
    rejected[reason] = (rejected[reason] ?? 0) + 1
  }
  for await (const item of readRows(path)) {
    if ('problem' in item) {
      damage.push({ file: path, ...item })
      reject('damaged')
      continue
    }
    rows += 1
    format ??= findFormat(item.row)
    if (format === undefined) {
      reject('unknown-format')
      continue
    }
    const read = format.read(item.row)
    if ('rejected' in read) reject(read.rejected)
    else if ('resolved' in read) {
      taken += 1
      tell(read.resolved.market, read.resolved.outcome, read.resolved.won)
    } else kept.push(read.row)
  }
  const report = {
    file: basename(path),
    format: format?.name ?? 'unknown',
    rows,
    taken,
    duplicates: 0,
    rejected,
  }
  const oldest = kept.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY)
  return { report, rows: kept, oldest }
}

const note = (markets: Map<MarketId, MarketNotes>, row: WalletActivity): void => {
  if (row.kind !== 'trade') return
  const notes = markets.get(row.market) ?? { last: undefined, outcomes: new Set<string>() }
  markets.set(row.market, notes)
  const outcome = row.outcome ?? ''
  notes.outcomes.add(outcome)
  const price = averagePrice(row.exchanged)
  if (price !== undefined && (notes.last === undefined || row.at >= notes.last.at)) {
    notes.last = { at: row.at, price, index: row.outcomeIndex, outcome }
  }
}

const resolveAll = (
  tracker: WhaleTracker,
  markets: ReadonlyMap<MarketId, MarketNotes>,
  told: ReadonlyMap<string, ReadonlyMap<string, boolean>>,
  inferAt: number | undefined,
): WalletStudy['winners'] => {
  let inferred = 0
  let unknown = 0
  for (const [market, outcomes] of told) {
    const names = [...outcomes.keys()]
    const payouts = names.map((name) => (outcomes.get(name) === true ? 1_000_000 : 0))
    tracker.resolve({ market: marketId(market), payouts, outcomes: names })
  }
  for (const [market, { last, outcomes }] of markets) {
    if (told.has(market)) continue
    const won =
      last === undefined || inferAt === undefined ? undefined : verdict(last.price, inferAt)
    if (last === undefined || won === undefined) {
      unknown += 1
      continue
    }
    inferred += 1
    if (last.index === undefined) resolveByName(tracker, market, last.outcome, won, outcomes)
    else {
      const winner = won ? last.index : 1 - last.index
      tracker.resolve({
        market,
        payouts: [0, 1].map((index) => (index === winner ? 1_000_000 : 0)),
      })
    }
  }
  return { told: told.size, inferred, unknown }
}

const verdict = (price: number, inferAt: number): boolean | undefined => {
  if (price >= inferAt) return true
  return price <= 1 - inferAt ? false : undefined
}

const resolveByName = (
  tracker: WhaleTracker,
  market: MarketId,
  outcome: string,
  won: boolean,
  seen: ReadonlySet<string>,
): void => {
  const names = [outcome, ...[...seen].filter((name) => name !== outcome)]
  const payouts = names.map((name) => ((name === outcome) === won ? 1_000_000 : 0))
  tracker.resolve({ market, payouts, outcomes: names })
}
