import type { BasketAction } from '@bot/core'
import type { HexText } from '../execution/signer/signer.js'
import type { SettlementCall } from './settlement-call.js'
import type { WalletReads } from './wallet-reads.js'

/**
 * Finds why an action can't succeed now, in words that begin with a short kebab-case reason: the contracts' own words
 * for a missing balance or approval help nobody.
 */
export const checkAction = async (
  reads: WalletReads,
  action: BasketAction,
  { to, takes, markets }: SettlementCall,
): Promise<string | undefined> => {
  const amount = BigInt(action.shares)
  if (takes === 'collateral') {
    const cash = await reads.cash()
    if (cash < amount) return `not-enough-collateral: has ${cash} of ${amount} micro-dollars`
    return (await reads.allowance(to)) < amount
      ? `not-approved: let ${to} spend the collateral first (ERC-20 approve)`
      : undefined
  }
  if (action.action === 'redeem') {
    const problem = await redeemProblem(reads, markets)
    if (problem !== undefined) return problem
  } else {
    for (const token of tokensOf(action, markets)) {
      const held = await reads.shares(token)
      if (held < amount) return `not-enough-shares: has ${held} of ${amount} millionths of ${token}`
    }
  }
  return (await reads.approved(to))
    ? undefined
    : `not-approved: let ${to} move the shares first (ERC-1155 setApprovalForAll)`
}

/** Why there would be nothing to redeem. */
export const NOTHING_HELD = 'nothing-to-redeem: the wallet holds no share of this market'

const redeemProblem = async (
  reads: WalletReads,
  markets: SettlementCall['markets'],
): Promise<string | undefined> => {
  for (const { id, tokens } of markets) {
    if (!(await reads.isResolved(id as string as HexText))) {
      return `not-resolved: no payouts are reported for ${id} yet`
    }
    for (const token of tokens) if ((await reads.shares(token)) > 0n) return undefined
  }
  return NOTHING_HELD
}

/** A merge gives both outcomes, a conversion NO alone. */
const tokensOf = (
  { action }: BasketAction,
  markets: SettlementCall['markets'],
): readonly string[] =>
  markets.flatMap(({ tokens }) => (action === 'convert' ? tokens.slice(1, 2) : tokens))
