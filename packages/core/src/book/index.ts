export { applyBookEvent, type BookEventOutcome } from './apply-book-event.js'
export {
  applySnapshot,
  type BookSide,
  type BookStatus,
  type BookView,
  createOrderBook,
  type Ladder,
  type Level,
  type LevelChange,
  type OrderBook,
  setLevel,
} from './order-book.js'
export {
  type BookFault,
  bestAsk,
  bestBid,
  bookFault,
  isCrossed,
  ladderOf,
  levelsOf,
  midOf,
  mirrorLevels,
  sameInstant,
  sizeAt,
} from './read-book.js'
export { type Walk, type WalkOptions, walkBook } from './walk-book.js'
