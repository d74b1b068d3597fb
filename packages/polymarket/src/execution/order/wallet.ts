import type { HexText } from '../signer/signer.js'

/**
 * Whose money trades. `eoa` is the signer's own account; the others are contracts that the signer controls, at
 * `address`: `proxy` of an email login, `safe` of a browser wallet, `deposit` of an account made since May 2026.
 */
export type TradingWallet =
  | Readonly<{ kind: 'eoa' }>
  | Readonly<{ kind: 'proxy' | 'safe' | 'deposit'; address: HexText }>

/** The venue's number of each kind of wallet. */
export const SIGNATURE_TYPE: Readonly<Record<TradingWallet['kind'], 0 | 1 | 2 | 3>> = {
  eoa: 0,
  proxy: 1,
  safe: 2,
  deposit: 3,
}
