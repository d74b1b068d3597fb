import type { Hex } from 'viem'

const ADDRESSES = {
  binary: '0xE111180000d2663C0091e4f400237545B87B996B',
  'neg-risk': '0xe2222d279d744050d28e00520010520000310F59',
  v3: '0xe3333700cA9d93003F00f0F71f8515005F6c00Aa',
} as const

/** The exchange contracts on Polygon: of version 2 for each kind of market, and the one of version 3. */
export type ExchangeContract = keyof typeof ADDRESSES

/** Returns the address of an exchange contract. @see the protocol sheet, 9 */
export const exchangeAddress = (contract: ExchangeContract): Hex => ADDRESSES[contract]

/** Who may spend a wallet's money and shares, as `balance-allowance` lists them. */
export const SPENDERS: readonly Hex[] = [
  ADDRESSES.binary,
  ADDRESSES['neg-risk'],
  '0xd91E80cF2E7be2e162c6513ceD06f1dD0dA35296',
]
