import type { ServerContext } from '../server-context.js'

/**
 * Gives a wallet that is used for the first time money to trade with, once.
 *
 * A wallet of a restored exchange keeps what it had and gets no second gift.
 */
export const giveFaucet = ({ exchange, keys, rules }: ServerContext, address: string): void => {
  if (!keys.isNew(address)) return
  const { cash, holdings } = exchange.balances(address)
  if (cash === 0 && holdings.size === 0) exchange.deposit(address, rules.faucet)
}
