import type { WalletRecord } from '../ledger/wallet-ledger.js'
import type { PairEvidence } from './pair-evidence.js'
import type { WalletLabel } from './wallet-label.js'

/** Where a wallet's doing becomes a label. */
export type LabelRules = Readonly<{
  /** Fewest markets before a habit is called one. Default 5. */
  leastMarkets: number
  /** Share of its markets in which both outcomes were bought. Default 0.5. */
  twoSidedShare: number
  /** How much of the smaller side counts as both outcomes, as a share of the larger. Default 0.05. */
  sideBalance: number
  /** Share of the bought shares that left again as sales, for a two-sided wallet to be a market maker. Default 0.3. */
  turnoverShare: number
  /** Share of its markets in which complete sets were bought below a dollar or merged. Default 0.5. */
  setShare: number
  /** Fewest mirrored trades with one other wallet, round trips, or same-second pairs with one. Default 5. */
  leastPairs: number
  /** Share of a wallet's trades that are so. Default 0.3. */
  pairShare: number
}>

/** The usual bars, tried on planted populations: docs/results/wallet-populations.md. */
export const LABEL_RULES: LabelRules = {
  leastMarkets: 5,
  twoSidedShare: 0.5,
  sideBalance: 0.05,
  turnoverShare: 0.3,
  setShare: 0.5,
  leastPairs: 5,
  pairShare: 0.3,
}

/** Labels a wallet by its books and by what it did together with others. Pure: the same rows give the same labels. */
export const labelWallet = (
  record: WalletRecord,
  evidence: PairEvidence,
  rules: LabelRules = LABEL_RULES,
): readonly WalletLabel[] => [
  ...labelBooks(record, rules),
  ...labelWash(record, evidence, rules),
  ...labelCluster(record, evidence, rules),
]

const labelBooks = (record: WalletRecord, rules: LabelRules): readonly WalletLabel[] => {
  const holdings = [...record.markets.values()].map(({ outcomes }) => [...outcomes.values()])
  const markets = holdings.filter((outcomes) => outcomes.some(({ bought }) => bought > 0)).length
  if (markets < rules.leastMarkets) return []
  const twoSided = holdings.filter((outcomes) => balanceOf(outcomes) >= rules.sideBalance)
  const outcomes = holdings.flat()
  const bought = outcomes.reduce((sum, each) => sum + each.bought, 0)
  const sold = outcomes.reduce((sum, each) => sum + each.sold, 0)
  const sets = twoSided.filter(isSetBelowDollar).length
  const numbers = {
    markets,
    twoSidedMarkets: twoSided.length,
    twoSidedShare: twoSided.length / markets,
    turnover: bought === 0 ? 0 : sold / bought,
    setsBelowDollar: sets,
  }
  if (numbers.twoSidedShare < rules.twoSidedShare) return []
  const label = (name: WalletLabel['label']): WalletLabel => ({
    label: name,
    evidence: numbers,
    others: [],
  })
  return [
    label('two-sided'),
    ...(numbers.turnover >= rules.turnoverShare ? [label('market-maker')] : []),
    ...(sets / markets >= rules.setShare ? [label('arbitrageur')] : []),
  ]
}

type Side = Readonly<{ bought: number; paid: number }>

/** How even the two sides of a market are: the smaller's purchases by the larger's. */
const balanceOf = (outcomes: readonly Side[]): number => {
  const sizes = outcomes.map(({ bought }) => bought).sort((a, b) => b - a)
  const [largest = 0, second = 0] = sizes
  return largest === 0 ? 0 : second / largest
}

/** Both sides for less than the dollar that they pay together: that is an arbitrage, whoever wins. */
const isSetBelowDollar = (outcomes: readonly Side[]): boolean => {
  const bought = outcomes.filter((each) => each.bought > 0)
  return bought.length > 1 && bought.reduce((sum, each) => sum + each.paid / each.bought, 0) < 1
}

const labelWash = (
  { wallet, trades }: WalletRecord,
  evidence: PairEvidence,
  rules: LabelRules,
): readonly WalletLabel[] => {
  // Whoever trades much is now and then the other side of many: only the same one again and again is a pair.
  const mirrored = evidence.mirrored(wallet).filter(({ count }) => count >= rules.leastPairs)
  const pairs = mirrored.reduce((sum, { count }) => sum + count, 0)
  const roundTrips = evidence.roundTrips(wallet)
  const share = trades === 0 ? 0 : Math.min(1, (pairs + 2 * roundTrips) / trades)
  if (pairs + roundTrips < rules.leastPairs || share < rules.pairShare) return []
  const numbers = { mirroredTrades: pairs, roundTrips, shareOfTrades: share }
  const others = mirrored.map(({ other }) => other).sort()
  return [{ label: 'wash', evidence: numbers, others }]
}

const labelCluster = (
  { wallet, trades }: WalletRecord,
  evidence: PairEvidence,
  rules: LabelRules,
): readonly WalletLabel[] => {
  const close = evidence
    .together(wallet)
    .filter(
      ({ count, markets }) =>
        count >= rules.leastPairs &&
        markets >= Math.min(3, rules.leastPairs) &&
        count >= rules.pairShare * trades,
    )
  const funded = evidence.sameFunding(wallet)
  if (close.length === 0 && funded.length === 0) return []
  const numbers = {
    sameSecondPairs: close.reduce((sum, { count }) => sum + count, 0),
    partners: close.length,
    sameFunding: funded.length,
    shareOfTrades: Math.min(1, Math.max(0, ...close.map(({ count }) => count / trades))),
  }
  const others = [...new Set([...close.map(({ other }) => other), ...funded])].sort()
  return [{ label: 'coordinated', evidence: numbers, others }]
}
