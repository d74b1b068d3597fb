/**
 * Shares of one outcome on offer, for a linear program: numbers in shares and dollars, not integer money.
 *
 * `payoffs` is what a share pays in each state (0, 0.5 or 1); `levels` are best first, ever dearer, `cost` a
 * share's price with its fee.
 */
export type Asset = Readonly<{
  payoffs: readonly number[]
  levels: readonly Readonly<{ cost: number; shares: number }>[]
}>

/** What to buy so that the worst of all states earns most, for at most `cash` dollars. */
export type RelationProblem = Readonly<{ states: number; assets: readonly Asset[]; cash: number }>

/**
 * The optimum: `profit` dollars in the worst state, `shares` of each asset, and the state prices that prove that
 * nothing earns more. All zero where prices allow no profit.
 */
export type RelationSolution = Readonly<{
  profit: number
  shares: readonly number[]
  statePrices: readonly number[]
}>
