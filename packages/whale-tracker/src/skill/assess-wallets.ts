import { createCalibration } from './calibration-curve.js'
import { type CategoryEdge, type EdgeDecay, measureDecay, profileCategories } from './edge-parts.js'
import { type CurveDoubt, doubtVariance, type EventScore, scoreEvents } from './event-score.js'
import { type ExitTiming, scoreExits } from './exit-timing.js'
import { qValues } from './false-discovery.js'
import { type FirstSystemBar, type FirstSystemVerdict, judgeByWinRate } from './first-system.js'
import { measureTogether } from './measure-together.js'
import { normalAbove } from './normal.js'
import {
  estimatePrior,
  type MeasuredEdge,
  type Posterior,
  type Prior,
  shrinkEdge,
} from './shrink-edges.js'
import { type ScoredBet, type SkillBet, scoreBet } from './skill-bet.js'
import { scoreTail } from './tail-score.js'

/** What wallets are other than someone with an opinion, by wallet. */
export type WalletLabels = ReadonlyMap<string, readonly Readonly<{ label: string }>[]>

/** What is asked of a population. */
export type SkillQuestion = Readonly<{
  bets: Iterable<SkillBet>
  /** Wallets that hold no opinion of their own: market makers, arbitrage, wash, clusters. They are separated. */
  labels?: WalletLabels
  /** Fewest resolved bets and events to say anything at all. Default 30 and 10. */
  leastBets?: number
  leastEvents?: number
  firstSystem?: FirstSystemBar
}>

/**
 * What a wallet's bets are evidence of. Edges in dollars a share, each event with one vote, fees deducted.
 *
 * `edge` is against the venue's calibration curve without this wallet, `plainEdge` against the price paid. `luck` is the
 * standard deviation of `edge` if it is all luck; `chance` how often luck alone gives as much; `q` the false-discovery
 * rate at which it would be found among all assessed wallets.
 */
export type SkillEvidence = Readonly<{
  edge: number
  plainEdge: number
  luck: number
  posterior: Posterior
  chance: number
  q: number
  categories: readonly CategoryEdge[]
  decay: EdgeDecay
}>

/** A wallet's skill as far as it can be known. `evidence` is absent unless it was assessed. */
export type WalletSkill = Readonly<{
  wallet: string
  standing: 'assessed' | 'withheld' | 'separated'
  reason: string
  /** Resolved bets that are opinions; hedged ones, and those in markets of which rows are missing, are counted apart. */
  bets: number
  hedged: number
  truncated: number
  events: number
  exits: ExitTiming
  firstSystem: FirstSystemVerdict
  evidence?: SkillEvidence
}>

/** A population's skill, in the order in which wallets were first seen, and how edges vary over it. */
export type SkillReport = Readonly<{
  wallets: readonly WalletSkill[]
  prior: Prior
  /** How much bets of one event hang together, 0 to 1, estimated over all assessed wallets. */
  together: number
  assessed: number
}>

type Found = Readonly<{ scores: readonly EventScore[]; doubt: number }>
type Draft = Readonly<{
  base: Omit<WalletSkill, 'standing' | 'reason'>
  stop?: Stop
  found?: Found
}>
type Stop = Readonly<{ standing: 'withheld' | 'separated'; reason: string }>

const FIRST_SYSTEM: FirstSystemBar = { minWinRate: 0.65, minClosedBets: 10 }

/**
 * Assesses every wallet of a population at once: calibration, tails, shrinkage and false-discovery control need all of
 * them. Pure; takes time and memory in proportion to the bets.
 *
 * @see docs/concepts/wallet-skill.md for the model and its assumptions.
 */
export const assessWallets = (question: SkillQuestion): SkillReport => {
  const wallets = groupBets(question.bets)
  const calibration = createCalibration(opinions(wallets, question.labels))
  const drafts = [...wallets].map(([wallet, { bets, hedged, truncated, isCut }]): Draft => {
    const base = {
      wallet,
      bets: bets.length,
      hedged,
      truncated,
      events: new Set(bets.map(({ bet }) => bet.event)).size,
      exits: scoreExits(bets),
      firstSystem: judgeByWinRate(bets, question.firstSystem ?? FIRST_SYSTEM),
    }
    const stop = stopFor(base, isCut, question)
    if (stop !== undefined) return { base, stop }
    const doubt: CurveDoubt = new Map()
    const scores = scoreEvents(bets, calibration.without(bets), doubt)
    return { base, found: { scores, doubt: doubtVariance(doubt) } }
  })
  return conclude(drafts)
}

