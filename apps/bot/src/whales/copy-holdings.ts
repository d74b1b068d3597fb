import {
  averagePrice,
  type MarketFacts,
  type MarketId,
  type TokenId,
  type Usd,
  type View,
} from '@bot/core'
import {
  type CopyFault,
  type CopyHolding,
  followExit,
  holdCopy,
  type ScoredTrial,
  scoreCopy,
  tryCopy,
} from '@bot/whale-tracker'
import type { CopyPayment, CopyPurchase, CopySale } from './copy-steps.js'

/** A copied purchase that waits for the wallet's exit or its market's end. */
export type HeldCopy = Readonly<{ holding: CopyHolding; token: TokenId }>

/** What a look needs to know: the time, and the markets and books as they are then. */
export type TrialView = Pick<View, 'now' | 'book' | 'marketOf'>

/** Why nothing was copied. */
export type HoldingFault = CopyFault | 'market-unknown'

/** Copies on paper that are held, and those that are over. */
export type CopyHoldings = Readonly<{
  buy: (step: CopyPurchase, view: TrialView) => HoldingFault | undefined
  /** Sells the wallet's part of all its copies; `too-thin` when the bids take nothing of one. */
  exit: (step: CopySale, view: TrialView) => HoldingFault | undefined
  pay: (step: CopyPayment) => void
  /** Scores what is held of a market that is over; payouts in millionths of a dollar by outcome. */
  resolve: (market: MarketId, tokens: readonly TokenId[], payouts: readonly number[]) => void
  open: () => readonly HeldCopy[]
  scored: () => readonly ScoredTrial[]
}>

/** Copied for 50 dollars at most. */
const STAKE = 50_000_000 as Usd
const MAX_BOOK_AGE_MS = 30_000
/** Copies that are kept at most, held and over; the oldest go first. */
const MOST = 20_000

/** Makes holdings, empty or from what was kept. */
export const createCopyHoldings = (
  saved: Readonly<{ open: readonly HeldCopy[]; scored: readonly ScoredTrial[] }> | undefined,
): CopyHoldings => {
  // A snapshot of an older version held trials without what was sold of them.
  let open: HeldCopy[] = (saved?.open ?? []).filter(({ holding }) => holding !== undefined)
  let scored: ScoredTrial[] = [...(saved?.scored ?? [])]
  const score = (payoutOf: (each: HeldCopy) => number | undefined): void => {
    open = open.filter((each) => {
      const payout = payoutOf(each)
      if (payout !== undefined) scored.push(scoreCopy(each.holding, payout))
      return payout === undefined
    })
    scored = scored.slice(-MOST)
  }
  return {
    buy: (step, view) => {
      const tried = tryPurchase(step, view)
      if (typeof tried === 'string') return tried
      open = [...open, { holding: holdCopy(tried), token: step.token }].slice(-MOST)
      return undefined
    },
    exit: (step, view) => {
      const sold = sellPart(open, step, view)
      if (typeof sold === 'string') return sold
      const isStuck = [...sold].some(([{ holding }, to]) => to.copy.left === holding.copy.left)
      open = open.map((each) => ({ ...each, holding: sold.get(each) ?? each.holding }))
      score(({ holding }) => (isSold(holding) ? 0 : undefined))
      return isStuck ? 'too-thin' : undefined
    },
    pay: ({ row, token: paid, payout }) =>
      score(({ holding: { trial }, token }) => {
        if (trial.wallet !== row.wallet || trial.market !== row.market) return undefined
        return token === paid ? payout : 1_000_000 - payout
      }),
    resolve: (market, tokens, payouts) =>
      score(({ holding, token }) =>
        holding.trial.market === market ? payouts[tokens.indexOf(token)] : undefined,
      ),
    open: () => open,
    scored: () => scored,
  }
}

const tryPurchase = ({ row, token }: CopyPurchase, view: TrialView) => {
  const price = averagePrice(row.exchanged)
  const found = marketOf(token, view)
  if (found === undefined || price === undefined) return 'market-unknown'
  const { market, other } = found
  const { wallet, at } = row
  return tryCopy(
    {
      ...{ wallet, at, price, shares: row.exchanged.size },
      ...{ event: market.event ?? market.id, market: market.id },
    },
    { ...meet(token, other, market, view), stake: STAKE },
  )
}

/** What the wallet's copies of a token become when its part of them is sold; only those bought before its exit. */
const sellPart = (
  open: readonly HeldCopy[],
  { row, token, fraction, price }: CopySale,
  view: TrialView,
): ReadonlyMap<HeldCopy, CopyHolding> | HoldingFault => {
  const mine = open.filter(
    ({ token: held, holding: { trial, copy, own } }) =>
      held === token &&
      trial.wallet === row.wallet &&
      trial.at <= row.at &&
      own.left + copy.left > 0,
  )
  const sold = new Map<HeldCopy, CopyHolding>()
  if (mine.length === 0) return sold
  const found = marketOf(token, view)
  if (found === undefined) return 'market-unknown'
  const exit = { fraction, ...(price === undefined ? {} : { price }) }
  for (const each of mine) {
    const after = followExit(each.holding, exit, meet(token, found.other, found.market, view))
    if (typeof after === 'string') return after
    sold.set(each, after)
  }
  return sold
}

const marketOf = (
  token: TokenId,
  view: TrialView,
): Readonly<{ market: MarketFacts; other: TokenId }> | undefined => {
  const market = view.marketOf(token)
  const other = market?.tokens.find((each) => each !== token)
  return market === undefined || other === undefined ? undefined : { market, other }
}

const meet = (token: TokenId, other: TokenId, { fee }: MarketFacts, view: TrialView) => ({
  ...{ book: view.book(token), other: view.book(other), fee },
  ...{ now: view.now, maxBookAgeMs: MAX_BOOK_AGE_MS },
})

const isSold = ({ copy, reverse, own }: CopyHolding): boolean =>
  copy.left === 0 && reverse.left === 0 && own.left === 0
