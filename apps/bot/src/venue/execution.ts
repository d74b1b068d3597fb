import type {
  Clock,
  ExecutionPort,
  MarketFacts,
  OrderId,
  OrderState,
  Stamped,
  TokenId,
  View,
} from '@bot/core'
import type { AccountState } from '@bot/engine'
import type { Logger } from '../log/create-logger.js'
import type { ComponentState } from '../runtime/component.js'

/** Where orders are filled in this run. */
export type Execution = Readonly<{
  port: ExecutionPort
  /** What a person reads: how orders are filled. */
  label: string
  /** Sees each event after it was processed: the paper venue fills from them. */
  observe: (stamped: Stamped) => void
  /** Whether the venue still knows orders of an earlier run, so that they are looked up rather than given up. */
  keepsOrders: boolean
  /** What the venue takes now, where that can change; shown with the components. */
  state?: () => Pick<ComponentState, 'state' | 'detail'>
  close: () => Promise<void>
}>

/** What an execution venue is opened with. */
export type ExecutionParts = Readonly<{
  view: () => View
  /** What the journal says that the account has. */
  account: AccountState
  orderById: (id: OrderId) => OrderState | undefined
  /** What is known of a token's market, by this run or an earlier one: a fee must be known before the first listing. */
  marketOf: (token: TokenId) => MarketFacts | undefined
  /** Called when reports may have been missed: every open order must be looked up. */
  onReportsMissed: () => void
  /** How many entries the journal had when this run began; makes ids of runs differ. */
  lastSeq: number
  clock: Clock
  log: Logger
}>
