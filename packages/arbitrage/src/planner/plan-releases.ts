import {
  type BasketAction,
  type MarketFacts,
  type MarketId,
  mulDiv,
  type Size,
  USD_ONE,
  type Usd,
} from '@bot/core'
import { classifySet } from '../sets/classify-set.js'
import { groupOf } from '../sets/group-of.js'

/** Shares of one token that can be handed over now, in millionths. */
export type Holding = Readonly<{ market: MarketId; outcome: 0 | 1; shares: Size }>

/** An action that turns held shares into dollars now, with why and how much. */
export type Release = Readonly<{
  action: BasketAction
  /** Micro-dollars that come back at once, after the vault's fee; rounded down. */
  pays: Usd
  reason: 'pair-held' | 'no-set-held' | 'winner-resolved'
  /** What a person reads. */
  because: string
}>

/**
 * Says what to merge, convert or redeem now: held pairs of YES and NO pay a dollar each, NO of several outcomes that
 * exclude each other pays their number less one, and winners of resolved markets pay out.
 *
 * No share is counted twice: what resolved is redeemed, then pairs are merged, and what is left may be converted.
 * Worthless outcomes of resolved markets are left out. Pure; never throws.
 */
export const planReleases = (
  holdings: readonly Holding[],
  markets: readonly MarketFacts[],
): readonly Release[] => {
  const held = new Map<MarketId, [number, number]>()
  for (const { market, outcome, shares } of holdings) {
    const both = held.get(market) ?? [0, 0]
    both[outcome] += shares
    held.set(market, both)
  }
  const redeems = markets.flatMap((market) => redeem(market, held))
  const merges = markets.flatMap((market) => merge(market, held))
  return [...redeems, ...merges, ...converts(markets, held)].sort((a, b) => b.pays - a.pays)
}

type Held = Map<MarketId, [number, number]>

const redeem = ({ id, resolution, outcomes }: MarketFacts, held: Held): readonly Release[] => {
  const shares = held.get(id)
  if (shares === undefined || resolution.state !== 'resolved') return []
  held.delete(id)
  const { payouts } = resolution
  const pays = shares.reduce(
    (sum, each, index) => sum + mulDiv(each, payouts[index] ?? 0, USD_ONE, 'down'),
    0,
  )
  if (pays === 0) return []
  const winner = outcomes[payouts.findIndex((each) => each > 0)] ?? 'the winner'
  const action = { action: 'redeem', markets: [id], shares: Math.max(...shares) as Size } as const
  return [{ action, pays: pays as Usd, reason: 'winner-resolved', because: `${winner} won` }]
}

const merge = ({ id, resolution }: MarketFacts, held: Held): readonly Release[] => {
  const both = held.get(id)
  const pairs = both === undefined ? 0 : Math.min(...both)
  if (both === undefined || pairs <= 0 || resolution.state === 'resolved') return []
  held.set(id, [both[0] - pairs, both[1] - pairs])
  const action = { action: 'merge', markets: [id], shares: pairs as Size } as const
  const because = 'a share of both outcomes is a dollar whoever wins'
  return [{ action, pays: pairs as Usd, reason: 'pair-held', because }]
}

const converts = (markets: readonly MarketFacts[], held: Held): readonly Release[] => {
  const groups = new Map<string | undefined, MarketFacts[]>()
  for (const market of markets) {
    const group = groupOf(market)
    groups.set(group, [...(groups.get(group) ?? []), market])
  }
  return [...groups].flatMap(([group, members]): readonly Release[] => {
    if (group === undefined || !classifySet(members).exclusive) return []
    const mine = members.filter((each) => noOf(each, held) > 0 && isOpenAndNamed(each))
    if (mine.length < 2) return []
    const shares = Math.min(...mine.map((each) => noOf(each, held))) as Size
    const fee = Math.max(
      ...mine.map(({ negRisk }) => (typeof negRisk === 'object' ? negRisk.feeBips : 0)),
    )
    const pays = mulDiv(shares * (mine.length - 1), 10_000 - fee, 10_000, 'down') as Usd
    const action = { action: 'convert', markets: mine.map(({ id }) => id), group, shares } as const
    const because = `at most one of these ${mine.length} outcomes wins`
    return [{ action, pays, reason: 'no-set-held', because }]
  })
}

const noOf = ({ id }: MarketFacts, held: Held): number => held.get(id)?.[1] ?? 0

const isOpenAndNamed = ({ negRisk, resolution }: MarketFacts): boolean =>
  typeof negRisk === 'object' && negRisk.role === 'named' && resolution.state !== 'resolved'
