import type { TimeMs, TokenId } from '../brand.js'
import type { SettlementReported } from '../events/event.js'
import type { MarketFacts } from '../market/market-facts.js'
import { mulDiv } from '../money/mul-div.js'
import { USD_ONE, type Usd } from '../money/usd.js'
import type { SettleResult } from '../ports/execution-port.js'
import { type Ledger, recordEntry } from './ledger.js'
import { positionKey, type Settled } from './position.js'

const SETTLED: Readonly<Record<SettlementReported['status'], Settled | undefined>> = {
  submitted: 'provisional',
  confirmed: 'confirmed',
  failed: 'failed',
  unknown: undefined,
}

/** One token's part of an action: shares in or out, and the dollars that go with them. */
type Part = Readonly<{ token: TokenId; market: MarketFacts; shares: number; cash: number }>

/**
 * Records a split, merge, convert or redeem of an owner.
 *
 * The dollars of a merge are shared among the outcomes by what they cost, so that each position's own profit stays
 * meaningful. An `unknown` outcome changes nothing until it is looked up. Markets that are not in `markets` count
 * nothing: pass every market that the action names, and for `convert` every market of the group.
 */
export const recordSettlement = (
  ledger: Ledger,
  owner: Readonly<{ owner: string; basket?: string }>,
  report: SettleResult,
  markets: readonly MarketFacts[],
  at: TimeMs,
): Ledger => {
  const settled = SETTLED[report.status]
  if (settled === undefined) return ledger
  return partsOf(ledger, owner.owner, report, markets).reduce(
    (next, part) =>
      recordEntry(
        next,
        { ...owner, token: part.token, market: part.market.id },
        {
          id: `${report.ref} ${part.token}`,
          shares: part.shares,
          cash: part.cash as Usd,
          fee: 0 as Usd,
          settled,
          at,
        },
      ),
    ledger,
  )
}

const partsOf = (
  ledger: Ledger,
  owner: string,
  { action, ref }: SettleResult,
  markets: readonly MarketFacts[],
): readonly Part[] => {
  const named = markets.filter((market) => action.markets.includes(market.id))
  const cost = (token: TokenId): number =>
    Math.max(0, ledger.positions.get(positionKey(owner, token))?.cost ?? 0)
  const knownCash = (token: TokenId): number | undefined =>
    ledger.positions
      .get(positionKey(owner, token))
      ?.entries.find((entry) => entry.id === `${ref} ${token}`)?.cash
  switch (action.action) {
    case 'split':
    case 'merge':
      return named.flatMap((market) => completeSet(market, action, cost, knownCash))
    case 'redeem':
      return named.flatMap((market) => redeemed(market, action.shares, ledger, owner))
    case 'convert':
      return converted(markets, action.markets, action.shares)
  }
}

const completeSet = (
  market: MarketFacts,
  action: Readonly<{ action: string; shares: number }>,
  cost: (token: TokenId) => number,
  knownCash: (token: TokenId) => number | undefined,
): readonly Part[] => {
  const [yes, no] = market.tokens
  if (yes === undefined || no === undefined) return []
  const sign = action.action === 'merge' ? 1 : -1
  const total = cost(yes) + cost(no)
  const known = knownCash(yes)
  const half =
    total > 0 ? mulDiv(action.shares, cost(yes), total, 'nearest') : Math.floor(action.shares / 2)
  const first = known ?? sign * half
  return [
    { token: yes, market, shares: -sign * action.shares, cash: first },
    { token: no, market, shares: -sign * action.shares, cash: sign * action.shares - first },
  ]
}

const redeemed = (
  market: MarketFacts,
  shares: number,
  ledger: Ledger,
  owner: string,
): readonly Part[] => {
  const resolution = market.resolution
  if (resolution.state !== 'resolved') return []
  return market.tokens.flatMap((token, index) => {
    const position = ledger.positions.get(positionKey(owner, token))
    const held = position === undefined ? 0 : position.confirmed + position.provisional
    const redeem = Math.min(held, shares)
    if (redeem <= 0) return []
    const cash = mulDiv(redeem, resolution.payouts[index] ?? 0, USD_ONE, 'down')
    return [{ token, market, shares: -redeem, cash }]
  })
}

const converted = (
  group: readonly MarketFacts[],
  handedOver: readonly string[],
  shares: number,
): readonly Part[] => {
  const from = group.filter((market) => handedOver.includes(market.id))
  const paid = (from.length - 1) * shares
  return group.flatMap((market, index) => {
    const [yes, no] = market.tokens
    if (yes === undefined || no === undefined) return []
    if (!handedOver.includes(market.id)) return [{ token: yes, market, shares, cash: 0 }]
    const isFirst = from[0] === group[index]
    return [{ token: no, market, shares: -shares, cash: isFirst ? paid : 0 }]
  })
}
