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
  size: () => number
  bytes: () => number
}>

/** A row: shares, cost, then as words wallet, outcome, next, details with flags, first and last second. */
const ROW_FLOATS = 5
const [WALLET, OUTCOME, NEXT, DETAIL, FIRST, LAST] = [4, 5, 6, 7, 8, 9] as const
/** What only positions need that were left: kept apart, so that the others stay within one line of the cache. */
const DETAIL_FLOATS = 8
const [BOUGHT, PAID, SOLD, PROCEEDS, SOLD_PROFIT, SETTLED_PROFIT, UNEXPLAINED, FEE] = [
  0, 1, 2, 3, 4, 5, 6, 7,
] as const
const FROM_SETS = 0x4000_0000
const DETAIL_MASK = 0x3fff_ffff
const FULLEST = 0.75
const GROWTH = 1.5

/** Makes an empty table: rows in blocks, found by open addressing. */
export const createPositionTable = (): PositionTable => {
  const rows = createRowStore(ROW_FLOATS)
  const details = createRowStore(DETAIL_FLOATS)
  let slots = new Uint32Array(256)
  let scale = slots.length / 2 ** 32

  const word = (row: number, field: number): number =>
    rows.words(row)[rows.wordAt(row) + field] ?? 0
  const setWord = (row: number, field: number, value: number): void => {
    rows.words(row)[rows.wordAt(row) + field] = value
  }
  const slotOf = (wallet: number, outcome: number): number => {
    let slot = Math.floor(hashPair(wallet, outcome) * scale)
    for (;;) {
      const found = slots[slot] ?? 0
      if (found === 0) return slot
      const words = rows.words(found - 1)
      const from = rows.wordAt(found - 1)
      if (words[from + OUTCOME] === outcome && words[from + WALLET] === wallet) return slot
      slot = slot + 1 === slots.length ? 0 : slot + 1
    }
  }
  const grow = (): void => {
    slots = new Uint32Array(Math.ceil(slots.length * GROWTH))
    scale = slots.length / 2 ** 32
    for (let row = 0; row < rows.size(); row++) {
      let slot = Math.floor(hashPair(word(row, WALLET), word(row, OUTCOME)) * scale)
      while (slots[slot] !== 0) slot = slot + 1 === slots.length ? 0 : slot + 1
      slots[slot] = row + 1
    }
  }
  /** The details of a row, made when first needed: until then everything that came in is still held. */
  const detailOf = (row: number): number => {
    const packed = word(row, DETAIL)
    if ((packed & DETAIL_MASK) !== 0) return (packed & DETAIL_MASK) - 1
    const added = details.add()
    setWord(row, DETAIL, (packed | (added + 1)) >>> 0)
    const [floats, at] = [rows.floats(row), rows.floatAt(row)]
    const [detail, from] = [details.floats(added), details.floatAt(added)]
    detail[from + BOUGHT] = floats[at] ?? 0
    detail[from + PAID] = floats[at + 1] ?? 0
    return added
  }
  const addDetail = (row: number, field: number, value: number): void => {
    const detail = detailOf(row)
    const floats = details.floats(detail)
    const at = details.floatAt(detail) + field
    floats[at] = (floats[at] ?? 0) + value
  }
  const flag = (row: number, bit: number): void =>
    setWord(row, DETAIL, (word(row, DETAIL) | bit) >>> 0)
  const held = (row: number): number => rows.floats(row)[rows.floatAt(row)] ?? 0
  const costOf = (row: number, shares: number): number => {
    const all = held(row)
    if (all === 0) return 0
    return proportion(rows.floats(row)[rows.floatAt(row) + 1] ?? 0, Math.min(shares, all), all)
  }
  const move = (row: number, shares: number, cost: number): void => {
    const [floats, at] = [rows.floats(row), rows.floatAt(row)]
    floats[at] = (floats[at] ?? 0) + shares
    floats[at + 1] = (floats[at + 1] ?? 0) + cost
  }

  return {
    find: (wallet, outcome) => (slots[slotOf(wallet, outcome)] ?? 0) - 1,
    enter: (wallet, outcome, next, second) => {
      const slot = slotOf(wallet, outcome)
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
      if (rows.size() > slots.length * FULLEST) grow()
      return row
    },
    next: (row) => word(row, NEXT) - 1,
    held,
    costOf,
    add: (row, shares, cost, how) => {
      const hasDetail = (word(row, DETAIL) & DETAIL_MASK) !== 0
      if (how === 'otherwise') {
        detailOf(row)
        flag(row, FROM_SETS)
      } else if (hasDetail) {
        addDetail(row, BOUGHT, shares)
        addDetail(row, PAID, cost)
      }
      move(row, shares, cost)
    },
    take: (row, shares, proceeds, how) => {
      const all = held(row)
      const known = Math.min(shares, all)
      if (known < shares) addDetail(row, UNEXPLAINED, shares - known)
      if (known === 0) return
      const cost = costOf(row, known)
      const received = proportion(proceeds, known, shares)
      const isSale = how === 'sold'
      addDetail(row, isSale ? SOLD_PROFIT : SETTLED_PROFIT, received - cost)
      if (isSale) {
        addDetail(row, SOLD, known)
        addDetail(row, PROCEEDS, received)
      }
      move(row, -known, -cost)
    },
    addFee: (row, fee) => addDetail(row, FEE, fee),
    seenAt: (row, second) => {
      const [words, from] = [rows.words(row), rows.wordAt(row)]
      if (second > (words[from + LAST] ?? 0)) words[from + LAST] = second
      else if (second < (words[from + FIRST] ?? 0)) words[from + FIRST] = second
    },
    view: (row) => {
      const [floats, at] = [rows.floats(row), rows.floatAt(row)]
      const [shares, cost] = [floats[at] ?? 0, floats[at + 1] ?? 0]
      const packed = word(row, DETAIL)
      const detail = (packed & DETAIL_MASK) - 1
      const block = details.floats(detail)
      const from = details.floatAt(detail)
      const read = (field: number): number => (detail < 0 ? 0 : (block[from + field] ?? 0))
      return {
        outcome: word(row, OUTCOME),
        shares,
        cost,
        firstAt: word(row, FIRST),
        lastAt: word(row, LAST),
        bought: detail < 0 ? shares : read(BOUGHT),
        paid: detail < 0 ? cost : read(PAID),
        sold: read(SOLD),
        proceeds: read(PROCEEDS),
        soldProfit: read(SOLD_PROFIT),
        settledProfit: read(SETTLED_PROFIT),
        unexplained: read(UNEXPLAINED),
        fee: read(FEE),
        fromSets: (packed & FROM_SETS) !== 0,
      }
    },
    restore: (row, view) => {
      if (view.fromSets) flag(row, FROM_SETS)
      setWord(row, FIRST, view.firstAt)
      setWord(row, LAST, view.lastAt)
      const isPlain =
        view.bought === view.shares &&
        view.paid === view.cost &&
        view.sold === 0 &&
        view.settledProfit === 0 &&
        view.unexplained === 0 &&
        view.fee === 0 &&
        !view.fromSets
      if (!isPlain) {
        addDetail(row, BOUGHT, view.bought)
        addDetail(row, PAID, view.paid)
        addDetail(row, SOLD, view.sold)
        addDetail(row, PROCEEDS, view.proceeds)
        addDetail(row, SOLD_PROFIT, view.soldProfit)
        addDetail(row, SETTLED_PROFIT, view.settledProfit)
        addDetail(row, UNEXPLAINED, view.unexplained)
        addDetail(row, FEE, view.fee)
      }
      move(row, view.shares, view.cost)
    },
    size: () => rows.size(),
    bytes: () => rows.bytes() + details.bytes() + slots.byteLength,
  }
}

const hashPair = (wallet: number, outcome: number): number => {
  let hash =
    Math.imul(wallet ^ 0x9e3779b1, 0x85ebca6b) ^ Math.imul(outcome + 0x7f4a7c15, 0xc2b2ae35)
  hash = Math.imul(hash ^ (hash >>> 16), 0x2c1b3c6d)
  hash = Math.imul(hash ^ (hash >>> 13), 0x297a2d39)
  return (hash ^ (hash >>> 15)) >>> 0
}
