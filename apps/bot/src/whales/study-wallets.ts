import { basename } from 'node:path'
import {
  averagePrice,
  type MarketId,
  marketId,
  PRICE_ONE,
  type Price,
  timeMs,
  type WalletActivity,
} from '@bot/core'
import {
  assessWallets,
  createWhaleTracker,
  FIRST_SYSTEM_RULE,
  type MarkedWallet,
  markWallet,
  type OpenPosition,
  type PromotionRule,
  type ResolvedBet,
  type SkillReport,
  type WalletLabel,
  type WhaleTracker,
} from '@bot/whale-tracker'
import type { Damage } from '../recording/read-recording.js'
import { readRows } from './read-rows.js'
import { findFormat, type RawRow, type RowFormat } from './row-formats.js'

/** What a file held. */
export type FileReport = Readonly<{
  file: string
  path: string
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
  winners: Readonly<{ told: number; proved: number; inferred: number; unknown: number }>
  tracker: WhaleTracker
  /** What all wallets' resolved bets are evidence of. */
  skill: SkillReport
  /** What wallets are other than someone with an opinion. */
  labels: ReadonlyMap<string, readonly WalletLabel[]>
  /** What a wallet still holds, at the last prices of the files. */
  marked: (wallet: string) => MarkedWallet | undefined
  /** What was taken of all files, by time. */
  rows: readonly WalletActivity[]
  damage: readonly Damage[]
}>

/** Options of a study. */
export type StudyOptions = Readonly<{
  rule: Partial<PromotionRule>
  configured: readonly string[]
  /** A last price at or above this (or as near to 0) names the winner; `undefined` infers none. */
  inferAt: number | undefined
}>

type LastTrade = {
  at: number
  price: number
  index: number | undefined
  outcome: string
  wallet: string
}
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
  const { files, newest, taken } = takeAll(tracker, read, markets)
  const winners = resolveAll(tracker, markets, told, options.inferAt)
  tracker.judge(timeMs(newest))
  const { minClosedBets } = FIRST_SYSTEM_RULE
  const labels = tracker.labels()
  const skill = assessWallets({
    bets: evidenceOf(tracker, markets, told),
    labels,
    firstSystem: {
      minClosedBets,
      minWinRate: options.rule.minWinRate ?? FIRST_SYSTEM_RULE.minWinRate,
    },
  })
  const marked = (wallet: string): MarkedWallet | undefined => {
    const record = tracker.ledger().record(wallet)
    return record === undefined ? undefined : markWallet(record, (each) => lastPrice(markets, each))
  }
  return { files, winners, tracker, skill, labels, marked, rows: taken, damage }
}

/**
 * All bets, those marked that are no evidence. A wallet's own last trade infers how a market ended mostly where it sold at the top: what it
 * lost is not inferred, so that its bets there would be chosen by how they ended.
 */
function* evidenceOf(
  tracker: WhaleTracker,
  markets: ReadonlyMap<MarketId, MarketNotes>,
  told: ReadonlyMap<string, unknown>,
): Generator<ResolvedBet> {
  for (const bet of tracker.allBets()) {
    const isOwnWord = markets.get(bet.market)?.last?.wallet === bet.wallet && !told.has(bet.market)
    yield isOwnWord ? { ...bet, proved: true } : bet
  }
}

