import type { HexText } from '../execution/signer/signer.js'
import type { Chain } from './chain.js'
import type { SettlementContracts } from './settlement-contracts.js'
import type { SettlementApproval } from './settlement-options.js'
import { createWalletReads } from './wallet-reads.js'

/** Reads what both adapters may take of a wallet; an allowance below its cash counts as none. */
export const readApprovals = async (
  chain: Chain,
  wallet: HexText,
  contracts: SettlementContracts,
): Promise<readonly SettlementApproval[]> => {
  const reads = createWalletReads(chain, wallet, contracts)
  const cash = await reads.cash()
  const approvals: SettlementApproval[] = []
  for (const contract of [contracts.adapter, contracts.negRiskAdapter]) {
    const allowance = await reads.allowance(contract)
    const granted = allowance > 0n && allowance >= cash
    approvals.push({ contract, of: 'collateral', granted })
    approvals.push({ contract, of: 'shares', granted: await reads.approved(contract) })
  }
  return approvals
}
