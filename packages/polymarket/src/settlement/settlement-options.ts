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
  /** Whose shares and dollars; default the signer's own account. A Safe that the signer owns is supported, too. */
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

/** Whether a contract may take what it needs of the wallet; each is given once, by hand or by `approve`. */
export type SettlementApproval = Readonly<{
  contract: HexText
  /** Splitting takes collateral, all else shares. */
  of: 'collateral' | 'shares'
  granted: boolean
}>

/** What came of an approval; `approvals` tells what is granted whatever came of it. */
export type ApprovalResult = Readonly<{
  status: 'confirmed' | 'failed' | 'unknown'
  reason?: string
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
  /**
   * Finds why no action of this wallet can succeed: a kind that is not supported, a Safe that is not there, that the
   * signer does not own, or that wants more signatures. `undefined` when nothing stands against it.
   */
  problem: () => Promise<string | undefined>
  /** Reads which contracts may act for the wallet; throws what the node throws. */
  approvals: () => Promise<readonly SettlementApproval[]>
  /**
   * Lets a contract take what it needs, without a limit, by a transaction of this wallet. Nothing calls this by itself.
   * Given twice it changes nothing.
   */
  approve: (approval: Pick<SettlementApproval, 'contract' | 'of'>) => Promise<ApprovalResult>
  /** Ends all waiting: actions under way end as `unknown`, and are found again by their `ref`. */
  close: () => Promise<void>
}>
