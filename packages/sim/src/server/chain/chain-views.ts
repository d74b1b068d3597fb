import { marketId, tokenId } from '@bot/core'
import {
  decodeFunctionData,
  encodeFunctionResult,
  type Hex,
  isAddressEqual,
  maxUint256,
} from 'viem'
import type { SimExchange } from '../../exchange/exchange.js'
import { CHAIN_CONTRACTS, VIEW_ABI } from './chain-contracts.js'

/** Answers a read of a contract; `undefined` when it is none that this chain knows. */
export const readChainView = (exchange: SimExchange, to: Hex, data: Hex): Hex | undefined => {
  const asked = viewOf(data)
  if (asked === undefined) return undefined
  const result = viewedValue(exchange, to, asked.functionName, asked.args)
  if (result === undefined) return undefined
  return encodeFunctionResult({ abi: VIEW_ABI, functionName: asked.functionName, result })
}

type View = Readonly<{ functionName: string; args: readonly unknown[] }>

const viewOf = (data: Hex): View | undefined => {
  try {
    const { functionName, args = [] } = decodeFunctionData({ abi: VIEW_ABI, data })
    return { functionName, args }
  } catch {
    return undefined
  }
}

const viewedValue = (
  exchange: SimExchange,
  to: Hex,
  functionName: string,
  args: readonly unknown[],
): unknown => {
  const [first, second] = args.map((arg) => String(arg))
  switch (functionName) {
    case 'balanceOf':
      return balanceOf(exchange, to, first ?? '', second)
    case 'allowance':
      return maxUint256
    case 'isApprovedForAll':
      return true
    case 'decimals':
      return 6
    case 'payoutDenominator':
      return exchange.market(marketId(first ?? ''))?.payouts === undefined ? 0n : 1_000_000n
    case 'payoutNumerators':
      return BigInt(exchange.market(marketId(first ?? ''))?.payouts?.[Number(second)] ?? 0)
    default:
      return undefined
  }
}

const balanceOf = (
  exchange: SimExchange,
  to: Hex,
  owner: string,
  token: string | undefined,
): bigint | undefined => {
  const { cash, holdings } = exchange.balances(owner.toLowerCase())
  if (token !== undefined) return BigInt(holdings.get(tokenId(token)) ?? 0)
  return isAddressEqual(to, CHAIN_CONTRACTS.collateral) ? BigInt(cash) : undefined
}
