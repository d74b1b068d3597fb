import { type Ledger, mulDiv, type Position, type PositionEntry, PRICE_ONE } from '@bot/core'
import type { PlantedMispricing } from '@bot/sim'

type Leg = PlantedMispricing['legs'][number]

/**
 * Returns how long after its planting another strategy of the same bot first traded at one of its prices: a sale at
 * what a leg's price makes of the other outcome meets the very order that the leg would have met. `undefined` when
 * none did.
 */
export const takenMs = (
  { from, to, legs }: Pick<PlantedMispricing, 'from' | 'to' | 'legs'>,
  ledger: Ledger,
): number | undefined => {
  const positions = [
    ...ledger.positions.values(),
    ...ledger.closed.map(({ position }) => position),
  ].filter(({ basket }) => basket === undefined)
  const times = positions.flatMap((position) =>
    position.entries
      .filter(({ at, settled }) => settled !== 'failed' && at >= from && at <= (to ?? at))
      .filter((entry) => legs.some((leg) => isAtPriceOf(leg, position, entry)))
      .map(({ at }) => at - from),
  )
  return times.length === 0 ? undefined : Math.min(...times)
}

const isAtPriceOf = (leg: Leg, position: Position, entry: PositionEntry): boolean => {
  if (position.market !== leg.market || entry.shares === 0) return false
  const isSale = entry.shares < 0
  const sameToken = position.token === leg.token
  if (isSale === sameToken) return false
  const paid = Math.abs(entry.cash) + (isSale ? entry.fee : -entry.fee)
  const price = mulDiv(paid, PRICE_ONE, Math.abs(entry.shares), 'nearest')
  return isSale ? price >= PRICE_ONE - leg.price : price <= leg.price
}
