import { type MarketId, mulDiv, type Size } from '@bot/core'
import { type AccountState, accountOf, addCount, freeShares } from './accounts.js'
import type { ActionResult } from './exchange.js'
import type { ExchangeState, MarketState } from './exchange-state.js'
import { type ActionRefusal, isAmount, recordAction, refuseAction } from './protocol-actions.js'

/** Who gets the fees of conversions; it redeems by itself. */
export const NEG_RISK_VAULT = 'neg-risk-vault'

/**
 * Converts NO of the named markets of one negRisk group into YES of all its others and (named − 1) dollars a share.
 *
 * Sound because exactly one market of the group resolves YES: k NO are worth (k − 1) dollars and the other YES. The
 * group's fee is a part of the shares, rounded down: what it would give goes to the vault.
 *
 * @see https://github.com/Polymarket/neg-risk-ctf-adapter `convertPositions`
 */
export const convertPositions = (
  state: ExchangeState,
  owner: string,
  ids: readonly MarketId[],
  shares: Size,
): ActionResult => {
  const named = [...new Set(ids)].flatMap((id) => state.markets.get(id) ?? [])
  const [first] = named
  if (first === undefined || named.length !== ids.length) return refuseAction('unknown-market')
  if (!isAmount(shares)) return refuseAction('invalid-amount')
  const members = [...state.markets.values()].filter((market) => market.pool === first.pool)
  const account = accountOf(state.accounts, owner)
  const problem = findProblem({ account, named, members, shares })
  if (problem !== undefined) return refuseAction(problem)
  const fee = mulDiv(shares, first.shown.event?.negRisk?.feeBips ?? 0, 10_000, 'down')
  for (const market of named) change(account, market, 1, -shares)
  first.pool.locked -= (named.length - 1) * shares
  const others = members.filter((market) => !named.includes(market))
  const give = (to: AccountState, amount: number): number => {
    for (const market of others) change(to, market, 0, amount)
    to.cash += (named.length - 1) * amount
    return (named.length - 1) * amount
  }
  const cash = give(account, shares - fee)
  if (fee > 0) give(accountOf(state.accounts, NEG_RISK_VAULT), fee)
  return recordAction(state, { owner, kind: 'convert', markets: [...ids], shares, cash })
}

type Conversion = Readonly<{
  account: AccountState
  named: readonly MarketState[]
  members: readonly MarketState[]
  shares: Size
}>

const findProblem = ({
  account,
  named,
  members,
  shares,
}: Conversion): ActionRefusal | undefined => {
  const isGroup = named.every(
    ({ shown, pool }) => shown.event?.negRisk !== undefined && pool === members[0]?.pool,
  )
  if (!isGroup || members.length < 2) return 'not-neg-risk'
  if (members.some((market) => market.shown.status === 'resolved')) return 'market-resolved'
  const isShort = named.some((market) => freeShares(account, market.shown.tokens[1]) < shares)
  return isShort ? 'not-enough-shares' : undefined
}

const change = (
  account: AccountState,
  market: MarketState,
  outcome: 0 | 1,
  shares: number,
): void => {
  addCount(account.holdings, market.shown.tokens[outcome], shares)
  market.supply[outcome] += shares
}
