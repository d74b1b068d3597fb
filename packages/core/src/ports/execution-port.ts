import type { BasketAction } from '../basket/basket.js'
import type { OrderId, TokenId } from '../brand.js'
import type { SettlementReported } from '../events/event.js'
import type { ExecutionReport } from '../events/execution-report.js'
import type { Size } from '../money/size.js'
import type { Usd } from '../money/usd.js'
import type { Approved, OrderIntent } from '../orders/order-intent.js'

/** A signed order: its id is known before it is sent, and `wire` is the only text that may be sent for it. */
export type PreparedOrder = Readonly<{ id: OrderId; wire: string }>

/**
 * What came of a submit. `unknown`: it may or may not be at the venue; look it up by its id. Fills and the `open`
 * state come as reports, not here.
 */
export type SubmitResult = Readonly<{
  outcome: 'accepted' | 'refused' | 'unknown'
  reason?: string
}>

/** A protocol action to perform; `ref` makes it unique. */
export type SettleRequest = Readonly<{ ref: string; action: BasketAction }>

/** What came of an action; `unknown` is looked up before anything else is done. */
export type SettleResult = Omit<SettlementReported, 'type' | 'owner' | 'basket'>

/** What the venue says that the account holds. */
export type Account = Readonly<{
  cash: Usd
  open: readonly OrderId[]
  holdings: ReadonlyMap<TokenId, Size>
}>

/**
 * A venue that fills orders: live, simulated or on paper. No method throws for a refusal; a thrown error is a
 * programming error or a failed *read*.
 */
export type ExecutionPort = Readonly<{
  /** Names the venue for provenance, and says whether its money is real. */
  venue: Readonly<{ name: string; simulated: boolean }>
  /** Builds and signs; nothing leaves the process. @throws BotError `invalid-argument` for an order no venue takes. */
  prepare: (order: Approved<OrderIntent>) => Promise<PreparedOrder>
  /** Posts exactly these bytes, once. Posting them again is safe: the venue refuses duplicates. */
  submit: (prepared: PreparedOrder, signal: AbortSignal) => Promise<SubmitResult>
  /** Returns all that the venue knows of an order: its state and its trades, newest state last. */
  lookup: (id: OrderId) => Promise<readonly ExecutionReport[] | 'not-found'>
  /** Cancels; the reports say what became of each, `cancelled` or why not. */
  cancel: (ids: readonly OrderId[] | 'all') => Promise<readonly ExecutionReport[]>
  settle: (request: Approved<SettleRequest>) => Promise<SettleResult>
  /** Reads cash, open orders and holdings. */
  account: () => Promise<Account>
  /** Calls the listener with every report as it comes; the returned function stops it. */
  reports: (listener: (report: ExecutionReport) => void) => () => void
  close: () => Promise<void>
}>
