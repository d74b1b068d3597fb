import {
  heldShares,
  type MarketFacts,
  type MarketId,
  type OrderState,
  type TokenId,
  type View,
} from '@bot/core'
import { type BasketExposure, eventKeyOf, stillCosts, stillTrades } from './exposure.js'

/** Something that changes what an event may lose: dollars lost where the token pays a dollar, and where it pays none. */
type Stake = Readonly<{ token: TokenId; market: MarketId; whenPaid: number; whenNot: number }>

/** A set of markets of which one resolves YES at most, or one market alone. */
type Group = Readonly<{ markets: readonly MarketFacts[]; open: boolean; stakes: readonly Stake[] }>

/**
 * Returns the most dollars that an event may still lose, of all its outcomes; with `token`, of those outcomes in which
 * that token pays nothing: what a buy of it may add to.
 *
 * Positions count with cost less payout. An open order counts where filling it makes things worse. A basket under way
 * counts with all that it may cost. Outcomes of one negRisk group exclude each other, so what is held of one hedges
 * the others; a group that is augmented, or of which one market alone is known, may be won by none of them. Markets
 * that exclude nothing fail together.
 */
export const eventLoss = (
  view: View,
  event: string,
  orders: readonly OrderState[],
  baskets: readonly BasketExposure[],
  token?: TokenId,
): number => {
  const inEvent = (market: MarketId): boolean => eventKeyOf(view, market) === event
  const running = new Set(baskets.map(({ id }) => id))
  const stakes = stakesOf(view, orders, running).filter(({ market }) => inEvent(market))
  let loss = 0
  for (const { markets, most } of baskets) if (markets.some(inEvent)) loss += most
  for (const { market, whenNot } of stakes) if (view.market(market) === undefined) loss += whenNot
  for (const group of groupsOf(view, event, stakes, token)) {
    const lost = outcomesOf(group)
      .filter((paid) => token === undefined || !paid.has(token) || !holds(group, token))
      .map((paid) => lossIn(group.stakes, paid))
    loss += Math.max(...(lost.length === 0 ? [0] : lost))
  }
  return loss
}

const stakesOf = (
  view: View,
  orders: readonly OrderState[],
  running: ReadonlySet<string>,
): readonly Stake[] => {
  const stakes: Stake[] = []
  for (const position of view.ledger.positions.values()) {
    if (running.has(position.basket ?? '')) continue
    const { token, market, cost } = position
    const held = heldShares(position)
    if (held > 0) stakes.push({ token, market, whenPaid: cost - held, whenNot: cost })
  }
  for (const order of orders) {
    const { intent } = order
    if (running.has(intent.basket ?? '')) continue
    const { token, market, side, limit } = intent
    const left = stillTrades(order)
    const cost = side === 'buy' ? stillCosts(view, order) : 0
    const forgone = side === 'sell' ? left - Math.floor((left * limit) / 10_000) : 0
    const whenPaid = side === 'buy' ? Math.max(0, cost - left) : forgone
    stakes.push({ token, market, whenPaid, whenNot: cost })
  }
  return stakes
}

const groupKey = ({ id, negRisk }: MarketFacts): string =>
  typeof negRisk === 'object' ? `group ${negRisk.group}` : `market ${id}`

const groupsOf = (
  view: View,
  event: string,
  stakes: readonly Stake[],
  token: TokenId | undefined,
): readonly Group[] => {
  const touched = [...stakes.map(({ market }) => view.market(market)), marketOf(view, token)]
  const groups = new Map<string, Group>()
  for (const market of touched) {
    if (market === undefined || groups.has(groupKey(market))) continue
    const key = groupKey(market)
    const all = [...view.eventMarkets(event as never), ...touched].filter(
      (each): each is MarketFacts => each !== undefined && groupKey(each) === key,
    )
    const markets = [...new Map(all.map((each) => [each.id, each])).values()]
    const own = stakes.filter((stake) => markets.some(({ id }) => id === stake.market))
    const augmented = markets.some(
      ({ negRisk }) => typeof negRisk === 'object' && negRisk.augmented,
    )
    const open = augmented || markets.length < 2
    groups.set(key, { markets, open, stakes: own })
  }
  return [...groups.values()]
}

const marketOf = (view: View, token: TokenId | undefined): MarketFacts | undefined =>
  token === undefined ? undefined : view.marketOf(token)

const holds = ({ markets }: Group, token: TokenId): boolean =>
  markets.some(({ tokens }) => tokens.includes(token))

/** The tokens that pay, outcome by outcome. */
const outcomesOf = ({ markets, open }: Group): readonly ReadonlySet<TokenId>[] => {
  const [first] = markets
  if (first !== undefined && typeof first.negRisk !== 'object') {
    return first.tokens.map((token) => new Set([token]))
  }
  const winners = [...markets.map(({ id }) => id), ...(open ? [undefined] : [])]
  return winners.map(
    (winner) => new Set(markets.flatMap(({ id, tokens }) => tokens[id === winner ? 0 : 1] ?? [])),
  )
}

const lossIn = (stakes: readonly Stake[], paid: ReadonlySet<TokenId>): number =>
  stakes.reduce((sum, stake) => sum + (paid.has(stake.token) ? stake.whenPaid : stake.whenNot), 0)
