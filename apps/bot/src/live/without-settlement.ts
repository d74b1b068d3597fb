import { canSettle } from '@bot/polymarket'
import type { Config } from '../config/load-config.js'
import type { TradingAccount } from './trading-account.js'

/** Names the Polygon node that was set. */
export const rpcUrlOf = ({ settings }: Config): string | undefined =>
  settings.rpcUrl ?? settings.polygonRpcUrl

/** Switches arbitrage off where complete sets cannot be merged, converted or redeemed: its baskets need that. */
export const withoutSettlement = (
  config: Config,
  { wallet }: Pick<TradingAccount, 'wallet'>,
): Config =>
  rpcUrlOf(config) === undefined || !canSettle(wallet.kind)
    ? { ...config, settings: { ...config.settings, arbEnabled: false } }
    : config
