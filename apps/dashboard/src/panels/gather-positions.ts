import type { PositionData } from '../../page-data.js'

/** What a strategy holds of one outcome, over all its baskets. */
export type GatheredPosition = PositionData & Readonly<{ baskets: number }>

/** Puts what one strategy holds of one outcome in one row, where its first one stood: each basket holds its own. */
export const gatherPositions = (rows: readonly PositionData[]): readonly GatheredPosition[] => {
  const gathered = new Map<string, GatheredPosition>()
  for (const row of rows) {
    const key = JSON.stringify([row.strategy, row.market, row.outcome])
    const before = gathered.get(key)
    const baskets = row.basket === null ? 0 : 1
    gathered.set(key, before === undefined ? { ...row, baskets } : addRow(before, row))
  }
  return [...gathered.values()]
}

const addRow = (before: GatheredPosition, row: PositionData): GatheredPosition => {
  const shares = sum(before.shares, row.shares)
  const cost = sum(before.costUsd, row.costUsd)
  return {
    ...before,
    basket: before.basket ?? row.basket,
    baskets: before.baskets + (row.basket === null ? 0 : 1),
    shares: `${shares}`,
    provisionalShares: `${sum(before.provisionalShares, row.provisionalShares)}`,
    costUsd: `${cost}`,
    averagePrice: shares > 0 ? cost / shares : null,
    valueUsd: `${sum(before.valueUsd, row.valueUsd)}`,
    pnlUsd: `${sum(before.pnlUsd, row.pnlUsd)}`,
    openedAt: Math.min(before.openedAt, row.openedAt),
  }
}

const sum = (a: string, b: string): number => Number(a) + Number(b)
