import type { TimeMs, Usd, WalletFact } from '@bot/core'
import type { WalletProfile } from '../profile/profile-wallet.js'

/** The first system's rule. */
export type PromotionRule = Readonly<{
  /** Dollars of a trade that counts as large, in millionths. */
  minTradeUsd: Usd
  /** Win rate at which a wallet is promoted; it is demoted below `demoteFactor` of it. */
  minWinRate: number
  demoteFactor: number
  minClosedBets: number
  /** Volume must be at least this many large trades. */
  minVolumeFactor: number
  idleMs: number
}>

/** The rule with the first system's numbers: 65 % over 10 bets, 10 large trades of $500, 7 days. */
export const FIRST_SYSTEM_RULE: PromotionRule = {
  minTradeUsd: 500_000_000 as Usd,
  minWinRate: 0.65,
  demoteFactor: 0.8,
  minClosedBets: 10,
  minVolumeFactor: 10,
  idleMs: 7 * 86_400_000,
}

/**
 * Judges a wallet, with hysteresis: what is promoted stays so until its win rate falls below the lower bar or it is
 * idle. The reason is for people.
 */
export const judgeWallet = (
  profile: WalletProfile,
  before: WalletFact['status'],
  rule: PromotionRule,
  now: TimeMs,
): Pick<WalletFact, 'status' | 'reason'> => {
  const percent = `${Math.round((profile.winRate ?? 0) * 100)}% win rate`
  const wasPromoted = before === 'promoted'
  if (now - profile.lastAt > rule.idleMs) {
    const days = Math.round(rule.idleMs / 86_400_000)
    return {
      status: wasPromoted ? 'demoted' : 'observed',
      reason: `idle for more than ${days} days`,
    }
  }
  if (profile.truncated) {
    return { status: wasPromoted ? 'demoted' : 'withheld', reason: 'its history is cut off' }
  }
  if (profile.closedBets < rule.minClosedBets) {
    const reason = `${profile.closedBets} of ${rule.minClosedBets} closed bets`
    return { status: before === 'demoted' ? 'demoted' : 'withheld', reason }
  }
  const winRate = profile.winRate ?? 0
  const bar = wasPromoted ? rule.minWinRate * rule.demoteFactor : rule.minWinRate
  if (winRate < bar) return { status: wasPromoted ? 'demoted' : 'observed', reason: percent }
  const volume = rule.minTradeUsd * rule.minVolumeFactor
  if (profile.volume < volume) return { status: 'observed', reason: 'too little volume' }
  return { status: 'promoted', reason: percent }
}
