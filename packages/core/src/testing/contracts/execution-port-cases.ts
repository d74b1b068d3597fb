import { orderId, orderRef } from '../../brand.js'
import type { Approved, OrderIntent } from '../../orders/order-intent.js'
import { type OrderState, prepareOrder, reportOrder, wantOrder } from '../../orders/order-state.js'
import type { ContractCase } from '../../ports/contract-case.js'
import { buyOrder, type ExecutionHarness, type Sent, send } from './execution-harness.js'
import { expectSame, expectThat } from './expect-that.js'

const unknownId = orderId(`0x${'ab'.repeat(32)}`)

const portCase = (
  name: string,
  promise: (harness: ExecutionHarness) => Promise<void>,
): ContractCase<ExecutionHarness> => ({
  name,
  run: async (make) => {
    const harness = await make()
    try {
      await promise(harness)
    } finally {
      await harness.port.close()
    }
  },
})

const fold = (order: Approved<OrderIntent>, { prepared, reports }: Sent): OrderState =>
  reports.reduce(reportOrder, prepareOrder(wantOrder(order), prepared.id, prepared.wire))

const openIds = async ({ port }: ExecutionHarness): Promise<readonly string[]> =>
  (await port.account()).open

const sending: readonly ContractCase<ExecutionHarness>[] = [
  portCase('prepares an id and bytes, and sends nothing', async (harness) => {
    const prepared = await harness.port.prepare(buyOrder(harness, 'a', { limit: harness.resting }))
    await harness.settled()
    expectThat(prepared.id.length > 0 && prepared.wire.length > 0, 'an id and a wire')
    expectSame(await harness.port.lookup(prepared.id), 'not-found', 'lookup before a submit')
    expectSame(await openIds(harness), [], 'open orders before a submit')
  }),
  portCase('rests an order under the id that it was prepared with', async (harness) => {
    const order = buyOrder(harness, 'a', { limit: harness.resting })
    const sent = await send(harness, order)
    expectSame(sent.result.outcome, 'accepted', 'the submit')
    expectSame(await openIds(harness), [sent.prepared.id], 'open orders')
    expectSame(fold(order, sent).status, 'open', 'the state that the reports tell')
    const found = await harness.port.lookup(sent.prepared.id)
    expectThat(found !== 'not-found', 'the order is found by its id')
    expectSame(found.at(-1)?.status, 'open', 'the newest state')
  }),
  portCase('takes the same bytes twice as one order', async (harness) => {
    const resting = await send(harness, buyOrder(harness, 'a', { limit: harness.resting }), 2)
    expectSame(await openIds(harness), [resting.prepared.id], 'open orders after two submits')
    const before = await harness.port.account()
    const order = buyOrder(harness, 'b')
    const crossing = fold(order, await send(harness, order, 3))
    const after = await harness.port.account()
    expectSame(crossing.filled.size, harness.shares, 'shares filled by three submits of one order')
    const held = (after.holdings.get(order.token) ?? 0) - (before.holdings.get(order.token) ?? 0)
    expectSame(held, harness.shares, 'shares gained by three submits of one order')
  }),
  portCase('refuses an order that the cash cannot pay, without throwing', async (harness) => {
    const before = await harness.port.account()
    const order = buyOrder(harness, 'a', { limit: harness.resting, shares: harness.tooMany })
    const sent = await send(harness, order)
    expectSame(sent.result.outcome, 'refused', 'the submit')
    expectThat((sent.result.reason ?? '') !== '', 'a refusal has a reason')
    expectSame(await openIds(harness), [], 'open orders')
    expectSame((await harness.port.account()).cash, before.cash, 'cash')
  }),
]

const filling: readonly ContractCase<ExecutionHarness>[] = [
  portCase(
    'fills a crossing order within its limit and moves exactly what it reports',
    async (harness) => {
      const before = await harness.port.account()
      const order = buyOrder(harness, 'a')
      const state = fold(order, await send(harness, order))
      const after = await harness.port.account()
      expectSame(state.status, 'filled', 'the order')
      expectSame(state.filled.size, harness.shares, 'shares filled')
      const most = (BigInt(state.filled.size) * BigInt(order.limit) + 9_999n) / 10_000n
      expectThat(BigInt(state.filled.notional) <= most, 'a fill is no worse than the limit')
      const paid = state.filled.notional + state.fees
      expectSame(after.cash, before.cash - paid, 'cash after the fill')
      const held = (after.holdings.get(order.token) ?? 0) - (before.holdings.get(order.token) ?? 0)
      expectSame(held, harness.shares, 'shares gained')
    },
  ),
  portCase('tells by lookup what the reports told', async (harness) => {
    const order = buyOrder(harness, 'a')
    const sent = await send(harness, order)
    const found = await harness.port.lookup(sent.prepared.id)
    expectThat(found !== 'not-found', 'a filled order is found by its id')
    const told = fold(order, sent)
    const looked = fold(order, { ...sent, reports: found })
    expectSame(looked.filled, told.filled, 'what was filled')
    expectSame(looked.fees, told.fees, 'the fees')
    expectSame(found.reduce(reportOrder, told).filled, told.filled, 'folding both')
  }),
  portCase('sells what was bought', async (harness) => {
    const bought = buyOrder(harness, 'a')
    await send(harness, bought)
    const before = await harness.port.account()
    const limit = harness.market.tick === 'unknown' ? harness.resting : harness.market.tick
    const order = buyOrder(harness, 'b', { side: 'sell', limit, tif: 'fak' })
    const state = fold(order, await send(harness, order))
    const after = await harness.port.account()
    expectThat(state.filled.size > 0, 'something was sold into the resting bids')
    expectSame(after.cash, before.cash + state.filled.notional - state.fees, 'cash after the sale')
  }),
]

