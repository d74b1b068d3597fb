import type { TokenId } from '../../brand.js'
import { orderRef } from '../../brand.js'
import type { ExecutionReport } from '../../events/execution-report.js'
import type { MarketFacts } from '../../market/market-facts.js'
import type { Price } from '../../money/price.js'
import type { Size } from '../../money/size.js'
import type { Approved, OrderIntent } from '../../orders/order-intent.js'
import type { ExecutionPort, PreparedOrder, SubmitResult } from '../../ports/execution-port.js'
import { expectThat } from './expect-that.js'

/** A venue with one market that others quote, and an account that nothing else uses. */
export type ExecutionHarness = Readonly<{
  port: ExecutionPort
  /** Brands as approved; the executor's constructor, or a cast in a venue's own tests. */
  approve: <T>(value: T) => Approved<T>
  /** A tradable binary market whose first token has resting bids and asks. */
  market: MarketFacts
  /** Shares of an order: at least the minimum, and at most what rests at the best ask. */
  shares: Size
  /** A buy of `shares` at this price fills at once. */
  crossing: Price
  /** A buy of `shares` at this price rests. */
  resting: Price
  /** More shares than the account's cash buys at `resting`. */
  tooMany: Size
  /** Lets the venue work until all that was sent is settled: advances its clock, or waits. */
  settled: () => Promise<void>
  /** Whether the account can split and merge `shares` of the market. */
  canSplit: boolean
}>

/** Builds a plain good-till-cancelled buy of the harness's market, with some parts changed. */
export const buyOrder = (
  harness: ExecutionHarness,
  ref: string,
  parts: Partial<OrderIntent> = {},
): Approved<OrderIntent> =>
  harness.approve<OrderIntent>({
    ref: orderRef(ref),
    owner: 'contract',
    token: firstToken(harness.market),
    market: harness.market.id,
    side: 'buy',
    shares: harness.shares,
    limit: harness.crossing,
    tif: 'gtc',
    postOnly: false,
    ...parts,
  })

const firstToken = (market: MarketFacts): TokenId => {
  const [token] = market.tokens
  expectThat(token !== undefined, 'the market of a harness has tokens')
  return token
}

/** An order that was sent, with the reports that came until the venue was still. */
export type Sent = Readonly<{
  prepared: PreparedOrder
  result: SubmitResult
  reports: readonly ExecutionReport[]
}>

/** Prepares and submits `times` times the same bytes, and collects the order's reports until all is settled. */
export const send = async (
  harness: ExecutionHarness,
  order: Approved<OrderIntent>,
  times = 1,
): Promise<Sent> => {
  const { port } = harness
  const reports: ExecutionReport[] = []
  const stop = port.reports((report) => void reports.push(report))
  const prepared = await port.prepare(order)
  const signal = new AbortController().signal
  const result = await port.submit(prepared, signal)
  for (let again = 1; again < times; again++) await port.submit(prepared, signal)
  await harness.settled()
  stop()
  return { prepared, result, reports: reports.filter((report) => report.order === prepared.id) }
}
