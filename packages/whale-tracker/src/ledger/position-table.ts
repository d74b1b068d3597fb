import { proportion } from './proportion.js'
import { createRowStore } from './row-store.js'

/** What a wallet has of an outcome, read out of its columns. Shares and dollars in millionths, times in seconds. */
export type PositionView = Readonly<{
  outcome: number
  shares: number
  cost: number
  firstAt: number
  lastAt: number
  /** Everything that ever came in by a purchase, and what it cost. */
  bought: number
  paid: number
  /** Everything that left by a sale, what it brought, and that less its cost. */
  sold: number
  proceeds: number
  soldProfit: number
  /** Profit by merges, redemptions and conversions. */
  settledProfit: number
  /** Shares that left without having come in. */
  unexplained: number
  fee: number
  /** Shares came in as complete sets or by conversion. */
  fromSets: boolean
}>

/** Positions by wallet and outcome, both small numbers. A position is the number of its row. */
export type PositionTable = Readonly<{
  /** Finds a position; -1 when there is none. */
  find: (wallet: number, outcome: number) => number
  /** Fetches the slot where a search for a position begins, so that many may come from memory at once. */
  fetch: (wallet: number, outcome: number) => void
  /** Finds or adds a position; `next` is the wallet's position before it (-1: none). */
  enter: (wallet: number, outcome: number, next: number, second: number) => number
  next: (row: number) => number
  held: (row: number) => number
  /** Adds shares that were bought, or that came otherwise. */
  add: (row: number, shares: number, cost: number, how: 'bought' | 'otherwise') => void
  /** Takes shares out at average cost; those beyond what is held are unexplained, and bring no profit. */
  take: (row: number, shares: number, proceeds: number, how: 'sold' | 'otherwise') => void
  /** What some of the held shares cost. */
  costOf: (row: number, shares: number) => number
  addFee: (row: number, fee: number) => void
  seenAt: (row: number, second: number) => void
  view: (row: number) => PositionView
  /** Writes a row back as it was read. */
  restore: (row: number, view: PositionView) => void
  /** Empties a row; it counts again from what is entered next. */
  clear: (row: number) => void
  isCleared: (row: number) => boolean
  size: () => number
  bytes: () => number
}>

/** A row, one line of the cache: these floats, then these words. */
const ROW_FLOATS = 8
const [SHARES, COST, BOUGHT, PAID, PROCEEDS] = [0, 1, 2, 3, 4] as const
const [WALLET, OUTCOME, NEXT, DETAIL, FIRST, LAST] = [10, 11, 12, 13, 14, 15] as const
/**
 * What few positions need is kept apart: shares and cost that came otherwise than by a purchase less those that left
 * otherwise than by a sale, the profit of these, shares that left without having come in, and fees.
 */
const DETAIL_FLOATS = 5
const [OTHER_SHARES, OTHER_COST, SETTLED_PROFIT, UNEXPLAINED, FEE] = [0, 1, 2, 3, 4] as const
const FROM_SETS = 0x4000_0000
const DETAIL_MASK = 0x3fff_ffff
/** The first second of a row that was cleared. */
const NEVER = 0xffff_ffff
/** A slot: the number of the row and one (0: free), then the print of wallet and outcome. */
const SLOT = 2
const FULLEST = 0.75
const GROWTH = 1.5

