import {
  applyBookEvent,
  createOrderBook,
  type Event,
  type MarketFacts,
  type OrderBook,
  type TimeMs,
  type TokenId,
  timeMs,
  type WalletActivity,
} from '@bot/core'
import type { Copyability } from '@bot/whale-tracker'
import type { Recording } from '../recording/read-recording.js'
import { createCensus } from '../replay/census.js'
import { recordingTape } from '../replay/recording-tape.js'
import type { TrialView } from './copy-holdings.js'
import { type CopyTrials, createCopyTrials, type TrialFaults } from './copy-trials.js'

/** What copying a wallet would have left; `open` copies wait for an end that nobody told. */
export type WalletCopies = Readonly<{
  wallet: string
  /** Its purchases in markets whose books were there. */
  purchases: number
  copyability: Copyability
  missed: TrialFaults
  open: number
}>

/** What recorded books say about copying. */
export type CopyStudy = Readonly<{
  /** Recorded books, or later trades of the same files in their place. */
  source: 'books' | 'prints'
  /** Markets whose books are there, and those of them in which the wallets traded. */
  markets: number
  overlapping: number
  wallets: readonly WalletCopies[]
}>

/** What is studied: rows by time, of the wallets to copy alone. */
export type CopyQuestion = Readonly<{
  rows: readonly WalletActivity[]
  wallets: readonly string[]
  delayMs: number
  /** What a share of a token paid, in millionths of a dollar, where it is known. */
  payoutOf: (token: TokenId) => number | undefined
}>

/** Tries to copy wallets at the books of recordings, each exit and purchase at the book that stood after the delay. */
export const studyCopies = async (
  recordings: readonly Recording[],
  question: CopyQuestion,
): Promise<CopyStudy> => {
  const trials = createCopyTrials({ delayMs: question.delayMs })
  const recorded = new Set<TokenId>()
  for (const recording of recordings) {
    const tokens = new Set(recording.markets.flatMap((market) => market.tokens))
    for (const token of tokens) recorded.add(token)
    const markets = new Set(
      question.rows.flatMap(({ token, market }) =>
        token !== undefined && tokens.has(token) ? [market] : [],
      ),
    )
    const rows = question.rows.filter(({ market }) => markets.has(market))
    if (rows.length > 0) await playRecording(recording, rows, question.delayMs, trials)
    for (const market of recording.markets) tellEnd(trials, market, question.payoutOf)
  }
  const inRecorded = question.rows.filter(({ token }) => token !== undefined && recorded.has(token))
  return {
    source: 'books',
    markets: recordings.reduce((sum, { markets }) => sum + markets.length, 0),
    overlapping: new Set(inRecorded.map(({ market }) => market)).size,
    wallets: question.wallets.map((wallet) => copiesOf(wallet, inRecorded, trials)),
  }
}

const playRecording = async (
  recording: Recording,
  rows: readonly WalletActivity[],
  delayMs: number,
  trials: CopyTrials,
): Promise<void> => {
  const books = createBooks(recording.markets)
  const due = [...new Set(rows.map(({ at }) => at + delayMs))].sort((a, b) => a - b)
  trials.note(rows)
  let next = 0
  /** Looks at what is due before a time, at the books as they stand. */
  const lookBefore = (at: number): void => {
    for (let time = due[next]; time !== undefined && time < at; time = due[++next]) {
      trials.look(books.view(timeMs(time)))
    }
  }
  for await (const moments of recordingTape(recording, createCensus([]), () => {})) {
    for (const { at, arrived } of moments) {
      lookBefore(at)
      for (const { event, venueAt } of arrived) books.apply(event, venueAt ?? at, at)
      // An exit that met no sound book is tried again with each change.
      if ((trials.nextAt() ?? Number.POSITIVE_INFINITY) <= at) trials.look(books.view(at))
    }
  }
  lookBefore(Number.POSITIVE_INFINITY)
}

const STALE: ReadonlySet<string> = new Set(['stale', 'down'])

/** Books of a recording's markets, as its events make them. */
const createBooks = (markets: readonly MarketFacts[]) => {
  const books = new Map<TokenId, OrderBook>()
  const marketOf = new Map(markets.flatMap((market) => market.tokens.map((each) => [each, market])))
  const bookOf = (token: TokenId): OrderBook => {
    const book = books.get(token) ?? createOrderBook(token)
    books.set(token, book)
    return book
  }
  return {
    apply: (event: Event, venueAt: TimeMs, at: TimeMs): void => {
      if (event.type === 'book-snapshot' || event.type === 'book-delta') {
        applyBookEvent(bookOf(event.token), event, venueAt, at)
      } else if (event.type === 'book-proven' && bookOf(event.token).epoch === event.epoch) {
        bookOf(event.token).provenAliveAt = at
      } else if (event.type === 'feed-status' && STALE.has(event.status)) {
        bookOf(event.token).status = 'stale'
      }
    },
    view: (now: TimeMs): TrialView => ({
      now,
      book: (token) => books.get(token),
      marketOf: (token) => marketOf.get(token),
    }),
  }
}

/** Tells trials how a market ended, where anyone knows. */
export const tellEnd = (
  trials: CopyTrials,
  { id, tokens }: MarketFacts,
  payoutOf: CopyQuestion['payoutOf'],
): void => {
  const told = tokens.map(payoutOf)
  const known = told.find((payout) => payout !== undefined)
  if (known === undefined || tokens.length !== 2) return
  // One of two outcomes says what the other paid.
  const payouts = told.map((payout) => payout ?? 1_000_000 - known)
  trials.resolve(id, tokens, payouts)
}

/** Sums up what trials say of a wallet; `rows` are those in markets whose books are there. */
export const copiesOf = (
  wallet: string,
  rows: readonly WalletActivity[],
  trials: CopyTrials,
): WalletCopies => ({
  wallet,
  purchases: rows.filter((row) => row.wallet === wallet && row.side === 'buy').length,
  copyability: trials.copyability(wallet),
  missed: trials.faults(wallet),
  open: trials.open(wallet),
})
