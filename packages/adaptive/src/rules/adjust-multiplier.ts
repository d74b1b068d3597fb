import { type Usd, usdToNumber } from '@bot/core'

/** A rule that moves a multiplier: below 1 loosens, above 1 tightens, never past its bound. */
type Rule = Readonly<{
  applies: (winRate: number, meanPnl: number) => boolean
  factor: number
  bound: number
  because: string
}>

/** The first rule that applies decides; in this order, so that a loss outweighs a fair win rate. */
const RULES: readonly Rule[] = [
  {
    applies: (winRate, meanPnl) => winRate < 0.45 || meanPnl < -1,
    factor: 1.1,
    bound: 1.5,
    because: 'win rate below 45 % or mean loss above $1',
  },
  {
    applies: (winRate) => winRate < 0.55,
    factor: 1.05,
    bound: 1.2,
    because: 'win rate below 55 %',
  },
  {
    applies: (winRate, meanPnl) => winRate >= 0.7 && meanPnl > 0,
    factor: 0.9,
    bound: 0.6,
    because: 'win rate of 70 % or more with profit',
  },
  {
    applies: (winRate) => winRate >= 0.6,
    factor: 0.95,
    bound: 0.8,
    because: 'win rate of 60 % or more',
  },
]

/** What a rule concluded. `winRate` is 0 to 1, `meanPnl` dollars a trade. */
export type Adjusted = Readonly<{
  multiplier: number
  because: string
  winRate: number
  meanPnl: number
}>

/**
 * Applies the first system's rules to a strategy's recent closed trades.
 *
 * Returns `undefined` when no rule moves the multiplier: between 55 and 60 %, or when its bound is reached. A rule
 * never moves a multiplier backwards to its own bound.
 */
export const adjustMultiplier = (
  multiplier: number,
  results: readonly Usd[],
): Adjusted | undefined => {
  if (results.length === 0) return undefined
  const winRate = results.filter((pnl) => pnl > 0).length / results.length
  const meanPnl = results.reduce((sum, pnl) => sum + usdToNumber(pnl), 0) / results.length
  const rule = RULES.find((each) => each.applies(winRate, meanPnl))
  if (rule === undefined) return undefined
  const moved = multiplier * rule.factor
  const loosens = rule.factor < 1
  const next = loosens ? Math.max(rule.bound, moved) : Math.min(rule.bound, moved)
  const onward = loosens ? next < multiplier : next > multiplier
  return onward ? { multiplier: next, because: rule.because, winRate, meanPnl } : undefined
}
