import { formatUsd } from '@bot/core'
import type { Copyability, Verdict, WalletProfile, WalletSkill } from '@bot/whale-tracker'
import type { WhaleRow } from '../stats/stats-source.js'

/** What is known of a wallet, from each who judges it. */
export type WhaleParts = Readonly<{
  profile: WalletProfile
  verdict: Verdict
  /** What the first system's rule says; absent where it is the verdict. */
  beside: string | undefined
  skill: WalletSkill | undefined
  copyability: Copyability | undefined
  /** What is to be said of copying it, after the reason; may be empty. */
  copying: string
}>

/** Words a wallet for people and for `/api/whales`. */
export const whaleRow = ({
  profile,
  verdict: { status, reason },
  beside,
  skill,
  copyability,
  copying,
}: WhaleParts): WhaleRow => {
  const { evidence } = skill ?? {}
  const labels = skill?.standing === 'separated' ? skill.reason.split(', ') : []
  return {
    wallet: profile.wallet,
    status,
    reason: `${reason}${beside === undefined ? '' : `; by win rate ${beside}`}${copying}`,
    trades: profile.trades,
    resolved: profile.closedBets,
    winRate: profile.winRate ?? null,
    volumeUsd: formatUsd(profile.volume),
    realisedUsd: formatUsd(profile.realised),
    labels: [...new Set([...labels, ...profile.labels])],
    skill:
      skill === undefined || evidence === undefined
        ? null
        : {
            edge: evidence.posterior.mean,
            low: evidence.posterior.low,
            high: evidence.posterior.high,
            chance: evidence.posterior.skilled,
            q: evidence.q,
            bets: skill.bets,
            events: skill.events,
          },
    copy:
      copyability === undefined || copyability.trades === 0
        ? null
        : {
            edge: copyability.copy.edge,
            low: copyability.copy.low,
            high: copyability.copy.high,
            reverse: copyability.reverse.edge,
            trades: copyability.trades,
            copyable: copyability.copyable,
          },
  }
}
