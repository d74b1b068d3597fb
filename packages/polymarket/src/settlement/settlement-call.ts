import type { BasketAction, MarketFacts, MarketId } from '@bot/core'
import { encodeFunctionData, parseAbi } from 'viem'
import type { HexText } from '../execution/signer/signer.js'
import { questionIndex } from './position-id.js'
import type { SettlementContracts } from './settlement-contracts.js'

/** A call that performs an action, and what its adapter takes from the wallet. */
export type SettlementCall = Readonly<{
  to: HexText
  data: HexText
  /** The adapter takes dollars, or shares. */
  takes: 'collateral' | 'shares'
  /** The markets that are acted on, known. */
  markets: readonly MarketFacts[]
}>

/** The functions of the adapters, in the order of arguments of the ConditionalTokens contract behind them. */
const ADAPTER_ABI = parseAbi([
  'function splitPosition(address collateral, bytes32 parent, bytes32 condition, uint256[] partition, uint256 amount)',
  'function mergePositions(address collateral, bytes32 parent, bytes32 condition, uint256[] partition, uint256 amount)',
  'function redeemPositions(address collateral, bytes32 parent, bytes32 condition, uint256[] indexSets)',
  'function convertPositions(bytes32 marketId, uint256 indexSet, uint256 amount)',
])

const NO_PARENT: HexText = `0x${'0'.repeat(64)}`
/** Outcome 0 and outcome 1, each alone. */
const BOTH = [1n, 2n] as const

/**
 * Words an action as a call, or says in a short kebab-case reason, with details, why it can't be.
 *
 * Shares and dollars are both millionths, so that one amount serves both.
 */
export const settlementCall = (
  action: BasketAction,
  contracts: SettlementContracts,
  marketById: (id: MarketId) => MarketFacts | undefined,
): SettlementCall | string => {
  if (!Number.isSafeInteger(action.shares) || action.shares <= 0) return 'no-shares'
  const markets: MarketFacts[] = []
  for (const id of action.markets) {
    const market = marketById(id)
    if (market === undefined) return `unknown-market: ${id}`
    if (!isWord(market.id)) return `no-condition: ${market.id}`
    if (market.negRisk === 'unknown') return `unknown-neg-risk: ${id}`
    markets.push(market)
  }
  if (action.action === 'convert') return convertCall(action, contracts, markets)
  const [market, ...others] = markets
  if (market === undefined) return 'no-market'
  if (others.length > 0) return 'several-markets: one transaction acts on one market'
  const to = market.negRisk === 'none' ? contracts.adapter : contracts.negRiskAdapter
  const takes = action.action === 'split' ? 'collateral' : 'shares'
  return { to, takes, markets, data: setData(action, market.id as string as HexText, contracts) }
}

const isWord = (text: string | undefined): boolean => /^0x[0-9a-fA-F]{64}$/.test(text ?? '')

const setData = (
  { action, shares }: BasketAction,
  condition: HexText,
  { collateral }: SettlementContracts,
): HexText => {
  const first = [collateral, NO_PARENT, condition, BOTH] as const
  const abi = ADAPTER_ABI
  if (action === 'redeem') {
    return encodeFunctionData({ abi, functionName: 'redeemPositions', args: first })
  }
  const functionName = action === 'split' ? 'splitPosition' : 'mergePositions'
  return encodeFunctionData({ abi, functionName, args: [...first, BigInt(shares)] })
}

/** Hands over NO of the named questions: bit `i` of the set is question `i` of the group. */
const convertCall = (
  { group, shares }: BasketAction,
  { negRiskAdapter, negRiskOracle }: SettlementContracts,
  markets: readonly MarketFacts[],
): SettlementCall | string => {
  if (!isWord(group)) return `unknown-group: ${group ?? 'none'}`
  let indexSet = 0n
  for (const market of markets) {
    const { negRisk, id } = market
    if (typeof negRisk !== 'object' || negRisk.group.toLowerCase() !== group?.toLowerCase()) {
      return `another-group: ${id}`
    }
    const index = questionIndex(group as HexText, id, negRiskOracle)
    if (index === undefined) return `no-question: ${id} is no question of group ${group}`
    indexSet |= 1n << BigInt(index)
  }
  if (indexSet === 0n) return 'no-market'
  const data = encodeFunctionData({
    abi: ADAPTER_ABI,
    functionName: 'convertPositions',
    args: [group as HexText, indexSet, BigInt(shares)],
  })
  return { to: negRiskAdapter, takes: 'shares', markets, data }
}
