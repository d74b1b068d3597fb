import type { Clock, MarketFacts, MarketId, SettleRequest, SettleResult } from '@bot/core'
import type { HexText, Signer } from '../execution/signer/signer.js'
import type { TradingWallet } from '../execution/wallet/trading-wallet.js'
import type { RpcRequest } from './chain.js'
import type { SettlementContracts } from './settlement-contracts.js'
import type { SettlementStore } from './settlement-store.js'

/** What settlement on chain needs. */
export type ChainSettlementOptions = Readonly<{
  /** Asks a node of the chain. */
  request: RpcRequest
  /** Signs transactions; one that cannot makes every action fail. */
  signer: Signer
  /** Whose shares and dollars; default the signer's own account, the only kind that is supported. */
  wallet?: TradingWallet
  marketById: (id: MarketId) => MarketFacts | undefined
  /** Remembers what was signed; see `openSettlementStore`. */
  store: SettlementStore
  clock: Clock
  /** Default those on Polygon. */
  contracts?: SettlementContracts
  /** Default 137; a node of another chain makes every action fail. */
  chainId?: number
  /** Blocks until a transaction counts as certain, its own included; default 32. */
  confirmations?: number
  /** How long an action is waited for before it is told as `unknown`; default 180,000. */
  waitMs?: number
  /** Default 2,000, a block. */
  pollMs?: number
  /** Most wei a unit of gas; default 2,000 gwei. Dearer than that, nothing is signed. */
  mostFeePerGas?: bigint
}>

/** Whether a contract may take what it needs of the wallet; approvals are given by hand, once. */
export type SettlementApproval = Readonly<{
  contract: HexText
  /** Splitting takes collateral, all else shares. */
  of: 'collateral' | 'shares'
  granted: boolean
}>

/** Protocol actions as transactions. */
export type ChainSettlement = Readonly<{
  /** Performs an action once for each `ref`, whenever and however often it is asked for. */
  settle: (request: SettleRequest) => Promise<SettleResult>
  /**
   * Looks after the actions that an earlier run left open, without waiting: bytes that no node knows are sent again.
   * Returns what became of each; throws what the store throws.
   */
  resume: () => Promise<readonly SettleResult[]>
  /** Reads which contracts may act for the wallet; throws what the node throws. */
  approvals: () => Promise<readonly SettlementApproval[]>
  /** Ends all waiting: actions under way end as `unknown`, and are found again by their `ref`. */
  close: () => Promise<void>
}>
