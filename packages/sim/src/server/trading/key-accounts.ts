import type { CancelResult, CancelTarget } from '../../exchange/exchange.js'
import type { SimOrder } from '../../exchange/sim-order.js'
import type { ServerContext } from '../server-context.js'

type Accounts = Pick<ServerContext, 'exchange' | 'wallets'>

/** Lists the exchange's owners for which a signer's API key acts: the signer and its contract wallets. */
export const accountsOf = ({ wallets }: Accounts, signer: string): readonly string[] => [
  signer,
  ...wallets.of(signer).map((wallet) => wallet.address),
]

/** Lists the open orders of all accounts of a signer. */
export const openOrdersOf = (context: Accounts, signer: string): readonly SimOrder[] =>
  accountsOf(context, signer).flatMap((account) => context.exchange.openOrders(account))

/** Cancels orders of all accounts of a signer. */
export const cancelFor = (
  context: Accounts,
  signer: string,
  target: CancelTarget,
): readonly CancelResult[] => {
  const { exchange } = context
  const accounts = accountsOf(context, signer)
  if (!isList(target)) return accounts.flatMap((account) => exchange.cancel(account, target))
  const results = new Map(
    accounts
      .flatMap((account) => {
        const own = target.filter((id) => exchange.order(id)?.owner === account)
        return own.length === 0 ? [] : exchange.cancel(account, own)
      })
      .map((result) => [result.id, result]),
  )
  return target.map(
    (id) => results.get(id) ?? { id, outcome: 'not-cancelled', reason: 'not-found' },
  )
}

const isList = (target: CancelTarget): target is Extract<CancelTarget, readonly unknown[]> =>
  Array.isArray(target)
