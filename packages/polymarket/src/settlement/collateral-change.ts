import type { Usd } from '@bot/core'
import { pad } from 'viem'
import type { HexText } from '../execution/signer/signer.js'
import type { ChainLog } from './chain.js'

/** The topic of an ERC-20 `Transfer(address from, address to, uint256 amount)`. */
const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'

/** Sums up by how much a transaction changed a wallet's collateral: above 0 it came in. */
export const collateralChange = (
  logs: readonly ChainLog[],
  wallet: HexText,
  collateral: HexText,
): Usd => {
  const own = pad(wallet, { size: 32 }).toLowerCase()
  let change = 0n
  for (const { address, topics, data } of logs) {
    const [kind, from, to] = topics
    if (kind !== TRANSFER || address.toLowerCase() !== collateral.toLowerCase()) continue
    if (from?.toLowerCase() === own) change -= BigInt(data)
    if (to?.toLowerCase() === own) change += BigInt(data)
  }
  return Number(change) as Usd
}
