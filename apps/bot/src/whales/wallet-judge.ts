import { type TimeMs, timeMs, type WalletFact } from '@bot/core'
import {
  assessWallets,
  createPromotions,
  type PromotionsSnapshot,
  type SkillReport,
  type Verdict,
  type WalletSkill,
  type WhaleStats,
  type WhaleTracker,
} from '@bot/whale-tracker'

/** Who is followed, by the evidence or by the first system's rule. */
export type WalletJudge = Readonly<{
  /** Judges as of a time; returns who was promoted or demoted. */
  judge: (now: TimeMs) => readonly WalletFact[]
  /** Notes that bets were resolved, so that the next judgement looks at them again. */
  markResolved: () => void
  verdict: (wallet: string) => Verdict
  /** What the last assessment said; absent before the first, and where wallets are judged by win rate. */
  skill: (wallet: string) => WalletSkill | undefined
  promoted: () => readonly WalletFact[]
  stats: () => Partial<WhaleStats>
  snapshot: () => PromotionsSnapshot | undefined
}>

/** Assessing everyone takes a second for a hundred thousand bets: not more often than this. */
const ASSESS_EVERY_MS = 300_000
const NOBODY: SkillReport = {
  wallets: [],
  prior: { centre: 0, spreads: [0], weights: [1] },
  together: 1,
  assessed: 0,
}

/** Judges by evidence: all wallets are assessed together when bets were resolved, at most every five minutes. */
export const createEvidenceJudge = (
  tracker: WhaleTracker,
  firstSystem: Readonly<{ minWinRate: number; minClosedBets: number }>,
  saved: PromotionsSnapshot | undefined,
): WalletJudge => {
  const promotions = createPromotions(saved === undefined ? {} : { snapshot: saved })
  let report = NOBODY
  let skills: ReadonlyMap<string, WalletSkill> = new Map()
  let assessedAt = Number.NEGATIVE_INFINITY
  let resolved = true
  return {
    judge: (now) => {
      if (resolved && now - assessedAt >= ASSESS_EVERY_MS) {
        report = assessWallets({ bets: tracker.allBets(), labels: tracker.labels(), firstSystem })
        skills = new Map(report.wallets.map((skill) => [skill.wallet, skill]))
        // The win rate is shown beside the evidence; judging everyone by it takes as long as assessing them.
        tracker.judge(now)
        assessedAt = now
        resolved = false
      }
      const lastAt = new Map<string, TimeMs>()
      for (const each of tracker.ledger().summaries()) lastAt.set(each.wallet, timeMs(each.lastAt))
      return promotions.judge(report, (wallet) => lastAt.get(wallet), now)
    },
    markResolved: () => {
      resolved = true
    },
    verdict: promotions.verdict,
    skill: (wallet) => skills.get(wallet),
    promoted: promotions.promoted,
    stats: promotions.stats,
    snapshot: promotions.snapshot,
  }
}

/** Judges by the first system's rule, which the tracker keeps itself. */
export const createWinRateJudge = (tracker: WhaleTracker): WalletJudge => ({
  judge: (now) => tracker.judge(now),
  markResolved: () => undefined,
  verdict: tracker.verdict,
  skill: () => undefined,
  promoted: tracker.promoted,
  stats: () => ({}),
  snapshot: () => undefined,
})
