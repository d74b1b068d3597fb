import type { ScoredBet } from './skill-bet.js'

/** What selling before the end gained a share against holding to resolution, over the shares that were sold. */
export type ExitTiming = Readonly<{ shares: number; gainPerShare: number | undefined }>

/** Scores a wallet's exits, apart from its bets. Shares in millionths, the gain in dollars a share. */
export const scoreExits = (bets: readonly ScoredBet[]): ExitTiming => {
  let shares = 0
  let gain = 0
  for (const { bet, payout } of bets) {
    const sold = bet.soldEarly?.shares ?? 0
    shares += sold
    gain += (bet.soldEarly?.proceeds ?? 0) - sold * payout
  }
  return { shares, gainPerShare: shares === 0 ? undefined : gain / shares }
}
