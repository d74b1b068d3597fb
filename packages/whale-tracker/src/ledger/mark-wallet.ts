import { type MarketId, mulDiv, type Price, type TokenId } from '@bot/core'
import type { WalletRecord } from './wallet-ledger.js'

/** What a share is marked at: a price, or the middle of a bid and an ask, which may lie half a step between prices. */
export type MarkPrice = Price | Readonly<{ bid: Price; ask: Price }>

/** Shares of an outcome that are held and whose market is not over. Millionths of a share and of a dollar. */
export type OpenPosition = Readonly<{
  market: MarketId
  outcome: string
  index: number | undefined
  token: TokenId | undefined
  shares: number
  cost: number
  /** Rows of this market are missing: the wallet may hold more or less, at another cost. */
  historyMissing: boolean
}>

/** An open position at a price; without `value` where no price is known. */
export type MarkedPosition = OpenPosition &
  Readonly<{ value: number | undefined; unrealised: number | undefined }>

/**
 * A wallet's open positions at given prices, in micro-dollars.
 *
 * `cost`, `value` and `unrealised` (value less cost) are of the positions with a price alone; those without are counted
 * in `unpriced` and what they cost stands in `unpricedCost`. Before fees.
 */
export type MarkedWallet = Readonly<{
  wallet: string
  positions: readonly MarkedPosition[]
  cost: number
  value: number
  unrealised: number
  unpriced: number
  unpricedCost: number
}>

/** Steps of a price in a dollar, twice, so that the middle of two prices is whole. */
const HALF_STEPS = 20_000

/**
 * Marks what a wallet still holds at given prices. Each value is exact and rounded down once to the micro-dollar; a
 * position without a price is counted, never guessed. What is resolved is no longer held: it is in `realised`.
 *
 * @throws BotError `invalid-number` when a price is negative or no whole number.
 * @see WalletRecord for what was realised.
 */
export const markWallet = (
  record: WalletRecord,
  priceOf: (position: OpenPosition) => MarkPrice | undefined,
): MarkedWallet => {
  const positions = openPositions(record).map((position): MarkedPosition => {
    const value = worthOf(position.shares, priceOf(position))
    return {
      ...position,
      value,
      unrealised: value === undefined ? undefined : value - position.cost,
    }
  })
  const totals = { cost: 0, value: 0, unrealised: 0, unpriced: 0, unpricedCost: 0 }
  for (const { cost, value } of positions) {
    if (value === undefined) {
      totals.unpriced += 1
      totals.unpricedCost += cost
    } else {
      totals.cost += cost
      totals.value += value
      totals.unrealised += value - cost
    }
  }
  return { wallet: record.wallet, positions, ...totals }
}

const openPositions = ({ markets }: WalletRecord): readonly OpenPosition[] =>
  [...markets.values()].flatMap(({ market, outcomes, historyMissing }) =>
    [...outcomes.values()]
      .filter(({ shares }) => shares > 0)
      .map(({ outcome, index, token, shares, cost }) => ({
        ...{ market, outcome, index, token, shares, cost, historyMissing },
      })),
  )

const worthOf = (shares: number, price: MarkPrice | undefined): number | undefined => {
  if (price === undefined) return undefined
  const halfSteps = typeof price === 'number' ? 2 * price : price.bid + price.ask
  return mulDiv(shares, halfSteps, HALF_STEPS, 'down')
}