/** Makes an empty table: rows in blocks, found by open addressing in order of their prints. */
export const createPositionTable = (): PositionTable => {
  const rows = createRowStore(ROW_FLOATS)
  const details = createRowStore(DETAIL_FLOATS)
  let count = 128
  let slots = new Uint32Array(SLOT * count)
  /** What was fetched last, kept so that no compiler leaves the reading out. */
  let fetched = 0

  const word = (row: number, field: number): number =>
    rows.words(row)[rows.wordAt(row) + field] ?? 0
  const setWord = (row: number, field: number, value: number): void => {
    rows.words(row)[rows.wordAt(row) + field] = value
  }
  const homeOf = (print: number): number => SLOT * Math.floor(print * (count / 2 ** 32))
  const slotOf = (wallet: number, outcome: number, print: number): number => {
    let slot = homeOf(print)
    for (;;) {
      const found = slots[slot] ?? 0
      if (found === 0) return slot
      if (slots[slot + 1] === print) {
        const words = rows.words(found - 1)
        const from = rows.wordAt(found - 1)
        if (words[from + OUTCOME] === outcome && words[from + WALLET] === wallet) return slot
      }
      slot += SLOT
      if (slot === slots.length) slot = 0
    }
  }
  /** Slots lie in order of their prints, and so do those that they move to: neither is read all over the place. */
  const grow = (): void => {
    const before = slots
    count = Math.ceil(count * GROWTH)
    slots = new Uint32Array(SLOT * count)
    for (let from = 0; from < before.length; from += SLOT) {
      const found = before[from] ?? 0
      if (found === 0) continue
      const print = before[from + 1] ?? 0
      let slot = homeOf(print)
      while (slots[slot] !== 0) slot = slot + SLOT === slots.length ? 0 : slot + SLOT
      slots[slot] = found
      slots[slot + 1] = print
    }
  }
  const addDetail = (row: number, field: number, value: number): void => {
    let detail = (word(row, DETAIL) & DETAIL_MASK) - 1
    if (detail < 0) {
      detail = details.add()
      setWord(row, DETAIL, (word(row, DETAIL) | (detail + 1)) >>> 0)
    }
    const floats = details.floats(detail)
    const at = details.floatAt(detail) + field
    floats[at] = (floats[at] ?? 0) + value
  }
  const flag = (row: number, bit: number): void =>
    setWord(row, DETAIL, (word(row, DETAIL) | bit) >>> 0)
  const held = (row: number): number => rows.floats(row)[rows.floatAt(row) + SHARES] ?? 0
  const costOf = (row: number, shares: number): number => {
    const all = held(row)
    if (all === 0) return 0
    return proportion(rows.floats(row)[rows.floatAt(row) + COST] ?? 0, Math.min(shares, all), all)
  }
  const addTo = (row: number, field: number, value: number): void => {
    const [floats, at] = [rows.floats(row), rows.floatAt(row) + field]
    floats[at] = (floats[at] ?? 0) + value
  }
  /** Adds shares and their cost, and notes both as bought or as come otherwise. */
  const add = (row: number, shares: number, cost: number, how: 'bought' | 'otherwise'): void => {
    addTo(row, SHARES, shares)
    addTo(row, COST, cost)
    if (how === 'bought') {
      addTo(row, BOUGHT, shares)
      addTo(row, PAID, cost)
    } else {
      addDetail(row, OTHER_SHARES, shares)
      addDetail(row, OTHER_COST, cost)
      flag(row, FROM_SETS)
    }
  }
  const take = (row: number, shares: number, proceeds: number, how: 'sold' | 'otherwise'): void => {
    const all = held(row)
    const known = Math.min(shares, all)
    if (known < shares) addDetail(row, UNEXPLAINED, shares - known)
    if (known === 0) return
    const cost = costOf(row, known)
    const received = proportion(proceeds, known, shares)
    addTo(row, SHARES, -known)
    addTo(row, COST, -cost)
    if (how === 'sold') {
      addTo(row, PROCEEDS, received)
    } else {
      addDetail(row, OTHER_SHARES, -known)
      addDetail(row, OTHER_COST, -cost)
      addDetail(row, SETTLED_PROFIT, received - cost)
    }
  }
  const view = (row: number): PositionView => {
    const [floats, at] = [rows.floats(row), rows.floatAt(row)]
    const read = (field: number): number => floats[at + field] ?? 0
    const [shares, cost, bought, paid, proceeds] = [
      read(SHARES),
      read(COST),
      read(BOUGHT),
      read(PAID),
      read(PROCEEDS),
    ]
    const packed = word(row, DETAIL)
    const detail = (packed & DETAIL_MASK) - 1
    const more = (field: number): number =>
      detail < 0 ? 0 : (details.floats(detail)[details.floatAt(detail) + field] ?? 0)
    return {
      outcome: word(row, OUTCOME),
      shares,
      cost,
      firstAt: word(row, FIRST),
      lastAt: word(row, LAST),
      bought,
      paid,
      // What came in and is neither held nor gone otherwise was sold.
      sold: bought + more(OTHER_SHARES) - shares,
      proceeds,
      soldProfit: proceeds - (paid + more(OTHER_COST) - cost),
      settledProfit: more(SETTLED_PROFIT),
      unexplained: more(UNEXPLAINED),
      fee: more(FEE),
      fromSets: (packed & FROM_SETS) !== 0,
    }
  }
  const restore = (row: number, was: PositionView): void => {
    if (was.fromSets) flag(row, FROM_SETS)
    setWord(row, FIRST, was.firstAt)
    setWord(row, LAST, was.lastAt)
    addTo(row, SHARES, was.shares)
    addTo(row, COST, was.cost)
    addTo(row, BOUGHT, was.bought)
    addTo(row, PAID, was.paid)
    addTo(row, PROCEEDS, was.proceeds)
    const more = [
      was.shares + was.sold - was.bought,
      was.proceeds - was.soldProfit - was.paid + was.cost,
      was.settledProfit,
      was.unexplained,
      was.fee,
    ]
    for (const [field, value] of more.entries()) if (value !== 0) addDetail(row, field, value)
  }

  return {
    find: (wallet, outcome) => (slots[slotOf(wallet, outcome, hashPair(wallet, outcome))] ?? 0) - 1,
    fetch: (wallet, outcome) => {
      fetched ^= slots[homeOf(hashPair(wallet, outcome))] ?? 0
    },
    enter: (wallet, outcome, next, second) => {
      const print = hashPair(wallet, outcome)
      const slot = slotOf(wallet, outcome, print)
      const found = slots[slot] ?? 0
      if (found !== 0) return found - 1
      const row = rows.add()
      const [words, from] = [rows.words(row), rows.wordAt(row)]
      words[from + WALLET] = wallet
      words[from + OUTCOME] = outcome
      words[from + NEXT] = next + 1
      words[from + FIRST] = second
      words[from + LAST] = second
      slots[slot] = row + 1
      slots[slot + 1] = print
      if (rows.size() > count * FULLEST) grow()
      return row
    },
    next: (row) => word(row, NEXT) - 1,
    held,
    costOf,
    add,
    take,
    addFee: (row, fee) => addDetail(row, FEE, fee),
    seenAt: (row, second) => {
      const [words, from] = [rows.words(row), rows.wordAt(row)]
      if (second > (words[from + LAST] ?? 0)) words[from + LAST] = second
      if (second < (words[from + FIRST] ?? 0)) words[from + FIRST] = second
    },
    view,
    restore,
    clear: (row) => {
      const detail = (word(row, DETAIL) & DETAIL_MASK) - 1
      rows.floats(row).fill(0, rows.floatAt(row), rows.floatAt(row) + PROCEEDS + 1)
      if (detail >= 0) {
        const at = details.floatAt(detail)
        details.floats(detail).fill(0, at, at + DETAIL_FLOATS)
      }
      setWord(row, DETAIL, detail + 1)
      setWord(row, FIRST, NEVER)
      setWord(row, LAST, 0)
    },
    isCleared: (row) => word(row, FIRST) === NEVER,
    size: () => rows.size(),
    bytes: () => rows.bytes() + details.bytes() + slots.byteLength + (fetched & 0),
  }
}

const hashPair = (wallet: number, outcome: number): number => {
  let hash =
    Math.imul(wallet ^ 0x9e3779b1, 0x85ebca6b) ^ Math.imul(outcome + 0x7f4a7c15, 0xc2b2ae35)
  hash = Math.imul(hash ^ (hash >>> 16), 0x2c1b3c6d)
  hash = Math.imul(hash ^ (hash >>> 13), 0x297a2d39)
  return (hash ^ (hash >>> 15)) >>> 0
}
