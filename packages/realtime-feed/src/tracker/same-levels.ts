import { type BookView, createOrderBook, type Level, setLevel } from '@bot/core'

/** Tells whether a book holds exactly these levels, whatever their order. */
export const holdsLevels = (
  book: BookView,
  levels: Readonly<{ bids: readonly Level[]; asks: readonly Level[] }>,
): boolean => {
  const other = createOrderBook(book.token)
  for (const { price, size } of levels.bids) setLevel(other, 'bid', price, size)
  for (const { price, size } of levels.asks) setLevel(other, 'ask', price, size)
  return (
    sameColumns(book.bids.prices, other.bids.prices) &&
    sameColumns(book.bids.sizes, other.bids.sizes) &&
    sameColumns(book.asks.prices, other.asks.prices) &&
    sameColumns(book.asks.sizes, other.asks.sizes)
  )
}

const sameColumns = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((value, index) => value === b[index])
