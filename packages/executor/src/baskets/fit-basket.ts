import {
  type Basket,
  type FeeSchedule,
  floorToLot,
  type Leg,
  mulDiv,
  notional,
  PRICE_ONE,
  type Price,
  SIZE_ONE,
  type Size,
  USD_ONE,
  type Usd,
  type View,
} from '@bot/core'
import { takeLot } from '../policy/precision.js'
import { buyFeeBound, feeBound } from '../risk/fee-bound.js'
import type { Part } from './basket-run.js'

/** Fills that one order may come in: each may round its fee up once more. */
const FILLS = 10
/** Less than this part of a basket is not worth the tidier order type. */
const TIDY_PERCENT = 80

/** Returns the most that buying so many shares of a leg at its limit can cost; more than any dollars for an unknown fee. */
export const legBound = (view: View, leg: Pick<Leg, 'market' | 'limit'>, shares: Size): Usd => {
  const fee = view.market(leg.market)?.fee
  if (fee === undefined || fee === 'unknown') return Number.MAX_SAFE_INTEGER as Usd
  return (notional(shares, leg.limit, 'up') + dearest(fee, shares, 'buy', leg.limit)) as Usd
}

/**
 * The highest fee of an order at its limit: wherever it fills from there to the better end, in however many fills. A buy
 * spends dollars, and brings more shares below its limit.
 */
export const dearest = (fee: FeeSchedule, shares: Size, side: 'buy' | 'sell', limit: Price): Usd =>
  side === 'buy'
    ? buyFeeBound(fee, notional(shares, limit, 'up'), limit, false)
    : feeBound(fee, shares, limit, PRICE_ONE, FILLS)

/**
 * Returns the part of a basket that fits `most` dollars with every leg at its limit, in lots that market orders may
 * have; `undefined` when none fits. A basket whose counts differ is taken whole or not at all.
 */
export const fitBasket = (view: View, basket: Basket, most: Usd): Part | undefined => {
  const counts = new Set(basket.stages.flatMap(countsOf))
  const [shares] = counts
  if (shares === undefined) return undefined
  const bound = boundOf(view, basket, (each) => each)
  if (counts.size > 1) return bound <= most ? { of: 1, from: 1 } : undefined
  const affordable = bound <= most ? shares : mulDiv(shares, most, bound, 'down')
  const tidy = floorToLot(affordable as Size, lotOf(basket))
  const lot = bound <= most ? 1 : SIZE_ONE
  const enough = tidy >= mulDiv(affordable, TIDY_PERCENT, 100, 'up')
  const fitted = enough ? tidy : floorToLot(affordable as Size, lot as Size)
  const sound = boundOf(view, basket, () => fitted) <= most && isLargeEnough(view, basket, fitted)
  return sound ? { of: fitted, from: shares } : undefined
}

const countsOf = (stage: Basket['stages'][number]): readonly Size[] => {
  if (stage.kind === 'legs') return stage.legs.map((leg) => leg.shares)
  return stage.kind === 'action' ? [stage.action.shares] : []
}

const legsOf = ({ stages }: Basket): readonly Leg[] =>
  stages.flatMap((stage) => (stage.kind === 'legs' ? stage.legs : []))

const boundOf = (view: View, basket: Basket, scale: (shares: Size) => Size): number => {
  let dollars = 0
  for (const stage of basket.stages) {
    if (stage.kind === 'action' && stage.action.action === 'split') {
      dollars += stage.action.markets.length * scale(stage.action.shares)
    }
    if (stage.kind !== 'legs') continue
    for (const leg of stage.legs) {
      if (leg.side === 'buy') dollars += legBound(view, leg, scale(leg.shares))
    }
  }
  return dollars
}

const isLargeEnough = (view: View, basket: Basket, shares: Size): boolean =>
  legsOf(basket).every((leg) => {
    const minimum = view.market(leg.market)?.minimumSize
    const dollars = notional(shares, leg.limit, 'down')
    return minimum !== undefined && minimum !== 'unknown' && shares >= minimum
      ? leg.side === 'sell' || dollars >= USD_ONE
      : false
  })

/** The least common lot of all legs. */
const lotOf = (basket: Basket): Size =>
  legsOf(basket).reduce<number>((lot, { side, limit }) => {
    const next = takeLot(side, limit)
    return (lot / commonDivisor(lot, next)) * next
  }, 1) as Size

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b))
