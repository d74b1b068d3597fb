import type { MarketId, TimeMs, TokenId } from '../brand.js'
import { BotError } from '../error/bot-error.js'
import type { Price } from '../money/price.js'
import type { Usd } from '../money/usd.js'
import {
  foldPosition,
  heldShares,
  type Position,
  type PositionEntry,
  type PositionKey,
  positionKey,
  type Settled,
} from './position.js'

/** A position that is over: what went in, what came out, and when. */
export type ClosedPosition = Readonly<{
  position: Position
  invested: Usd
  realised: Usd
  closedAt: TimeMs
}>

/**
 * Cash and positions as a fold over entries.
 *
 * At any time, exactly: `confirmed + provisional cash + Σ cost of positions = starting cash + Σ realised`.
 */
export type Ledger = Readonly<{
  start: Usd
  cash: Readonly<{ confirmed: Usd; provisional: Usd }>
  positions: ReadonlyMap<PositionKey, Position>
  closed: readonly ClosedPosition[]
  realised: Usd
  fees: Usd
}>

/** What an entry belongs to. */
export type EntryOwner = Readonly<{
  owner: string
  basket?: string
  token: TokenId
  market: MarketId
}>

/** Starts a ledger with cash that is confirmed. */
export const createLedger = (start: Usd): Ledger => ({
  start,
  cash: { confirmed: start, provisional: 0 as Usd },
  positions: new Map(),
  closed: [],
  realised: 0 as Usd,
  fees: 0 as Usd,
})

/** Returns confirmed and provisional cash together. */
export const totalCash = (ledger: Ledger): Usd =>
  (ledger.cash.confirmed + ledger.cash.provisional) as Usd

const RANK: Readonly<Record<Settled, number>> = { provisional: 0, confirmed: 1, failed: 1 }

/**
 * Records an entry, or what became of it. Repeating it changes nothing; a confirmed or failed entry stays so.
 *
 * A position whose shares are gone and whose entries are all settled moves to `closed`.
 *
 * @throws BotError `ledger-inconsistent` when an id comes back with other shares or other cash.
 */
export const recordEntry = (ledger: Ledger, of: EntryOwner, entry: PositionEntry): Ledger => {
  const key = positionKey(of.owner, of.token)
  if (isClosedEntry(ledger, key, entry.id)) return ledger
  const before = ledger.positions.get(key)
  const entries = before?.entries ?? []
  const known = entries.find((candidate) => candidate.id === entry.id)
  if (known !== undefined) {
    if (known.shares !== entry.shares) throw inconsistent(key, known, entry)
    if (RANK[entry.settled] <= RANK[known.settled]) return ledger
  }
  const next =
    known === undefined
      ? [...entries, entry]
      : entries.map((each) => (each === known ? { ...entry, at: known.at } : each))
  const base = { key, highWater: before?.highWater, ...of }
  return replacePosition(ledger, before, foldPosition(base, next), entry.at)
}

const isClosedEntry = (ledger: Ledger, key: PositionKey, id: string): boolean =>
  ledger.closed.some(
    ({ position }) => position.key === key && position.entries.some((entry) => entry.id === id),
  )

const inconsistent = (key: string, known: PositionEntry, came: PositionEntry): BotError =>
  new BotError(
    'ledger-inconsistent',
    `Expected entry ${known.id} of ${key} to keep its ${known.shares} shares, was ${came.shares}`,
    { key, known, came },
  )

const replacePosition = (
  ledger: Ledger,
  before: Position | undefined,
  after: Position,
  at: TimeMs,
): Ledger => {
  const positions = new Map(ledger.positions)
  const settled = after.entries.every((entry) => entry.settled !== 'provisional')
  const over = settled && heldShares(after) === 0
  if (over) positions.delete(after.key)
  else positions.set(after.key, after)
  const change = (pick: (entry: PositionEntry) => number): number =>
    sum(after.entries, pick) - sum(before?.entries ?? [], pick)
  return {
    start: ledger.start,
    cash: {
      confirmed: (ledger.cash.confirmed +
        change((e) => (e.settled === 'confirmed' ? e.cash : 0))) as Usd,
      provisional: (ledger.cash.provisional +
        change((e) => (e.settled === 'provisional' ? e.cash : 0))) as Usd,
    },
    positions,
    closed: over ? [...ledger.closed, closedPosition(after, at)] : ledger.closed,
    realised: (ledger.realised + after.realised - (before?.realised ?? 0)) as Usd,
    fees: (ledger.fees + after.fees - (before?.fees ?? 0)) as Usd,
  }
}

const sum = (entries: readonly PositionEntry[], pick: (entry: PositionEntry) => number): number =>
  entries.reduce((total, entry) => total + pick(entry), 0)

const closedPosition = (position: Position, closedAt: TimeMs): ClosedPosition => ({
  position,
  invested: sum(position.entries, (entry) =>
    entry.settled !== 'failed' && entry.shares > 0 ? -entry.cash : 0,
  ) as Usd,
  realised: position.realised,
  closedAt,
})

/** Raises a position's high-water mark to the best bid now. */
export const markPosition = (ledger: Ledger, key: PositionKey, bid: Price): Ledger => {
  const position = ledger.positions.get(key)
  if (position === undefined || (position.highWater ?? -1) >= bid) return ledger
  const positions = new Map(ledger.positions)
  positions.set(key, { ...position, highWater: bid })
  return { ...ledger, positions }
}

/** Drops all but the newest closed positions, so that a long run stays bounded. */
export const trimClosed = (ledger: Ledger, keep: number): Ledger =>
  ledger.closed.length <= keep ? ledger : { ...ledger, closed: ledger.closed.slice(-keep) }
