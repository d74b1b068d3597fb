import type { BasketAction } from '@bot/core'
import type { WalletKind } from '../execution/wallet/trading-wallet.js'

/** Tells for which kinds of wallet actions are performed on chain: by the key itself, or by a Safe that its signature alone moves. */
export const canSettle = (kind: WalletKind): kind is 'eoa' | 'safe' =>
  kind === 'eoa' || kind === 'safe'

/** Says why an action of a contract wallet is not performed here, and what a person does instead. */
export const unsupportedWallet = (
  kind: Exclude<WalletKind, 'eoa' | 'safe'>,
  action?: BasketAction['action'],
): string =>
  `unsupported-wallet: only the venue's relayer sends transactions of a ${kind} wallet; ${action === undefined ? 'act on polymarket.com' : INSTEAD[action]}, and the next reading of the account shows it`

const INSTEAD: Readonly<Record<BasketAction['action'], string>> = {
  split: 'on polymarket.com open the market and choose Split shares in its menu',
  merge: 'on polymarket.com open the market and choose Merge shares in its menu',
  convert: 'on polymarket.com open the event, and convert the No shares of its markets',
  redeem: 'on polymarket.com open Portfolio and choose Claim or Redeem at the resolved market',
}
