/**
 * Finds arbitrage opportunities and proves each with a certificate that anyone can verify.
 *
 * @packageDocumentation
 */
export type {
  Certificate,
  CertificateKind,
  CertifiedBook,
  CertifiedLeg,
  LevelMargin,
  LevelTaken,
  OpportunityKind,
  StatePayoff,
} from './certificate/certificate.js'
export { certify } from './certificate/certify.js'
export type { CertifyOptions, ConfirmedComplement } from './certificate/certify-options.js'
export { parseCertificate } from './certificate/parse-certificate.js'
export type { Uncertified, UncertifiedReason } from './certificate/uncertified.js'
export { describeOpportunity } from './describe-opportunity.js'
export { findOpportunities } from './detect/find-opportunities.js'
export type { BookLookup, Opportunity } from './detect/opportunity.js'
export { rememberSets } from './detect/remember-sets.js'
export {
  type Confirmation,
  type ConfirmedSide,
  parseConfirmations,
} from './equivalence/confirmation.js'
export type { ContractRef, ContractText } from './equivalence/contract-text.js'
export { type MatchReport, matchContracts } from './equivalence/match-contracts.js'
export {
  digestContract,
  type EquivalenceReason,
  type EquivalenceRecord,
  type FieldDoubt,
  type FieldProof,
  type NotEquivalent,
  proveEquivalence,
} from './equivalence/prove-equivalence.js'
export type { EquivalenceField, Term } from './equivalence/term.js'
export type { Asset, RelationProblem, RelationSolution } from './lp/relation-problem.js'
export { solveRelations } from './lp/solve-relations.js'
export type { FillRates, PassiveProposal } from './passive/passive-proposal.js'
export { type PassiveOptions, proposePassive } from './passive/propose-passive.js'
export { type Holding, planReleases, type Release } from './planner/plan-releases.js'
export {
  type KeptHolding,
  planSales,
  type Sale,
  type SaleOptions,
  type SpareHolding,
} from './planner/plan-sales.js'
export {
  type RankedCertificate,
  type RankOptions,
  rankCertificates,
} from './planner/rank-certificates.js'
export { certifyAllRelations } from './relations/certify-all-relations.js'
export { certifyRelations } from './relations/certify-relations.js'
export { deriveRelations } from './relations/derive-relations.js'
export { parseRelationFile, type RelationFile } from './relations/parse-relation-file.js'
export type { ProposalRule, RelationProposal } from './relations/proposals/proposal.js'
export { proposeRelations } from './relations/propose-relations.js'
export type {
  Cell,
  Literal,
  Relation,
  RelationClaim,
  RelationRule,
} from './relations/relation.js'
export { marketsOf } from './relations/relation-rows.js'
export { writeRelationFile } from './relations/write-relation-file.js'
export type { CertifiedRisk, DisputeRates } from './resolved/certified-risk.js'
export { certifyResolved } from './resolved/certify-resolved.js'
export { PUBLISHED_DISPUTE_RATES } from './resolved/dispute-rates.js'
export type { ResolutionReading } from './resolved/resolution-reading.js'
export type { ResolvedOptions } from './resolved/resolved-options.js'
export { type ResolvedOutlook, resolvedOutlook } from './resolved/resolved-outlook.js'
export { type WeighOptions, weighResolution } from './resolved/weigh-resolution.js'
export { classifySet, type GroupIsWhole, type SetClassification } from './sets/classify-set.js'
export {
  type ArbitrageOptions,
  createArbitrageStrategy,
} from './strategy/create-arbitrage-strategy.js'
export { isResolving } from './strategy/watch-resolutions.js'
export {
  createSweep,
  type Sweep,
  type VisitOpportunity,
  type VisitWorth,
} from './sweep/create-sweep.js'
export {
  deriveUpDownOutcome,
  type PriceTick,
  type UpDownOutcome,
  type UpDownRefusal,
  type UpDownWindow,
} from './up-down/derive-up-down-outcome.js'
export { type Verdict, verify } from './verify/verify.js'
export type { VerifyOptions } from './verify/verify-options.js'
