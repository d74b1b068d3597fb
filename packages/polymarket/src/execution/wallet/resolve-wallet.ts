import { BotError } from '@bot/core'
import { isAddress } from 'viem'
import type { HexText } from '../signer/signer.js'
import { deriveWallets } from './derive-wallets.js'
import type { KnownWallet, TradingWallet } from './trading-wallet.js'

const POLYGON = 137

/**
 * Finds the address of a wallet: the signer's own, the one that was given, or where the venue's factory puts it.
 *
 * @throws BotError `invalid-config` for a deposit wallet without an address, any contract without one on another
 * chain than Polygon, and a text that is no address.
 */
export const resolveWallet = (
  wallet: TradingWallet,
  signer: HexText,
  chainId: number = POLYGON,
): KnownWallet => {
  const { kind } = wallet
  if (kind === 'eoa') return { kind, address: signer }
  const { address } = wallet
  if (address !== undefined) {
    if (isAddress(address, { strict: false })) return { kind, address }
    throw new BotError(
      'invalid-config',
      `Expected the address of a ${kind} wallet (0x and 40 hex digits), was ${address}; copy it from your profile on polymarket.com`,
      { kind },
    )
  }
  if (kind === 'deposit' || chainId !== POLYGON) {
    throw new BotError(
      'invalid-config',
      `Expected the address of the ${kind} wallet, was none: it does not follow from the signer alone; copy it from your profile on polymarket.com`,
      { kind, chainId },
    )
  }
  return { kind, address: deriveWallets(signer)[kind] }
}
