import { resolveWallet } from '../execution/wallet/resolve-wallet.js'
import type { WalletKind } from '../execution/wallet/trading-wallet.js'
import { type Chain, createChain } from './chain.js'
import type { FollowParts } from './follow-transaction.js'
import { createSafeWallet } from './safe-wallet.js'
import { POLYGON_CONTRACTS, type SettlementContracts } from './settlement-contracts.js'
import type { ChainSettlementOptions } from './settlement-options.js'
import type { SettlementRecord } from './settlement-store.js'
import { createPlainWallet, type SettlementWallet } from './settlement-wallet.js'

/** What every step of a settlement works with. */
export type SettlementContext = Readonly<{
  options: ChainSettlementOptions
  chain: Chain
  chainId: number
  contracts: SettlementContracts
  kind: WalletKind
  /** Whose shares and dollars new actions move. */
  wallet: SettlementWallet
  follow: FollowParts
}>

/** Fills in what was left open; throws BotError `invalid-config` for a wallet whose address is missing or wrong. */
export const createSettlementContext = (
  options: ChainSettlementOptions,
  closing: AbortSignal,
): SettlementContext => {
  const { signer, clock, chainId = 137, contracts = POLYGON_CONTRACTS } = options
  const { confirmations = 32, waitMs = 180_000, pollMs = 2_000 } = options
  const known = resolveWallet(options.wallet ?? { kind: 'eoa' }, signer.address, chainId)
  const { kind } = known
  const chain = createChain(options.request)
  const wallet =
    kind === 'safe'
      ? createSafeWallet(chain, known.address, signer.address)
      : createPlainWallet(known.address)
  const { address } = signer
  const follow = { chain, clock, address, confirmations, waitMs, pollMs, closing }
  return { options, chain, chainId, contracts, kind, wallet, follow }
}

/** Finds the wallet that a signed action acts for, whichever is set now. */
export const walletOfRecord = (
  { chain, options }: SettlementContext,
  { wallet }: Pick<SettlementRecord, 'wallet'>,
): SettlementWallet => {
  const { address } = options.signer
  return wallet === undefined
    ? createPlainWallet(address)
    : createSafeWallet(chain, wallet, address)
}
