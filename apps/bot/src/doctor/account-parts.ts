import type { MarketFacts } from '@bot/core'
import type { PolymarketExecution, PolymarketReads } from '@bot/polymarket'
import type { TestOrders } from '../live/test-orders.js'

/** An account that was opened with its key, and what is known of the markets. */
export type AccountParts = Readonly<{
  execution: PolymarketExecution
  reads: PolymarketReads
  /** Open markets, the most liquid first; execution finds their facts among them. */
  markets: readonly MarketFacts[]
  /** How orders get from key to money, for people. */
  wallet: string
  /** Places and cancels one order that cannot fill; skipped without. */
  placeOrder: boolean
  /** Keeps the test order until it was seen to end, so that nobody takes it for somebody else's. */
  testOrders?: TestOrders
}>
