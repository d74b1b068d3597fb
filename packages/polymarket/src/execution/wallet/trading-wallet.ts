import type { HexText } from '../signer/signer.js'

/** The four kinds of wallet that the venue knows. */
export type WalletKind = 'eoa' | 'proxy' | 'safe' | 'deposit'

/**
 * Whose money trades. `eoa` is the signer's own account; the others are contracts that the signer controls, at
 * `address`: `proxy` of an email login, `safe` of a browser wallet, `deposit` of an account made since May 2026.
 *
 * A proxy's and a safe's address follow from the signer's on Polygon and may be left out there; a deposit wallet's
 * depends on when it was made, and must be given.
 */
export type TradingWallet =
  | Readonly<{ kind: 'eoa' }>
  | Readonly<{ kind: 'proxy' | 'safe'; address?: HexText }>
  | Readonly<{ kind: 'deposit'; address: HexText }>

/** A wallet whose address is known. */
export type KnownWallet = Readonly<{ kind: WalletKind; address: HexText }>

/** The venue's number of each kind of wallet. */
export const SIGNATURE_TYPE: Readonly<Record<WalletKind, 0 | 1 | 2 | 3>> = {
  eoa: 0,
  proxy: 1,
  safe: 2,
  deposit: 3,
}
