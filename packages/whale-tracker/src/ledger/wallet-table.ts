import { createRowStore } from './row-store.js'
import { createTextTable, type TextTable } from './text-table.js'

/** What is kept of a wallet beside its positions. */
export type WalletTotals = Readonly<{
  volume: number
  rewards: number
  firstAt: number
  lastAt: number
  trades: number
  largeTrades: number
  historyMissing: boolean
}>

/** The wallets of a ledger, each with a small number. */
export type WalletTable = Readonly<{
  /** Finds or adds a wallet that did something at a time, in milliseconds. */
  enter: (wallet: string, at: number) => number
  find: (wallet: string) => number
  /** Wallets by name; a name's number is its wallet's. */
  names: TextTable
  /** Fetches a wallet's row. */
  fetch: (id: number) => void
  /** Notes that a wallet did something at a time. */
  seenAt: (id: number, at: number) => void
  nameOf: (id: number) => string
  countTrade: (id: number, notional: number, isLarge: boolean) => void
  addReward: (id: number, dollars: number) => void
  /** The wallet's newest position; -1 when it has none. */
  head: (id: number) => number
  setHead: (id: number, position: number) => void
  markMissing: (id: number) => void
  totals: (id: number) => WalletTotals
  /** Empties a wallet's totals; its positions stay. */
  clear: (id: number) => void
  /** Writes totals back as they were read. */
  restore: (wallet: string, totals: WalletTotals) => number
  size: () => number
  bytes: () => number
}>

/** A row, one line of the cache: volume, rewards, first and last millisecond, then as words the others; two are free. */
const ROW_FLOATS = 8
const [VOLUME, REWARDS, FIRST, LAST] = [0, 1, 2, 3] as const
const [TRADES, LARGE, HEAD, MISSING] = [8, 9, 10, 11] as const

/** Makes an empty table. */
export const createWalletTable = (): WalletTable => {
  const names = createTextTable()
  const rows = createRowStore(ROW_FLOATS)
  /** What was fetched last, kept so that no compiler leaves the reading out. */
  let fetched = 0
  const word = (id: number, field: number): number => rows.words(id)[rows.wordAt(id) + field] ?? 0
  const setWord = (id: number, field: number, value: number): void => {
    rows.words(id)[rows.wordAt(id) + field] = value
  }
  const float = (id: number, field: number): number =>
    rows.floats(id)[rows.floatAt(id) + field] ?? 0
  const addFloat = (id: number, field: number, value: number): void => {
    const [floats, at] = [rows.floats(id), rows.floatAt(id) + field]
    floats[at] = (floats[at] ?? 0) + value
  }
  const seenAt = (id: number, at: number): void => {
    const [floats, from] = [rows.floats(id), rows.floatAt(id)]
    if (at > (floats[from + LAST] ?? 0)) floats[from + LAST] = at
    if (at < (floats[from + FIRST] ?? 0)) floats[from + FIRST] = at
  }
  const enter = (wallet: string, at: number): number => {
    const id = names.idOf(wallet)
    if (id === rows.size()) {
      rows.add()
      addFloat(id, FIRST, at)
      addFloat(id, LAST, at)
      return id
    }
    seenAt(id, at)
    return id
  }

  return {
    enter,
    find: names.find,
    names,
    fetch: (id) => {
      fetched ^= id < 0 ? 0 : word(id, TRADES)
    },
    seenAt,
    nameOf: (id) => names.textOf(id),
    countTrade: (id, notional, isLarge) => {
      addFloat(id, VOLUME, notional)
      setWord(id, TRADES, word(id, TRADES) + 1)
      if (isLarge) setWord(id, LARGE, word(id, LARGE) + 1)
    },
    addReward: (id, dollars) => addFloat(id, REWARDS, dollars),
    head: (id) => word(id, HEAD) - 1,
    setHead: (id, position) => setWord(id, HEAD, position + 1),
    markMissing: (id) => setWord(id, MISSING, 1),
    totals: (id) => ({
      volume: float(id, VOLUME),
      rewards: float(id, REWARDS),
      firstAt: float(id, FIRST),
      lastAt: float(id, LAST),
      trades: word(id, TRADES),
      largeTrades: word(id, LARGE),
      historyMissing: word(id, MISSING) === 1,
    }),
    clear: (id) => {
      const [floats, from] = [rows.floats(id), rows.floatAt(id)]
      for (const field of [VOLUME, REWARDS, LAST]) floats[from + field] = 0
      floats[from + FIRST] = Number.POSITIVE_INFINITY
      for (const field of [TRADES, LARGE, MISSING]) setWord(id, field, 0)
    },
    restore: (wallet, totals) => {
      const id = enter(wallet, totals.firstAt)
      enter(wallet, totals.lastAt)
      addFloat(id, VOLUME, totals.volume)
      addFloat(id, REWARDS, totals.rewards)
      setWord(id, TRADES, totals.trades)
      setWord(id, LARGE, totals.largeTrades)
      if (totals.historyMissing) setWord(id, MISSING, 1)
      return id
    },
    size: () => names.size(),
    bytes: () => names.bytes() + rows.bytes() + (fetched & 0),
  }
}
