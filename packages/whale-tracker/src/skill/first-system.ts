import type { ScoredBet } from './skill-bet.js'

/** What the first system would have said: 65 % wins over 10 bets, whatever was paid for them. */
export type FirstSystemVerdict = Readonly<{
  bets: number
  wins: number
  winRate: number
  passes: boolean
}>

/** The first system's bar; `judgeWallet` adds its volume and idle rules for wallets that are followed. */
export type FirstSystemBar = Readonly<{ minWinRate: number; minClosedBets: number }>

/** Judges bets by the first system's rule: a bet is won when a share paid more than it cost. */
export const judgeByWinRate = (
  bets: readonly ScoredBet[],
  { minWinRate, minClosedBets }: FirstSystemBar,
): FirstSystemVerdict => {
  const wins = bets.filter(({ payout, price }) => payout > price).length
  const winRate = bets.length === 0 ? 0 : wins / bets.length
  const passes = bets.length >= minClosedBets && winRate >= minWinRate
  return { bets: bets.length, wins, winRate, passes }
}
