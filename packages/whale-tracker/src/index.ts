/**
 * Wallets: an exact ledger, profiles that say what they don't know, and promotion with hysteresis.
 *
 * @packageDocumentation
 */
export {
  type CopiedShares,
  type CopyExit,
  type CopyHolding,
  type ExitMarket,
  followExit,
  holdCopy,
  scoreCopy,
} from './copyability/follow-exit.js'
export {
  type Copyability,
  type CopyEdge,
  measureCopyability,
  type ScoredTrial,
} from './copyability/measure-copyability.js'
export {
  type CopyCandidate,
  type CopyFault,
  type CopyMarket,
  type CopyTrial,
  tryCopy,
} from './copyability/try-copy.js'
export {
  createWhaleTracker,
  type RowOutcome,
  type WhaleStats,
  type WhaleTracker,
  type WhaleTrackerOptions,
} from './create-whale-tracker.js'
export { LABEL_RULES, type LabelRules, labelWallet } from './labels/label-wallets.js'
export {
  createPairEvidence,
  type PairCount,
  type PairEvidence,
  type PairSnapshot,
} from './labels/pair-evidence.js'
export type { LabelName, WalletLabel } from './labels/wallet-label.js'
export type { Conversion } from './ledger/convert-shares.js'
export {
  createWalletLedger,
  type LazyLedgerSnapshot,
  type WalletLedger,
  type WalletLedgerOptions,
} from './ledger/create-wallet-ledger.js'
export type { LedgerSnapshot } from './ledger/ledger-snapshot.js'
export {
  type MarkedPosition,
  type MarkedWallet,
  type MarkPrice,
  markWallet,
  type OpenPosition,
} from './ledger/mark-wallet.js'
export type { MarketDescription, MarketOutcome } from './ledger/market-table.js'
export { type EventSide, type NetEvent, netEvent } from './ledger/net-event.js'
export type { ResolvedBet, SoldEarly } from './ledger/resolved-bet.js'
export type { MarketHolding, OutcomeHolding, WalletRecord } from './ledger/wallet-ledger.js'
export { profileWallet, type WalletProfile } from './profile/profile-wallet.js'
export { type Interval, wilsonInterval } from './profile/wilson-interval.js'
export {
  createPromotions,
  type Promotions,
  type PromotionsSnapshot,
} from './promotion/create-promotions.js'
export {
  EVIDENCE_RULE,
  type EvidenceCase,
  type EvidenceRule,
  judgeEvidence,
  type Verdict,
} from './promotion/judge-evidence.js'
export { FIRST_SYSTEM_RULE, judgeWallet, type PromotionRule } from './promotion/judge-wallet.js'
export {
  assessWallets,
  type SkillEvidence,
  type SkillQuestion,
  type SkillReport,
  type WalletLabels,
  type WalletSkill,
} from './skill/assess-wallets.js'
export type { CategoryEdge, EdgeDecay, PartEdge } from './skill/edge-parts.js'
export type { ExitTiming } from './skill/exit-timing.js'
export type { FirstSystemBar, FirstSystemVerdict } from './skill/first-system.js'
export {
  estimatePrior,
  type MeasuredEdge,
  type Posterior,
  type Prior,
  shrinkEdge,
} from './skill/shrink-edges.js'
export type { SkillBet } from './skill/skill-bet.js'
export type { TrackerSnapshot } from './snapshot.js'
