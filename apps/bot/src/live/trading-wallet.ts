import { BotError } from '@bot/core'
import type { HexText, TradingWallet } from '@bot/polymarket'
import type { Settings } from '../config/settings.js'

/**
 * Reads whose money trades.
 *
 * @throws BotError `invalid-config` for a contract wallet without its address, or an address without such a wallet.
 */
export const tradingWallet = ({
  walletKind: kind,
  funder,
}: Pick<Settings, 'walletKind' | 'funder'>): TradingWallet => {
  if (kind === 'eoa') {
    if (funder === undefined) return { kind }
    throw new BotError(
      'invalid-config',
      'Expected POLYMARKET_WALLET_KIND beside POLYMARKET_FUNDER_ADDRESS; set it to proxy, safe or deposit, or remove the address',
    )
  }
  if (funder !== undefined) return { kind, address: funder as HexText }
  throw new BotError(
    'invalid-config',
    `Expected POLYMARKET_FUNDER_ADDRESS for a ${kind} wallet, was nothing; the profile page shows it as the deposit address`,
  )
}
