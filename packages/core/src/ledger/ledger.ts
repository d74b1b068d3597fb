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
  /** Entries of closed positions by position and id, so that a late repetition is recognised. */
  past: ReadonlyMap<PositionKey, ReadonlyMap<string, PositionEntry>>
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
  past: new Map(),
  realised: 0 as Usd,
  fees: 0 as Usd,
})

/** Returns confirmed and provisional cash together. */
export const totalCash = (ledger: Ledger): Usd =>
  (ledger.cash.confirmed + ledger.cash.provisional) as Usd

/**
 * Records an entry, or what became of it. Repeating it changes nothing; a confirmed or failed entry stays so.
 *
 * Its cash and fee may change as long as its position is open: a venue may say a fee late. A position whose shares
 * are gone and whose entries are all settled moves to `closed`; what comes later of its entries changes nothing.
 *
 * @throws BotError `ledger-inconsistent` when an id comes back with other shares.
 */
export const recordEntry = (ledger: Ledger, of: EntryOwner, entry: PositionEntry): Ledger => {
  const key = positionKey(of.owner, of.token)
  const before = ledger.positions.get(key)
  const known = findEntry(ledger, key, entry.id)
  if (known === undefined) {
    const entries = [...(before?.entries ?? []), entry]
    return replacePosition(ledger, before, foldPosition(baseOf(key, of, before), entries), entry.at)
  }
  if (known.shares !== entry.shares) throw inconsistent(key, known, entry)
  const settled = known.settled === 'provisional' ? entry.settled : known.settled
  const next = { ...known, settled, cash: entry.cash, fee: entry.fee }
  const same = known.settled === settled && known.cash === entry.cash && known.fee === entry.fee
  const isLate = entry.settled === 'provisional' && known.settled !== 'provisional'
  if (before === undefined || same || isLate || !before.entries.includes(known)) return ledger
  const entries = before.entries.map((each) => (each === known ? next : each))
  return replacePosition(ledger, before, foldPosition(baseOf(key, of, before), entries), entry.at)
}

const baseOf = (
  key: PositionKey,
  of: EntryOwner,
  before: Position | undefined,
): Parameters<typeof foldPosition>[0] => ({ key, highWater: before?.highWater, ...of })

/** Finds an entry of a position, open or closed. */
export const findEntry = (
  ledger: Ledger,
  key: PositionKey,
  id: string,
): PositionEntry | undefined =>
  ledger.positions.get(key)?.entries.find((entry) => entry.id === id) ??
  ledger.past.get(key)?.get(id)

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
    past: over ? remember(ledger.past, after) : ledger.past,
    realised: (ledger.realised + after.realised - (before?.realised ?? 0)) as Usd,
    fees: (ledger.fees + after.fees - (before?.fees ?? 0)) as Usd,
  }
}

const remember = (past: Ledger['past'], { key, entries }: Position): Ledger['past'] =>
  new Map(past).set(
    key,
    new Map([...(past.get(key) ?? []), ...entries.map((entry) => [entry.id, entry] as const)]),
  )

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

/**
 * Drops all but the newest closed positions, so that a long run stays bounded.
 *
 * Entries of a token that no kept position speaks of are forgotten: repeating one of them would record it anew.
 */
export const trimClosed = (ledger: Ledger, keep: number): Ledger => {
  if (ledger.closed.length <= keep) return ledger
  const closed = ledger.closed.slice(ledger.closed.length - keep)
  const kept = new Set(closed.map(({ position }) => position.key))
  const past = new Map(
    [...ledger.past].filter(([key]) => kept.has(key) || ledger.positions.has(key)),
  )
  return { ...ledger, closed, past }
}
