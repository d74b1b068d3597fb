import type { SoldEarly } from '../ledger/resolved-bet.js'

/**
 * What skill asks of a position that is over, as a bet at the price paid: scored to resolution, whether or not it was
 * sold before. A `ResolvedBet` is one.
 *
 * `shares`, `cost` and `payout` are totals of everything bought, in millionths of a share and of a dollar, `fee` comes on
 * top. `event` groups bets that are not independent. What was sold early scores the exits, never the bet. A `hedged`
 * bet is no opinion and is left out, as is a `truncated` one: rows of its market are missing. A `proved` one is
 * left out because only winners prove: its loss would be unknown. `walletTruncated` says that
 * rows of the wallet as a whole are, and withholds it.
 */
export type SkillBet = Readonly<{
  wallet: string
  event: string
  category: string
  firstAt: number
  shares: number
  cost: number
  fee: number
  payout: number
  soldEarly?: Pick<SoldEarly, 'shares' | 'proceeds'>
  hedged?: boolean
  truncated?: boolean
  walletTruncated?: boolean
  proved?: boolean
}>

/** A bet in the units of the model: a share's price, fee and payout in dollars, 0 to 1. */
export type ScoredBet = Readonly<{
  bet: SkillBet
  price: number
  fee: number
  payout: number
}>

/** Dust: less than ten cents is no opinion. */
const LEAST_COST = 100_000

/** Reads a bet; `undefined` for what says nothing: a hedge, dust, a cut history, or a price outside of 0 to 1. */
export const scoreBet = (bet: SkillBet): ScoredBet | undefined => {
  const { shares, cost, fee, payout } = bet
  if (bet.hedged === true || bet.truncated === true || bet.proved === true) return undefined
  if (cost < LEAST_COST || shares <= 0 || cost >= shares) return undefined
  return { bet, price: cost / shares, fee: fee / shares, payout: payout / shares }
}
