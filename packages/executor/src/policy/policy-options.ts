import { BotError, type Placement, type Usd, usd } from '@bot/core'
import type { AccountTolerance } from '../reconcile/account-watch.js'
import { type CompleteLimits, checkLimits, type RiskLimits } from '../risk/risk-limits.js'
import type { Sizing } from '../risk/sizing.js'

/** How far from the best price an order may reach, and what must rest within that reach. */
export type SlippageOptions = Readonly<{
  /** Percent of the best price. */
  maxPercent: number
  /** Dollars that must rest within the cap, in millionths. */
  minLiquidityUsd: Usd
}>

/** When a position is left whatever its strategy says; percentages are of its average entry price, fees inside. */
export type ExitOptions = Readonly<{
  takeProfitPercent: number
  stopLossPercent: number
  /** Leaves so far below the best bid seen, once that was so far above the entry; `'off'` for none. */
  trailing: Readonly<{ percent: number; afterGainPercent: number }> | 'off'
  maxHoldMinutes: number
}>

/**
 * Orders above `childUsd` dollars go out in parts. What takes goes out over time, each part sized anew on the book of
 * its moment; what rests goes out over `levels` prices, a tick apart.
 */
export type SplittingOptions = Readonly<{
  childUsd: Usd
  everyMs: number
  mostChildren: number
  levels: number
}>

/** How entries that rest are placed and followed. */
export type RestingOptions = Readonly<{
  /** Where a signal that says nothing rests. */
  placement: Placement
  /** How many ticks a resting order may be away from its right price before it is replaced. */
  toleranceTicks: number
  /** How long an order rests at least before it is replaced. */
  leastMs: number
  /**
   * How long after its end an order may still turn out to have filled, where the venue does not say how much matched;
   * what is left of it is not placed anew before.
   */
  quietMs: number
}>

/** How a policy trades. Only the limits are required: nobody trades on limits that they didn't choose. */
export type ExecutionPolicyOptions = Readonly<{
  limits: RiskLimits
  sizing?: Sizing
  slippage?: Partial<SlippageOptions>
  exits?: Partial<ExitOptions>
  splitting?: Partial<SplittingOptions>
  resting?: Partial<RestingOptions>
  /** How far account reads may be off before they halt trading; a cent and a hundredth of a share by default. */
  accountTolerance?: AccountTolerance
  /** How long ago a book must have been proven alive, in milliseconds; 30,000 unless told otherwise. */
  maxBookAgeMs?: number
  /**
   * How long a basket waits, in milliseconds of event time, before its books are walked once more and it begins. Books
   * of several markets change one message after the other: what is there for one message only is no opportunity.
   * Default 0, which begins at once; with more a basket begins at the first timer after it.
   */
  basketSettleMs?: number
  /**
   * Which legs of a basket's stage go out first. `thinnest-first` (default): the leg whose book covers it least, alone;
   * the next only when it filled, for as many shares. `together`: all at once, for opportunities that do not live as
   * long as the answers to two orders take, at the price of more to mend when one of them does not fill.
   */
  legOrder?: LegOrder
}>

const LEG_ORDERS: readonly LegOrder[] = ['thinnest-first', 'together']

/** In which order the legs of a stage go out. */
export type LegOrder = 'thinnest-first' | 'together'

/** Options with every default in its place. */
export type PolicySettings = Readonly<{
  limits: CompleteLimits
  sizing: Sizing
  slippage: SlippageOptions
  exits: ExitOptions
  splitting: SplittingOptions
  resting: RestingOptions
  accountTolerance: AccountTolerance
  maxBookAgeMs: number
  basketSettleMs: number
  legOrder: LegOrder
}>

/** What the first system did where the options say nothing. */
const DEFAULTS: Omit<PolicySettings, 'limits'> = {
  sizing: { kind: 'first-system' },
  slippage: { maxPercent: 2, minLiquidityUsd: usd(500_000_000) },
  exits: {
    takeProfitPercent: 8,
    stopLossPercent: 5,
    trailing: { percent: 3, afterGainPercent: 0 },
    maxHoldMinutes: 45,
  },
  splitting: { childUsd: usd(25_000_000), everyMs: 2_000, mostChildren: 10, levels: 3 },
  resting: { placement: 'limit', toleranceTicks: 1, leastMs: 5_000, quietMs: 30_000 },
  accountTolerance: { usd: 10_000, shares: 10_000 },
  maxBookAgeMs: 30_000,
  basketSettleMs: 0,
  legOrder: 'thinnest-first',
}

/**
 * Puts the defaults in and checks everything.
 *
 * @throws BotError `invalid-config` naming the option that is not a number of 0 or more, or no order of legs.
 */
export const readPolicyOptions = (options: ExecutionPolicyOptions): PolicySettings => {
  const settings: PolicySettings = {
    limits: checkLimits(options.limits),
    sizing: options.sizing ?? DEFAULTS.sizing,
    slippage: { ...DEFAULTS.slippage, ...options.slippage },
    exits: { ...DEFAULTS.exits, ...options.exits },
    splitting: { ...DEFAULTS.splitting, ...options.splitting },
    resting: { ...DEFAULTS.resting, ...options.resting },
    accountTolerance: options.accountTolerance ?? DEFAULTS.accountTolerance,
    maxBookAgeMs: options.maxBookAgeMs ?? DEFAULTS.maxBookAgeMs,
    basketSettleMs: options.basketSettleMs ?? DEFAULTS.basketSettleMs,
    legOrder: options.legOrder ?? DEFAULTS.legOrder,
  }
  const { slippage, exits, splitting, resting, sizing } = settings
  const trailing = exits.trailing === 'off' ? [] : Object.entries(exits.trailing)
  const aggressive = sizing.kind === 'aggressive' ? [sizing.equityPercent] : []
  const numbers: readonly (readonly [string, unknown])[] = [
    ['slippage.maxPercent', slippage.maxPercent],
    ['slippage.minLiquidityUsd', slippage.minLiquidityUsd],
    ['exits.takeProfitPercent', exits.takeProfitPercent],
    ['exits.stopLossPercent', exits.stopLossPercent],
    ...trailing.map(([name, value]) => [`exits.trailing.${name}`, value] as const),
    ['exits.maxHoldMinutes', exits.maxHoldMinutes],
    ['splitting.childUsd', splitting.childUsd],
    ['splitting.everyMs', splitting.everyMs],
    ['splitting.mostChildren', splitting.mostChildren],
    ['splitting.levels', splitting.levels],
    ['resting.toleranceTicks', resting.toleranceTicks],
    ['resting.leastMs', resting.leastMs],
    ['resting.quietMs', resting.quietMs],
    ['accountTolerance.usd', settings.accountTolerance.usd],
    ['accountTolerance.shares', settings.accountTolerance.shares],
    ...aggressive.map((value) => ['sizing.equityPercent', value] as const),
    ['maxBookAgeMs', settings.maxBookAgeMs],
    ['basketSettleMs', settings.basketSettleMs],
  ]
  for (const [name, value] of numbers) {
    if (typeof value === 'number' && Number.isFinite(value) && value >= 0) continue
    throw new BotError(
      'invalid-config',
      `Expected the executor's ${name} to be a number of 0 or more, was ${String(value)}`,
      { name, value },
    )
  }
  const { legOrder } = settings
  if (LEG_ORDERS.includes(legOrder)) return settings
  throw new BotError(
    'invalid-config',
    `Expected the executor's legOrder to be ${LEG_ORDERS.join(' or ')}, was ${String(legOrder)}`,
    { name: 'legOrder', value: legOrder },
  )
}