type WalletBets = { readonly bets: ScoredBet[]; hedged: number; truncated: number; isCut: boolean }

const groupBets = (bets: Iterable<SkillBet>): Map<string, WalletBets> => {
  const wallets = new Map<string, WalletBets>()
  for (const bet of bets) {
    let known = wallets.get(bet.wallet)
    if (known === undefined) {
      known = { bets: [], hedged: 0, truncated: 0, isCut: false }
      wallets.set(bet.wallet, known)
    }
    if (bet.hedged === true) known.hedged += 1
    if (bet.truncated === true) known.truncated += 1
    if (bet.walletTruncated === true) known.isCut = true
    const scored = scoreBet(bet)
    if (scored !== undefined) known.bets.push(scored)
  }
  return wallets
}

function* opinions(
  wallets: ReadonlyMap<string, WalletBets>,
  labels: WalletLabels | undefined,
): Generator<ScoredBet> {
  for (const [wallet, { bets }] of wallets) {
    if ((labels?.get(wallet) ?? []).length === 0) yield* bets
  }
}

/** Above this share of bets with rows missing, what is left may be chosen by what is missing. */
const MOST_TRUNCATED = 0.2

const stopFor = (
  { wallet, bets, events, truncated }: Draft['base'],
  isCut: boolean,
  { labels, leastBets = 30, leastEvents = 10 }: SkillQuestion,
): Stop | undefined => {
  const names = (labels?.get(wallet) ?? []).map(({ label }) => label)
  if (names.length > 0) return { standing: 'separated', reason: names.join(', ') }
  const short = [
    ...(events === 1 && leastEvents > 1 ? [`one event of ${leastEvents} needed`] : []),
    ...(events > 1 && events < leastEvents ? [`${events} of ${leastEvents} events`] : []),
    ...(bets < leastBets ? [`${bets} of ${leastBets} resolved bets`] : []),
    ...(isCut || truncated > MOST_TRUNCATED * (bets + truncated) ? ['its history is cut off'] : []),
  ]
  return short.length === 0 ? undefined : { standing: 'withheld', reason: short.join(', ') }
}

const conclude = (drafts: readonly Draft[]): SkillReport => {
  const found = drafts.flatMap((draft) => draft.found ?? [])
  const together = measureTogether(found.flatMap(({ scores }) => scores))
  const tails = found.map(({ scores, doubt }) => scoreTail(scores, doubt, together))
  const chances = tails.map(({ score }) => normalAbove(score))
  const rates = qValues(chances)
  // What the skewness of its bets makes less surprising counts less here too.
  const edges = tails.map(({ score, deviation }, index): MeasuredEdge => {
    const luck = deviation / (found[index]?.scores.length ?? 1)
    return { edge: score * luck, deviation: luck }
  })
  const prior = estimatePrior(edges)
  let next = 0
  const wallets = drafts.map(({ base, stop, found: own }): WalletSkill => {
    if (stop !== undefined) return { ...base, ...stop }
    const index = next++
    const measured = edges[index]
    if (own === undefined || measured === undefined) {
      return { ...base, standing: 'withheld', reason: 'not measured' }
    }
    const evidence: SkillEvidence = {
      ...meanEdges(own.scores),
      luck: measured.deviation,
      posterior: shrinkEdge(measured, prior),
      chance: chances[index] ?? 1,
      q: rates[index] ?? 1,
      categories: profileCategories(own.scores),
      decay: measureDecay(own.scores),
    }
    const reason = `${base.bets} bets in ${base.events} events`
    return { ...base, standing: 'assessed', reason, evidence }
  })
  return { wallets, prior, together, assessed: found.length }
}

const meanEdges = (scores: readonly EventScore[]): Pick<SkillEvidence, 'edge' | 'plainEdge'> => {
  const share = 1 / scores.length
  return {
    edge: scores.reduce((sum, score) => sum + share * score.edge, 0),
    plainEdge: scores.reduce((sum, score) => sum + share * score.plainEdge, 0),
  }
}