/** Takes the rows of all files as one batch by time, so that files may overlap and each run either way. */
const takeAll = (
  tracker: WhaleTracker,
  read: readonly FileRows[],
  markets: Map<MarketId, MarketNotes>,
): Readonly<{
  files: readonly FileReport[]
  newest: number
  taken: readonly WalletActivity[]
}> => {
  const byAge = [...read].sort((a, b) => a.oldest - b.oldest)
  const rows = byAge.flatMap((file) =>
    isBackwards(file.rows) ? file.rows.toReversed() : file.rows,
  )
  const outcomes = tracker.observeAll(rows)
  const reports = new Map<FileRows, FileReport>()
  let next = 0
  for (const file of byAge) {
    const own = outcomes.slice(next, next + file.rows.length)
    next += file.rows.length
    const duplicates = own.filter((outcome) => outcome === 'duplicate').length
    const taken = file.report.taken + file.rows.length - duplicates
    reports.set(file, { ...file.report, taken, duplicates })
  }
  let newest = 0
  const taken = rows.filter((_, index) => outcomes[index] === 'taken')
  for (const row of taken) {
    note(markets, row)
    newest = Math.max(newest, row.at)
  }
  taken.sort((a, b) => a.at - b.at)
  return { files: read.map((file) => reports.get(file) ?? file.report), newest, taken }
}

const isBackwards = (rows: readonly WalletActivity[]): boolean =>
  (rows[0]?.at ?? 0) > (rows.at(-1)?.at ?? 0)

/** The last price of an outcome, or a dollar less that of the only other one. */
const lastPrice = (
  markets: ReadonlyMap<MarketId, MarketNotes>,
  { market, index, outcome }: OpenPosition,
): Price | undefined => {
  const { last, outcomes } = markets.get(market) ?? {}
  if (last === undefined || outcomes === undefined) return undefined
  const price = Math.round(last.price * PRICE_ONE)
  const isSame =
    index === undefined || last.index === undefined
      ? last.outcome.toLowerCase() === outcome.toLowerCase()
      : last.index === index
  if (isSame) return price as Price
  return outcomes.size <= 2 ? ((PRICE_ONE - price) as Price) : undefined
}

/** A file's rows with what is known of it before they are taken. */
type FileRows = Readonly<{ report: FileReport; rows: readonly WalletActivity[]; oldest: number }>

const readFile = async (
  path: string,
  damage: Damage[],
  tell: (market: string, outcome: string, won: boolean) => void,
): Promise<FileRows> => {
  let format: RowFormat | undefined
  const formats = new Set<string>()
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
    format = formatOf(item.row, format)
    if (format === undefined) {
      reject('unknown-format')
      continue
    }
    formats.add(format.name)
    const read = format.read(item.row)
    if ('rejected' in read) reject(read.rejected)
    else if ('resolved' in read) {
      taken += 1
      tell(read.resolved.market, read.resolved.outcome, read.resolved.won)
    } else kept.push(read.row)
  }
  const report = {
    file: basename(path),
    path,
    format: [...formats].join(', ') || 'unknown',
    rows,
    taken,
    duplicates: 0,
    rejected,
  }
  const oldest = kept.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY)
  return { report, rows: kept, oldest }
}

/** The format of the row before where it fits, since most files have one. */
const formatOf = (row: RawRow, before: RowFormat | undefined): RowFormat | undefined =>
  before?.fields.every((field) => field in row) === true ? before : findFormat(row)

const note = (markets: Map<MarketId, MarketNotes>, row: WalletActivity): void => {
  if (row.kind !== 'trade') return
  const notes = markets.get(row.market) ?? { last: undefined, outcomes: new Set<string>() }
  markets.set(row.market, notes)
  const outcome = row.outcome ?? ''
  notes.outcomes.add(outcome)
  const price = averagePrice(row.exchanged)
  if (price !== undefined && (notes.last === undefined || row.at >= notes.last.at)) {
    notes.last = { at: row.at, price, index: row.outcomeIndex, outcome, wallet: row.wallet }
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
  const proved = new Set<MarketId>()
  for (const { market } of tracker.allBets()) if (!told.has(market)) proved.add(market)
  for (const [market, outcomes] of told) {
    const names = [...outcomes.keys()]
    const payouts = names.map((name) => (outcomes.get(name) === true ? 1_000_000 : 0))
    tracker.resolve({ market: marketId(market), payouts, outcomes: names })
  }
  for (const [market, { last, outcomes }] of markets) {
    if (told.has(market) || proved.has(market)) continue
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
  return { told: told.size, proved: proved.size, inferred, unknown }
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
