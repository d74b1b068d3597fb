/** What a planted wallet does. Only `skilled` ones have an edge. */
export type PlantedRole =
  | 'skilled'
  | 'lucky'
  | 'favourite-buyer'
  | 'long-shot-buyer'
  | 'market-maker'
  | 'washer'
  | 'sybil'

/** A wallet whose skill is known, because it was made. `edge` is a share's in dollars over its true chance, before fees. */
export type PlantedWallet = Readonly<{
  wallet: string
  role: PlantedRole
  edge: number
  /** Bets that it was made to place. */
  bets: number
  /** The wallet that a sybil copies. */
  leader?: string
}>

/** A resolved bet of a planted wallet: totals in millionths of a share and of a dollar. */
export type PlantedBet = Readonly<{
  wallet: string
  event: string
  market: string
  /** The side that was bought: 0 or 1. */
  outcomeIndex: 0 | 1
  category: string
  firstAt: number
  shares: number
  cost: number
  fee: number
  payout: number
}>

/** A made population. The same seed gives the same one. */
export type PlantedPopulation = Readonly<{
  wallets: readonly PlantedWallet[]
  bets: readonly PlantedBet[]
}>

/** How a population is made. */
export type PopulationOptions = Readonly<{
  seed: number | string
  /** Default 20,000. */
  wallets?: number
  /** Default 0.6 of the wallets. Markets of one event hang together. */
  events?: number
  /** Share of wallets that are skilled. Default 0.01. */
  skilled?: number
  /** Edges that skilled wallets are given in turn. Default 0.02, 0.05, 0.1, 0.15. */
  edges?: readonly number[]
}>
