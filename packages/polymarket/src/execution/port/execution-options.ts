import type {
  Approved,
  Clock,
  ExecutionPort,
  ExecutionReport,
  MarketFacts,
  OrderId,
  OrderIntent,
  SettleRequest,
  SettleResult,
  StreamProtocol,
  TimeMs,
  TokenId,
} from '@bot/core'
import type { Transport } from '../../transport/create-transport.js'
import type { TradingCredentials } from '../auth/create-trading-credentials.js'
import type { HexText, Signer } from '../signer/signer.js'
import type { KnownWallet, TradingWallet } from '../wallet/trading-wallet.js'
import type { ExecutionProblem } from './execution-context.js'
import type { AssetBalance } from './read-account.js'
import type { VenueState } from './venue-state.js'

/** What trading needs. */
export type PolymarketExecutionOptions = Readonly<{
  /** Shared with the reads, so that one process has one set of budgets. */
  transport: Transport
  signer: Signer
  /** Made or read again from the signer when left out. */
  credentials?: TradingCredentials
  /** Whose money trades; default the signer's own account. */
  wallet?: TradingWallet
  /** Tells what is known of a token's market: an order needs its tick, minimum size, fee and kind of exchange. */
  marketOf: (token: TokenId) => MarketFacts | undefined
  /**
   * Tells what an order of an earlier run was: its trades are then sought in its market alone, instead of in all that
   * the account ever traded.
   */
  orderOf?: (id: OrderId) => OrderIntent | undefined
  clock: Clock
  /** Numbers of 0 to 1 for the salts of orders. */
  random: () => number
  /** Names the venue, and says whether its money is real. */
  venue: Readonly<{ name: string; simulated: boolean }>
  /** Performs protocol actions; without it each fails with what to do instead. */
  settle?: (request: Approved<SettleRequest>) => Promise<SettleResult>
  /** Hears what failed and was thrown at nobody. */
  onProblem: (problem: ExecutionProblem) => void
  /** Address of the user channel; default Polymarket's own. */
  userStreamUrl?: string
  /** Default 137, Polygon. */
  chainId?: number
  /** Code of the builder that orders are credited to: `0x` and 64 hex digits; default nobody. */
  builder?: HexText
}>

/** Trading on Polymarket: core's port, and what only this venue has. */
export type PolymarketExecution = ExecutionPort &
  Readonly<{
    /** The wallet that holds the money. */
    address: HexText
    /** Its kind, as orders say it. */
    wallet: KnownWallet
    /** The user channel's language with this account's credentials, for whoever opens the socket. */
    userStream: StreamProtocol
    /** Passes on a report of the user channel to all listeners. */
    deliver: (report: ExecutionReport) => void
    /**
     * Reads all trades of the account since a time, oldest first, as the user channel would have told them; the ids
     * are the same. Throws as `readJson` does.
     */
    tradesSince: (since: TimeMs) => Promise<readonly ExecutionReport[]>
    /** Says what the venue takes now, as far as its answers told; a submit against it is refused without being sent. */
    venueState: () => VenueState
    /** Asks which version of orders the venue takes: while it is not 2, every submit is refused. Never throws. */
    orderVersion: () => Promise<number | 'unknown'>
    /** Asks whether the account may only close positions. Throws as `readJson` does. */
    isCloseOnly: () => Promise<boolean>
    /** Reads a balance with its allowances; `refresh` lets the exchange look at the chain first. */
    balanceOf: (asset: 'collateral' | TokenId, refresh?: boolean) => Promise<AssetBalance>
    /** Sends one heartbeat and returns the id of the next; see `startHeartbeat`. */
    heartbeat: (id: string, signal?: AbortSignal) => Promise<string>
  }>
