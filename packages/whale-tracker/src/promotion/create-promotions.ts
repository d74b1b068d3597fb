import type { TimeMs, WalletEvidence, WalletFact } from '@bot/core'
import type { SkillReport, WalletSkill } from '../skill/assess-wallets.js'
import { EVIDENCE_RULE, type EvidenceRule, judgeEvidence, type Verdict } from './judge-evidence.js'

/** Statuses by wallet as plain JSON. Wallets that are merely withheld or observed are left out. */
export type PromotionsSnapshot = Readonly<{
  verdicts: Readonly<Record<string, Verdict>>
  discovered: readonly string[]
}>

/** Who is promoted by the evidence. A reducer: it learns only from what it is given. */
export type Promotions = Readonly<{
  /**
   * Judges all wallets of a report and those that were promoted; returns a fact for each that was promoted or demoted
   * now. `lastAt` says when a wallet last traded; one that it does not know has left.
   */
  judge: (
    report: SkillReport,
    lastAt: (wallet: string) => TimeMs | undefined,
    now: TimeMs,
  ) => readonly WalletFact[]
  verdict: (wallet: string) => Verdict
  promoted: () => readonly WalletFact[]
  stats: () => Readonly<{ discovered_whales: number; active_whales: number }>
  snapshot: () => PromotionsSnapshot
}>

const UNJUDGED: Verdict = { status: 'observed', reason: 'not judged yet' }

/** Makes promotions, empty or from a snapshot. */
export const createPromotions = (
  options: Readonly<{ rule?: Partial<EvidenceRule>; snapshot?: PromotionsSnapshot }> = {},
): Promotions => {
  const rule = { ...EVIDENCE_RULE, ...options.rule }
  const verdicts = new Map(Object.entries(options.snapshot?.verdicts ?? {}))
  const discovered = new Set(options.snapshot?.discovered ?? [])
  const facts = new Map<string, WalletFact>()

  const settle = (wallet: string, skill: WalletSkill | undefined, verdict: Verdict): WalletFact => {
    const fact = factOf(wallet, skill, verdict)
    verdicts.set(wallet, verdict)
    if (verdict.status === 'promoted') {
      discovered.add(wallet)
      facts.set(wallet, fact)
    } else facts.delete(wallet)
    return fact
  }

  return {
    judge: (report, lastAt, now) => {
      const changed: WalletFact[] = []
      const skills = new Map(report.wallets.map((skill) => [skill.wallet, skill]))
      const promoted = [...verdicts].filter(([, { status }]) => status === 'promoted')
      for (const wallet of new Set([...skills.keys(), ...promoted.map(([name]) => name)])) {
        const before = (verdicts.get(wallet) ?? UNJUDGED).status
        const seen = lastAt(wallet)
        const skill = skills.get(wallet)
        const verdict: Verdict =
          seen === undefined
            ? { status: 'demoted', reason: 'no longer known' }
            : judgeEvidence({ skill, before, lastAt: seen, now }, rule)
        const fact = settle(wallet, skill, verdict)
        if ((before === 'promoted') !== (verdict.status === 'promoted')) changed.push(fact)
      }
      return changed
    },
    verdict: (wallet) => verdicts.get(wallet) ?? UNJUDGED,
    promoted: () =>
      [...verdicts]
        .filter(([, { status }]) => status === 'promoted')
        .map(([wallet, verdict]) => facts.get(wallet) ?? factOf(wallet, undefined, verdict)),
    stats: () => ({
      discovered_whales: discovered.size,
      active_whales: [...verdicts.values()].filter(({ status }) => status === 'promoted').length,
    }),
    snapshot: () => ({
      verdicts: Object.fromEntries(
        [...verdicts].filter(([, { status }]) => status === 'promoted' || status === 'demoted'),
      ),
      discovered: [...discovered],
    }),
  }
}

const factOf = (wallet: string, skill: WalletSkill | undefined, verdict: Verdict): WalletFact => ({
  wallet,
  ...verdict,
  trades: skill?.bets ?? 0,
  ...(skill === undefined || skill.firstSystem.bets === 0
    ? {}
    : { winRate: skill.firstSystem.winRate }),
  ...(skill?.evidence === undefined ? {} : { evidence: evidenceOf(skill, skill.evidence) }),
})

const evidenceOf = (
  { bets, events }: WalletSkill,
  { posterior, q }: NonNullable<WalletSkill['evidence']>,
): WalletEvidence => ({
  edge: posterior.mean,
  low: posterior.low,
  high: posterior.high,
  skilled: posterior.skilled,
  q,
  bets,
  events,
})
