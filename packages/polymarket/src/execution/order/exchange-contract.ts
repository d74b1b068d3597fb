import type { HexText } from '../signer/signer.js'

/**
 * Names the exchange contract that an order must be signed for; the same on Polygon and its test network.
 *
 * @see https://github.com/Polymarket/clob-client-v2 src/config.ts
 */
export const exchangeContract = (negRisk: boolean): HexText =>
  negRisk
    ? '0xe2222d279d744050d28e00520010520000310F59'
    : '0xE111180000d2663C0091e4f400237545B87B996B'
