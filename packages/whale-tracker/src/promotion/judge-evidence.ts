import type { TimeMs, WalletFact } from '@bot/core'
import type { SkillEvidence, WalletSkill } from '../skill/assess-wallets.js'

/** When evidence promotes and when it demotes. The gap between both keeps wallets from flickering. */
export type EvidenceRule = Readonly<{
  /** Promoted at a q-value up to this. */
  promoteQ: number
  /** Demoted above this. */
  demoteQ: number
  idleMs: number
}>

/** 5 % in, 15 % out, 7 days idle. */
export const EVIDENCE_RULE: EvidenceRule = {
  promoteQ: 0.05,
  demoteQ: 0.15,
  idleMs: 7 * 86_400_000,
}

/** What is asked of a judge. `lastAt` is when the wallet last traded. */
export type EvidenceCase = Readonly<{
  skill: WalletSkill | undefined
  before: WalletFact['status']
  lastAt: TimeMs
  now: TimeMs
}>

/** A wallet's status with its reason, which is for people. */
export type Verdict = Pick<WalletFact, 'status' | 'reason'>

/**
 * Judges a wallet by its evidence, with hysteresis. Promotion needs a low q-value, a positive edge against the venue's
 * calibration and also against the plain price: who beats the crowd at something that loses money is no model.
 */
export const judgeEvidence = (
  { skill, before, lastAt, now }: EvidenceCase,
  rule: EvidenceRule,
): Verdict => {
  const out = before === 'promoted' ? 'demoted' : 'observed'
  if (now - lastAt > rule.idleMs) {
    return {
      status: out,
      reason: `idle for more than ${Math.round(rule.idleMs / 86_400_000)} days`,
    }
  }
  const evidence = skill?.evidence
  if (evidence === undefined) {
    const reason = skill?.reason ?? '0 resolved bets'
    return { status: before === 'promoted' ? 'demoted' : 'withheld', reason }
  }
  if (evidence.decay.fading) return { status: out, reason: fadingReason(evidence) }
  const { q, posterior, plainEdge } = evidence
  const bar = before === 'promoted' ? rule.demoteQ : rule.promoteQ
  if (q > bar) return { status: out, reason: `q ${q.toFixed(3)} above ${bar}` }
  if (plainEdge <= 0 || posterior.mean <= 0) {
    return {
      status: out,
      reason: `edge of ${cents(Math.min(plainEdge, posterior.mean))} after fees`,
    }
  }
  return { status: 'promoted', reason: reasonOf(skill, evidence) }
}

const cents = (edge: number): string => `${(edge * 100).toFixed(1)} cents`

const reasonOf = (skill: WalletSkill | undefined, { q, posterior }: SkillEvidence): string =>
  `edge ${cents(posterior.mean)} (${(posterior.low * 100).toFixed(1)} to ${(posterior.high * 100).toFixed(1)}), q ${q.toFixed(3)}, ${skill?.bets ?? 0} bets in ${skill?.events ?? 0} events`

const fadingReason = ({ decay }: SkillEvidence): string =>
  `its edge faded from ${cents(decay.earlier.edge)} to ${cents(decay.later.edge)}`