const cancelling: readonly ContractCase<ExecutionHarness>[] = [
  portCase('does not know an order that was never sent', async ({ port }) => {
    expectSame(await port.lookup(unknownId), 'not-found', 'lookup of an unknown id')
  }),
  portCase('says what became of a cancel of an unknown order', async ({ port }) => {
    const reports = await port.cancel([unknownId])
    expectSame(
      reports.map((report) => report.order),
      [unknownId],
      'orders reported on',
    )
    const [report] = reports
    expectThat(report?.status !== 'cancelled', 'an unknown order was not cancelled')
    expectThat((report?.reason ?? '') !== '', 'the report says why')
  }),
  portCase('cancels a resting order and gives everything back', async (harness) => {
    const before = await harness.port.account()
    const sent = await send(harness, buyOrder(harness, 'a', { limit: harness.resting }))
    const reports = await harness.port.cancel([sent.prepared.id])
    await harness.settled()
    expectSame(
      reports.map(({ order, status }) => ({ order, status })),
      [{ order: sent.prepared.id, status: 'cancelled' }],
      'the reports of the cancel',
    )
    const after = await harness.port.account()
    expectSame([after.cash, after.open], [before.cash, before.open], 'the account afterwards')
    const found = await harness.port.lookup(sent.prepared.id)
    expectThat(found === 'not-found' || found.at(-1)?.status === 'cancelled', 'it stays cancelled')
  }),
  portCase('never reopens a cancelled order when its bytes come again', async (harness) => {
    const sent = await send(harness, buyOrder(harness, 'a', { limit: harness.resting }))
    await harness.port.cancel([sent.prepared.id])
    await harness.port.submit(sent.prepared, new AbortController().signal)
    await harness.settled()
    expectSame(await openIds(harness), [], 'open orders')
  }),
  portCase('cancels all', async (harness) => {
    const first = await send(harness, buyOrder(harness, 'a', { limit: harness.resting }))
    const second = await send(harness, buyOrder(harness, 'b', { limit: harness.resting }))
    const reports = await harness.port.cancel('all')
    expectSame(
      reports.map((report) => report.order).sort(),
      [first.prepared.id, second.prepared.id].sort(),
      'orders reported on',
    )
    expectSame(await openIds(harness), [], 'open orders')
    expectSame(await harness.port.cancel('all'), [], 'cancelling nothing')
  }),
]

const listening: readonly ContractCase<ExecutionHarness>[] = [
  portCase('reports to every listener until it is removed', async (harness) => {
    const { port } = harness
    let kept = 0
    let removed = 0
    const stopKept = port.reports(() => void kept++)
    const stop = port.reports(() => void removed++)
    await send(harness, buyOrder(harness, 'a'))
    expectThat(kept > 0 && removed === kept, 'both listeners hear the same', { kept, removed })
    const heard = removed
    stop()
    stop()
    await send(harness, buyOrder(harness, 'b', { limit: harness.resting }))
    expectThat(removed === heard, 'a removed listener hears nothing more')
    expectThat(kept > heard, 'the other listener goes on')
    stopKept()
  }),
  portCase('splits and merges without losing a dollar', async (harness) => {
    if (!harness.canSplit) return
    const { port, market, shares } = harness
    const act = async (action: 'split' | 'merge'): Promise<void> => {
      const ref = orderRef(`contract-${action}`)
      const request = { ref, action: { action, markets: [market.id], shares } }
      const { status, reason, cash } = await port.settle(harness.approve(request))
      expectThat(status === 'submitted' || status === 'confirmed', `${action}: ${reason ?? status}`)
      expectSame(cash, action === 'split' ? -shares : shares, `dollars that the ${action} moved`)
      await harness.settled()
    }
    const before = await port.account()
    await act('split')
    const between = await port.account()
    expectSame(between.cash, before.cash - shares, 'cash after the split')
    for (const token of market.tokens) {
      const gained = (between.holdings.get(token) ?? 0) - (before.holdings.get(token) ?? 0)
      expectSame(gained, shares, `shares of ${token} after the split`)
    }
    await act('merge')
    expectSame((await port.account()).cash, before.cash, 'cash after the merge')
  }),
  portCase('closes twice', async ({ port }) => {
    await port.close()
  }),
]

/** What every {@link ExecutionHarness.port} must do; `make` returns a fresh venue and account. */
export const executionPortCases: readonly ContractCase<ExecutionHarness>[] = [
  ...sending,
  ...filling,
  ...cancelling,
  ...listening,
]
