import type { Hex } from 'viem'

/** The exchange that an order of a market must name, on Polygon. @see the protocol sheet, 9 */
export const exchangeAddress = (negRisk: boolean): Hex =>
  negRisk
    ? '0xe2222d279d744050d28e00520010520000310F59'
    : '0xE111180000d2663C0091e4f400237545B87B996B'

/** Who may spend a wallet's money and shares, as `balance-allowance` lists them. */
export const SPENDERS: readonly Hex[] = [
  '0xE111180000d2663C0091e4f400237545B87B996B',
  '0xe2222d279d744050d28e00520010520000310F59',
  '0xd91E80cF2E7be2e162c6513ceD06f1dD0dA35296',
]
