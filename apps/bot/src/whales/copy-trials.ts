import {
  averagePrice,
  type MarketId,
  type TokenId,
  type Usd,
  type View,
  type WalletActivity,
} from '@bot/core'
import {
  type Copyability,
  type CopyFault,
  type CopyTrial,
  measureCopyability,
  type ScoredTrial,
  tryCopy,
} from '@bot/whale-tracker'

/** A purchase that waits for its delay, or a trial that waits for its market's end. */
type Waiting = Readonly<{ row: WalletActivity; token: TokenId }>
type Open = Readonly<{ trial: CopyTrial; token: TokenId }>

/** Trials as plain JSON. Purchases that still wait for their delay are not kept. */
export type CopyTrialsSnapshot = Readonly<{ open: readonly Open[]; scored: readonly ScoredTrial[] }>

/** Tries on paper what copying wallets would have cost at the books that stood after the delay. */
export type CopyTrials = Readonly<{
  /** Takes a wallet's purchase to try. Sales and rows without a token are passed over. */
  note: (row: WalletActivity) => void
  /** Tries the purchases whose delay is over, at the books as they are now. */
  look: (view: View) => void
  /** Scores the trials of a market that is over; payouts in millionths of a dollar by outcome. */
  resolve: (market: MarketId, tokens: readonly TokenId[], payouts: readonly number[]) => void
  copyability: (wallet: string) => Copyability
  faults: () => Readonly<Partial<Record<CopyFault | 'market-unknown' | 'too-late', number>>>
  snapshot: () => CopyTrialsSnapshot
}>

/** Purchases that wait, and trials that are kept, at most; the oldest go first. */
const MOST = 20_000
/** Copied for 50 dollars at most. */
const STAKE = 50_000_000 as Usd
const MAX_BOOK_AGE_MS = 30_000
/** A book that is read much later than the delay says nothing about the delay. */
const LATEST_MS = 90_000

/** Makes trials, empty or from a snapshot. */
export const createCopyTrials = (
  options: Readonly<{ delayMs: number; snapshot?: CopyTrialsSnapshot }>,
): CopyTrials => {
  const { delayMs } = options
  let waiting: Waiting[] = []
  let open: Open[] = [...(options.snapshot?.open ?? [])]
  let scored: ScoredTrial[] = [...(options.snapshot?.scored ?? [])]
  const faults: Partial<Record<CopyFault | 'market-unknown' | 'too-late', number>> = {}
  const fail = (fault: keyof typeof faults): void => {
    faults[fault] = (faults[fault] ?? 0) + 1
  }

  const attempt = ({ row, token }: Waiting, view: View): void => {
    const market = view.marketOf(token)
    const other = market?.tokens.find((each) => each !== token)
    const price = averagePrice(row.exchanged)
    if (market === undefined || other === undefined || price === undefined) {
      fail('market-unknown')
      return
    }
    if (view.now - row.at > delayMs + LATEST_MS) {
      fail('too-late')
      return
    }
    const tried = tryCopy(
      {
        wallet: row.wallet,
        event: market.event ?? market.id,
        market: market.id,
        at: row.at,
        price,
        shares: row.exchanged.size,
      },
      {
        book: view.book(token),
        other: view.book(other),
        fee: market.fee,
        now: view.now,
        stake: STAKE,
        maxBookAgeMs: MAX_BOOK_AGE_MS,
      },
    )
    if (typeof tried === 'string') fail(tried)
    else open.push({ trial: tried, token })
  }

  return {
    note: (row) => {
      if (row.kind !== 'trade' || row.side !== 'buy' || row.token === undefined) return
      waiting.push({ row, token: row.token })
      waiting = waiting.slice(-MOST)
    },
    look: (view) => {
      const due = waiting.filter(({ row }) => view.now - row.at >= delayMs)
      waiting = waiting.filter(({ row }) => view.now - row.at < delayMs)
      for (const each of due) attempt(each, view)
      open = open.slice(-MOST)
    },
    resolve: (market, tokens, payouts) => {
      const over = open.filter(({ trial }) => trial.market === market)
      if (over.length === 0) return
      open = open.filter(({ trial }) => trial.market !== market)
      for (const { trial, token } of over) {
        const index = tokens.indexOf(token)
        const payout = payouts[index]
        if (payout === undefined) continue
        scored.push({ trial, payout: payout / 1e6, reversePayout: 1 - payout / 1e6 })
      }
      scored = scored.slice(-MOST)
    },
    copyability: (wallet) =>
      measureCopyability(scored.filter(({ trial }) => trial.wallet === wallet)),
    faults: () => faults,
    snapshot: () => ({ open, scored }),
  }
}
