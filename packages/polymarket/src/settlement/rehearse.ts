import { pad } from 'viem'
import type { HexText } from '../execution/signer/signer.js'
import type { Chain } from './chain.js'
import { revertReason } from './revert-reason.js'
import type { SettlementWallet, WalletCall } from './settlement-wallet.js'

const YES: HexText = pad('0x1', { size: 32 })

/** Runs a wallet's call without sending it, at a block or now; says why it fails, `undefined` when it does not. */
export const rehearse = async (
  chain: Chain,
  wallet: SettlementWallet,
  signer: HexText,
  call: WalletCall,
  block?: bigint,
): Promise<string | undefined> => {
  const { address, contract, wrap } = wallet
  const run = (from: HexText, { to, data }: WalletCall): Promise<HexText> =>
    chain.call({ from, to, data }, block)
  const failure = await run(signer, wrap(call)).then(
    (answer) => (contract === undefined || answer === YES ? undefined : 'the call fails inside'),
    (thrown: unknown) => revertReason(thrown),
  )
  if (failure === undefined || contract === undefined) return failure
  // The contract only says that its call failed; the call itself says why.
  return run(address, call).then(
    () => failure,
    (thrown: unknown) => revertReason(thrown),
  )
}
