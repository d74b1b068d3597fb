import { usd } from '@bot/core'
import type { SimExchange } from '../exchange/exchange.js'
import type { IdMaker } from '../exchange/id-maker.js'
import type { SimWallet, WalletRole } from './generator-options.js'

const informed: readonly (readonly [string, number])[] = [
  ['ada', 0.85],
  ['bao', 0.8],
  ['cleo', 0.75],
  ['dmitri', 0.7],
  ['esra', 0.65],
  ['femi', 0.6],
]

const counts: readonly (readonly [WalletRole, number])[] = [
  ['maker', 6],
  ['noise', 40],
  ['favourites', 4],
  ['planter', 1],
]

/** Names the population: the same seed gives the same addresses. */
export const createWallets = (ids: IdMaker): readonly SimWallet[] => {
  let number = 0
  const wallet = (role: WalletRole, name: string, skill?: number): SimWallet => ({
    address: ids.hex('wallet', ++number).slice(0, 42),
    name,
    role,
    ...(skill === undefined ? {} : { skill }),
  })
  return [
    ...informed.map(([name, skill]) => wallet('informed', `informed-${name}`, skill)),
    ...['gus', 'hana', 'ivo'].map((name) => wallet('unskilled-whale', `whale-${name}`, 0.5)),
    ...counts.flatMap(([role, count]) =>
      Array.from({ length: count }, (_, index) => wallet(role, `${role}-${index + 1}`)),
    ),
  ]
}

const LEAST = 20_000_000_000

/** Keeps a wallet able to trade: its owner pays in when it runs low. */
export const topUp = (exchange: SimExchange, owner: string, role: WalletRole): void => {
  const { cash, reserved, incomingCash } = exchange.balances(owner)
  if (cash - reserved - incomingCash > LEAST / 4) return
  exchange.deposit(owner, usd(role === 'maker' || role === 'planter' ? 50 * LEAST : LEAST))
}
