import type { BasketAction, MarketFacts, Stage, TokenId } from '@bot/core'
import type { AuditedWalk } from './audit-walk.js'

/** Where a path ends: dollars paid and received, the most that was out at once, and what is still held. */
export type AuditedPath = Readonly<{
  paid: bigint
  received: bigint
  capital: bigint
  holdings: ReadonlyMap<TokenId, bigint>
  waits: boolean
  /** Of 10,000 parts, those that the adapter's fee leaves of a conversion; `undefined` without one. */
  kept: bigint | undefined
}>

type Account = {
  paid: bigint
  received: bigint
  capital: bigint
  waits: boolean
  kept: bigint | undefined
  readonly holdings: Map<TokenId, bigint>
}

/**
 * Plays a certificate's stages one after another on an empty account.
 *
 * Returns a text that names the first step that cannot be done: a sale or an action with shares that are not there,
 * an unknown market, a convert across groups, an action this verifier does not know.
 */
export const auditPath = (
  stages: readonly Stage[],
  walks: readonly AuditedWalk[],
  markets: readonly MarketFacts[],
): AuditedPath | string => {
  const account: Account = {
    paid: 0n,
    received: 0n,
    capital: 0n,
    waits: false,
    kept: undefined,
    holdings: new Map(),
  }
  for (const stage of stages) {
    if (account.waits) return 'a stage follows the wait for resolution'
    const problem = playStage(account, stage, walks, markets)
    if (problem !== undefined) return problem
    for (const [token, held] of account.holdings) {
      if (held < 0n) return `hands over more of ${token} than is held`
    }
    const out = account.paid - account.received
    if (out > account.capital) account.capital = out
  }
  return account
}

const playStage = (
  account: Account,
  stage: Stage,
  walks: readonly AuditedWalk[],
  markets: readonly MarketFacts[],
): string | undefined => {
  if (stage.kind === 'hold-to-resolution') {
    account.waits = true
    return undefined
  }
  if (stage.kind === 'action') return playAction(account, stage.action, markets)
  for (const [index, leg] of stage.legs.entries()) {
    const walk = walks[index]
    if (walk === undefined || walk.missing > 0n) return `the book of ${leg.token} is not that deep`
    if (leg.side === 'buy') account.paid += walk.notional + walk.fee
    else account.received += walk.notional - walk.fee
    give(account, leg.token, leg.side === 'buy' ? BigInt(leg.shares) : -BigInt(leg.shares))
  }
  return undefined
}

const playAction = (
  account: Account,
  action: BasketAction,
  markets: readonly MarketFacts[],
): string | undefined => {
  const shares = BigInt(action.shares)
  const named = action.markets.flatMap((id) => markets.find((market) => market.id === id) ?? [])
  if (named.length !== new Set(action.markets).size || named.length !== action.markets.length) {
    return `${action.action} names a market twice or one that is not known`
  }
  if (action.action === 'convert') return playConvert(account, action, named, markets)
  const [market] = named
  if (market === undefined || named.length !== 1) return `${action.action} wants one market`
  if (action.action === 'split') account.paid += shares
  else if (action.action === 'merge') account.received += shares
  else return `does not know the action ${action.action}`
  const change = action.action === 'split' ? shares : -shares
  for (const token of market.tokens) give(account, token, change)
  return undefined
}

const playConvert = (
  account: Account,
  action: BasketAction,
  named: readonly MarketFacts[],
  markets: readonly MarketFacts[],
): string | undefined => {
  const group = markets.filter(
    ({ negRisk }) => typeof negRisk === 'object' && negRisk.group === action.group,
  )
  if (action.group === undefined || !named.every((market) => group.includes(market))) {
    return 'converts markets that are not of one negRisk group'
  }
  const shares = BigInt(action.shares)
  const bips = group.map(({ negRisk }) => (typeof negRisk === 'object' ? negRisk.feeBips : 0))
  const kept = 10_000n - BigInt(Math.max(...bips))
  for (const market of group) {
    const [yes, no] = market.tokens
    if (yes === undefined || no === undefined) return `${market.id} has not two outcomes`
    if (named.includes(market)) give(account, no, -shares)
    else give(account, yes, (shares * kept) / 10_000n)
  }
  account.received += (BigInt(named.length - 1) * shares * kept) / 10_000n
  account.kept = kept
  return undefined
}

const give = (account: Account, token: TokenId, shares: bigint): void => {
  account.holdings.set(token, (account.holdings.get(token) ?? 0n) + shares)
}
