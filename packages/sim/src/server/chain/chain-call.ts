import { type MarketId, marketId, type Size, size } from '@bot/core'
import { decodeFunctionData, type Hex, isAddressEqual } from 'viem'
import { questionIndexOf } from '../../exchange/chain-ids.js'
import type { ActionResult, SimExchange } from '../../exchange/exchange.js'
import { ACTION_ABI, APPROVAL_ABI, CHAIN_CONTRACTS } from './chain-contracts.js'

/** What a transaction asks for, when it is something that this chain knows. */
export type ChainCall =
  | Readonly<{ kind: 'approval' }>
  | Readonly<{ kind: 'split' | 'merge'; market: MarketId; shares: Size }>
  | Readonly<{ kind: 'redeem'; market: MarketId }>
  | Readonly<{ kind: 'convert'; markets: readonly MarketId[]; shares: Size }>

const ACTION_TARGETS: readonly Hex[] = [
  CHAIN_CONTRACTS.conditionalTokens,
  CHAIN_CONTRACTS.collateralAdapter,
  CHAIN_CONTRACTS.negRiskCollateralAdapter,
  CHAIN_CONTRACTS.negRiskAdapter,
]

/** Reads calldata; `undefined` when no contract here would take it. */
export const readChainCall = (
  exchange: Pick<SimExchange, 'markets'>,
  to: Hex | null | undefined,
  data: Hex,
): ChainCall | undefined => {
  if (to == null) return undefined
  if (decoded(APPROVAL_ABI, data) !== undefined) return { kind: 'approval' }
  const call = decoded(ACTION_ABI, data)
  if (call === undefined || !ACTION_TARGETS.some((target) => isAddressEqual(target, to)))
    return undefined
  return actionOf(exchange, call)
}

/** Performs a call for its sender. */
export const performChainCall = (
  exchange: SimExchange,
  owner: string,
  call: Exclude<ChainCall, { kind: 'approval' }>,
): ActionResult => {
  switch (call.kind) {
    case 'split':
      return exchange.split(owner, call.market, call.shares)
    case 'merge':
      return exchange.merge(owner, call.market, call.shares)
    case 'redeem':
      return exchange.redeem(owner, [call.market])
    case 'convert':
      return exchange.convert(owner, call.markets, call.shares)
  }
}

/** Tells whether a call would succeed now, as a node's simulation of it does. */
export const chainCallSucceeds = (
  exchange: SimExchange,
  owner: string,
  call: Exclude<ChainCall, { kind: 'approval' }>,
): boolean => {
  const { cash, reserved, holdings, reservedHoldings } = exchange.balances(owner)
  const holds = (market: MarketId, sides: readonly (0 | 1)[], shares: Size): boolean =>
    sides.every((side) => {
      const token = exchange.market(market)?.tokens[side]
      if (token === undefined) return false
      return (holdings.get(token) ?? 0) - (reservedHoldings.get(token) ?? 0) >= shares
    })
  switch (call.kind) {
    case 'split':
      return exchange.market(call.market) !== undefined && cash - reserved >= call.shares
    case 'merge':
      return holds(call.market, [0, 1], call.shares)
    case 'redeem':
      return exchange.market(call.market)?.payouts !== undefined
    case 'convert':
      return (
        call.markets.length > 0 && call.markets.every((market) => holds(market, [1], call.shares))
      )
  }
}

type Decoded = Readonly<{ functionName: string; args: readonly unknown[] }>

const decoded = (abi: typeof ACTION_ABI, data: Hex): Decoded | undefined => {
  try {
    const { functionName, args = [] } = decodeFunctionData({ abi, data })
    return { functionName, args }
  } catch {
    return undefined
  }
}

const actionOf = (
  exchange: Pick<SimExchange, 'markets'>,
  { functionName, args }: Decoded,
): ChainCall | undefined => {
  // The long forms name collateral and parent collection first.
  const long = args.length >= 4
  const condition = marketId(String(args[long ? 2 : 0]).toLowerCase())
  const shares = sizeOf(args.at(-1))
  if (functionName === 'redeemPositions') return { kind: 'redeem', market: condition }
  if (shares === undefined) return undefined
  if (functionName === 'splitPosition') return { kind: 'split', market: condition, shares }
  if (functionName === 'mergePositions') return { kind: 'merge', market: condition, shares }
  const markets = inIndexSet(exchange, condition, BigInt(String(args[1])))
  return { kind: 'convert', markets, shares }
}

const sizeOf = (value: unknown): Size | undefined =>
  typeof value === 'bigint' && value <= BigInt(Number.MAX_SAFE_INTEGER)
    ? size(Number(value))
    : undefined

/** The markets of a negRisk group whose question number is a bit of the set; the number is a question id's last byte. */
const inIndexSet = (
  exchange: Pick<SimExchange, 'markets'>,
  group: string,
  indexSet: bigint,
): readonly MarketId[] =>
  exchange
    .markets()
    .filter(({ event }) => event?.negRisk?.group.toLowerCase() === group)
    .filter(({ questionId }) => (indexSet >> BigInt(questionIndexOf(questionId))) & 1n)
    .map(({ id }) => id)
