import {
  heldShares,
  type Ledger,
  type MarketFacts,
  type MarketId,
  type TokenId,
  type Usd,
} from '@bot/core'
import type { Decided } from './decisions-of.js'

/** What one basket holds still. */
export type Leftover = Readonly<{
  basket: string
  /** Millionths of complete sets, each of which pays a dollar for certain at the resolution, and of shares beside. */
  sets: number
  loose: number
  /** What the sets pay less what all of it cost, in micro-dollars: loose shares count nothing. */
  certain: Usd
  /**
   * `until-resolution`: that is the plan. `below-minimum`: the venue lets nobody trade so little, and it is redeemed at
   * the resolution. `resolved`: it should have been redeemed. `loose`: none of these.
   */
  why: 'until-resolution' | 'below-minimum' | 'resolved' | 'loose'
}>

/** Lists what baskets hold, with what it is held for. */
export const sharesLeft = (
  ledger: Ledger,
  decided: readonly Decided[],
  marketOf: (id: MarketId) => MarketFacts | undefined,
): readonly Leftover[] => {
  const legs = new Map<string, readonly TokenId[]>()
  for (const { decision } of decided) {
    if (decision.kind !== 'signal' || decision.basket === undefined) continue
    legs.set(decision.basket.id, boughtBy(decision.basket.stages))
  }
  const baskets = new Map<string, Held[]>()
  for (const position of ledger.positions.values()) {
    const { basket, token, market, cost } = position
    const shares = heldShares(position)
    if (basket === undefined || shares <= 0) continue
    const held = { token, shares, cost, market: marketOf(market) }
    baskets.set(basket, [...(baskets.get(basket) ?? []), held])
  }
  return [...baskets].map(([basket, held]) => leftoverOf(basket, held, legs.get(basket) ?? []))
}

type Held = Readonly<{
  token: TokenId
  shares: number
  cost: number
  market: MarketFacts | undefined
}>
type Stages = NonNullable<Extract<Decided['decision'], { kind: 'signal' }>['basket']>['stages']

/** The tokens that a basket buys and keeps; one that is converted or merged keeps none. */
const boughtBy = (stages: Stages): readonly TokenId[] => {
  const keeps = stages.every((stage) => stage.kind !== 'action' || stage.action.action === 'redeem')
  if (!keeps) return []
  return stages.flatMap((stage) =>
    stage.kind === 'legs'
      ? stage.legs.filter(({ side }) => side === 'buy').map(({ token }) => token)
      : [],
  )
}

const leftoverOf = (basket: string, held: readonly Held[], legs: readonly TokenId[]): Leftover => {
  const sharesOf = (token: TokenId): number =>
    held.find((each) => each.token === token)?.shares ?? 0
  const sets = legs.length === 0 ? 0 : Math.min(...legs.map(sharesOf))
  const all = held.reduce((sum, { shares }) => sum + shares, 0)
  const loose = all - sets * legs.length
  const cost = held.reduce((sum, each) => sum + each.cost, 0)
  const isOver = held.some(({ market }) => market?.resolution.state === 'resolved')
  const isSmall = held.every(({ token, shares, market }) => {
    const extra = shares - (legs.includes(token) ? sets : 0)
    const minimum = market?.minimumSize
    return typeof minimum !== 'number' || extra < minimum
  })
  const small = sets > 0 ? 'until-resolution' : 'below-minimum'
  const why = isOver ? 'resolved' : isSmall ? small : 'loose'
  return { basket, sets, loose, certain: (sets - cost) as Usd, why }
}
