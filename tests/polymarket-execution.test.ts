import { inspect } from 'node:util'
import {
  type Arrived,
  type OrderIntent,
  type OrderState,
  orderRef,
  type PreparedOrder,
  parsePrice,
  parseSize,
  parseUsd,
  prepareOrder,
  reportOrder,
  timeMs,
  wantOrder,
} from '@bot/core'
import { createExecutionDriver, type DriverFailure } from '@bot/executor'
import { createPolymarketExecution, startHeartbeat } from '@bot/polymarket'
import { describe, expect, test, vi } from 'vitest'
import { clock, type LiveVenue, startVenue, type VenueParts } from './polymarket-execution-venue.js'

const begin = async (parts: VenueParts = {}) => {
  const venue = await startVenue(parts)
  let made = 0
  const intent = (own: Partial<OrderIntent> = {}): OrderIntent => ({
    ref: orderRef(`order-${made++}`),
    owner: 'test',
    token: venue.market.tokens[0],
    market: venue.market.id,
    side: 'buy',
    shares: parseSize('20'),
    limit: parsePrice('0.6'),
    tif: 'fak',
    postOnly: false,
    ...own,
  })
  const prepare = (own?: Partial<OrderIntent>): Promise<PreparedOrder> =>
    venue.execution.prepare(intent(own) as never)
  const submit = (prepared: PreparedOrder, signal = new AbortController().signal) =>
    venue.execution.submit(prepared, signal)
  return { ...venue, intent, prepare, submit }
}

const own = ({ exchange, execution }: LiveVenue) => ({
  open: exchange.openOrders(execution.address.toLowerCase()),
  trades: exchange.trades({ owner: execution.address.toLowerCase() }),
  ...exchange.balances(execution.address.toLowerCase()),
})

const toldOf = ({ reports }: LiveVenue, { id }: PreparedOrder) =>
  reports.filter((report) => report.order === id)

describe('an order', () => {
  test('takes what fits, with the fee that the venue took, and the rest of it is over', async () => {
    const venue = await begin()
    const prepared = await venue.prepare({ shares: parseSize('150') })
    expect(await venue.submit(prepared)).toEqual({ outcome: 'accepted' })
    const atOnce = toldOf(venue, prepared).filter((report) => report.tradeId !== undefined)
    // 100 × 0.04 × 0.6 × 0.4 = 0.96 of fee.
    expect(atOnce[0]).toMatchObject({
      status: 'matched',
      liquidity: 'taker',
      exchanged: { size: parseSize('100'), notional: parseUsd('60') },
      fee: parseUsd('0.96'),
    })
    expect(toldOf(venue, prepared)).toContainEqual(expect.objectContaining({ status: 'cancelled' }))
    await venue.settled()
    expect(new Set(toldOf(venue, prepared).map((report) => report.tradeId)).size).toBe(2)
    expect(own(venue).cash).toBe(parseUsd('1000') - parseUsd('60.96'))
    expect(venue.problems).toEqual([])
  })

  test('that meets makers of both outcomes costs what each of them asked, and its fee is made exact', async () => {
    const venue = await begin()
    venue.stranger('buy', '0.45', '10', 1)
    const prepared = await venue.prepare({ shares: parseSize('30') })
    await venue.submit(prepared)
    await venue.settled()
    const [trade] = own(venue).trades
    // 10 at 0.55 from the other outcome; what is left of the dollars buys at 0.60.
    expect(trade?.makers.map((maker) => maker.kind)).toEqual(['mint', 'normal'])
    const told = toldOf(venue, prepared)
      .filter((report) => report.tradeId !== undefined)
      .reduce(reportOrder, prepareOrder(wantOrder(venue.intent()), prepared.id, prepared.wire))
    expect(told.filled).toEqual({ size: trade?.taker.size, notional: trade?.taker.notional })
    expect(told.fees).toBe(trade?.taker.fee)
  })

  test('that rests is filled as a maker, at its own price and without a fee', async () => {
    const venue = await begin()
    const no = venue.market.tokens[1]
    const prepared = await venue.prepare({ token: no, limit: parsePrice('0.45'), tif: 'gtc' })
    await venue.submit(prepared)
    venue.stranger('buy', '0.55', '8')
    await venue.settled()
    const trade = toldOf(venue, prepared).find((report) => report.status === 'confirmed')
    expect(trade).toMatchObject({
      token: no,
      side: 'buy',
      liquidity: 'maker',
      exchanged: { size: parseSize('8'), notional: parseUsd('3.6') },
      fee: 0,
    })
    const found = await venue.execution.lookup(prepared.id)
    expect(found).toMatchObject([{ tradeId: trade?.tradeId, fee: 0 }, { status: 'open' }])
    const account = await venue.execution.account()
    expect(account).toMatchObject({ cash: parseUsd('996.4'), open: [prepared.id] })
    expect([...account.holdings]).toEqual([[no, parseSize('8')]])
  })

  test('that must not cross is refused in the venue’s words when it would', async () => {
    const venue = await begin()
    const prepared = await venue.prepare({ tif: 'gtc', postOnly: true })
    expect(await venue.submit(prepared)).toEqual({
      outcome: 'refused',
      reason: '400 invalid post-only order: order crosses book',
    })
    expect(venue.execution.venueState().state).toBe('normal')
  })

  test('that is too small is not even signed, and refused by the venue if the bot knew no better', async () => {
    const small = { tif: 'gtc', shares: parseSize('4'), limit: parsePrice('0.4') } as const
    const venue = await begin()
    await expect(venue.prepare(small)).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining('at least 5 shares'),
    })
    const misled = await begin({ facts: { minimumSize: parseSize('1') } })
    const result = await misled.submit(await misled.prepare(small))
    expect(result).toMatchObject({
      outcome: 'refused',
      reason: expect.stringMatching(/lower than/),
    })
  })

  test('of which nothing can be filled whole is killed and told so', async () => {
    const venue = await begin()
    const prepared = await venue.prepare({ tif: 'fok', shares: parseSize('500') })
    const reason = expect.stringContaining('FOK orders are fully filled or killed')
    expect(await venue.submit(prepared)).toMatchObject({ outcome: 'accepted', reason })
    const killed = { status: 'cancelled', reason: expect.stringContaining('killed'), matched: 0 }
    // By the answer and by the user channel, whichever comes first.
    await vi.waitFor(() => expect(toldOf(venue, prepared)).toMatchObject([killed, killed]), 30_000)
    expect(await venue.execution.lookup(prepared.id)).toMatchObject([killed])
    expect(own(venue).trades).toEqual([])
  })

  test('expires a minute before its time and is told as expired', async () => {
    const venue = await begin()
    const expiresAt = timeMs(clock.now() + 240_000)
    const prepared = await venue.prepare({ tif: 'gtd', limit: parsePrice('0.4'), expiresAt })
    expect(await venue.submit(prepared)).toEqual({ outcome: 'accepted' })
    venue.exchange.advanceTo(timeMs(expiresAt - 58_000))
    await vi.waitFor(() => {
      expect(toldOf(venue, prepared).at(-1)?.status).toBe('expired')
    }, 30_000)
  })
})

/** Who waits for an answer that comes late or never gives up; whoever gets one waits. */
const patience = ({ kind }: Readonly<{ kind: string }>): AbortSignal =>
  kind === 'stall' || kind === 'no-answer' ? AbortSignal.timeout(150) : new AbortController().signal

describe('an outcome that nobody knows', () => {
  const faults = [
    { kind: 'server-error-after', status: 500 },
    { kind: 'server-error-after', status: 503 },
    { kind: 'lost-answer' },
    { kind: 'wrong-json' },
    { kind: 'truncated-body' },
    { kind: 'stall', delayMs: 500 },
  ] as const

  test.each(faults)(
    '$kind is found by its id, and sending the same bytes again adds nothing',
    async (fault) => {
      const venue = await begin()
      const resting = await venue.prepare({ tif: 'gtc', limit: parsePrice('0.4') })
      const taking = await venue.prepare()
      for (const prepared of [resting, taking]) {
        venue.server.faults.set({ ...fault, scope: 'order', count: 1 })
        expect((await venue.submit(prepared, patience(fault))).outcome).toBe('unknown')
        await vi.waitFor(() => expect(venue.exchange.order(prepared.id)).toBeDefined(), 30_000)
        expect(await venue.submit(prepared)).toEqual({ outcome: 'accepted', reason: 'duplicate' })
      }
      await venue.settled()
      expect(own(venue).open.map(({ id }) => id)).toEqual([resting.id])
      expect(own(venue).trades).toHaveLength(1)
      expect(await venue.execution.lookup(resting.id)).toMatchObject([{ status: 'open' }])
      const found = await venue.execution.lookup(taking.id)
      expect(found).toMatchObject([
        { status: 'confirmed', exchanged: { size: parseSize('20'), notional: parseUsd('12') } },
      ])
    },
  )

  test('may be none yet and come true later', async () => {
    const venue = await begin()
    const prepared = await venue.prepare()
    venue.server.faults.set({ kind: 'late-effect', delayMs: 300, scope: 'order', count: 1 })
    expect((await venue.submit(prepared)).outcome).toBe('unknown')
    expect(await venue.execution.lookup(prepared.id)).toBe('not-found')
    await vi.waitFor(() => expect(venue.exchange.order(prepared.id)).toBeDefined(), 30_000)
    await venue.settled()
    expect(await venue.execution.lookup(prepared.id)).toMatchObject([{ status: 'confirmed' }])
    expect(own(venue).trades).toHaveLength(1)
  })

  test.each([
    { kind: 'reset' },
    { kind: 'server-error', status: 500 },
    { kind: 'no-answer' },
  ] as const)('$kind before anything took effect is told as not found', async (fault) => {
    const venue = await begin()
    const prepared = await venue.prepare()
    venue.server.faults.set({ ...fault, scope: 'order', count: 1 })
    expect((await venue.submit(prepared, patience(fault))).outcome).toBe('unknown')
    expect(await venue.execution.lookup(prepared.id)).toBe('not-found')
  })

  test.each([
    { kind: 'engine-restarting', state: 'restarting' },
    { kind: 'post-only-mode', state: 'post-only' },
  ] as const)('is none where the venue says before anything: $state', async ({ kind, state }) => {
    const venue = await begin()
    const prepared = await venue.prepare()
    venue.server.faults.set({ kind, scope: 'order', count: 1 })
    expect(await venue.submit(prepared)).toMatchObject({ outcome: 'refused' })
    expect(venue.execution.venueState().state).toBe(state)
    // From now on it is not even sent.
    const again = await venue.submit(await venue.prepare())
    expect(again).toEqual({ outcome: 'refused', reason: `venue-${state}` })
    expect(await venue.execution.isCloseOnly()).toBe(false)
    expect(own(venue).trades).toEqual([])
  })

  test('is none over a rate limit: the same bytes go out when there is room, if that is soon', async () => {
    const venue = await begin()
    const limit = { kind: 'rate-limited', scope: 'order', count: 1 } as const
    venue.server.faults.set(limit)
    const prepared = await venue.prepare()
    expect(await venue.submit(prepared)).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('429'),
    })
    venue.server.faults.set({ ...limit, retryAfterSeconds: 1 })
    expect(await venue.submit(prepared)).toEqual({ outcome: 'accepted' })
    await venue.settled()
    expect(own(venue).trades).toHaveLength(1)
    expect(venue.execution.venueState().state).toBe('normal')
  })

  test('is none when the venue says that there is too little, although there is enough', async () => {
    const venue = await begin()
    venue.server.faults.set({ kind: 'phantom-balance', scope: 'venue', count: 1 })
    expect(await venue.submit(await venue.prepare())).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('not enough balance'),
    })
    expect(await venue.submit(await venue.prepare())).toEqual({ outcome: 'accepted' })
    await venue.settled()
    expect(own(venue).trades).toHaveLength(1)
    expect(venue.problems).toEqual([])
  })

  test('is looked up after a restart, when only the id is left', async () => {
    const first = await begin()
    const prepared = await first.prepare()
    await first.submit(prepared)
    await first.settled()
    const later = await createPolymarketExecution({
      transport: first.reads.transport,
      credentials: credentialsOf(first),
      signer: {
        address: first.execution.address,
        signTypedData: () => Promise.reject(new Error()),
      },
      marketOf: () => first.facts,
      clock,
      random: () => 0,
      venue: { name: 'sim', simulated: true },
      onProblem: () => {},
    })
    expect(await later.lookup(prepared.id)).toMatchObject([
      { status: 'confirmed', exchanged: { size: parseSize('20') }, fee: parseUsd('0.192') },
      { status: 'cancelled' },
    ])
    await later.close()
  })
})

/** The user channel's first frame carries them, as the venue wants it. */
const credentialsOf = ({ execution }: LiveVenue) =>
  JSON.parse(execution.userStream.subscribe([], true)).auth

test('a heart that stops beating lets the venue cancel what is open', async () => {
  const venue = await begin({ heartbeatMs: 300 })
  await venue.submit(await venue.prepare({ tif: 'gtc', limit: parsePrice('0.4') }))
  const failures: unknown[] = []
  const heart = startHeartbeat({
    beat: venue.execution.heartbeat,
    clock,
    everyMs: 50,
    onFailure: (cause) => void failures.push(cause),
  })
  await vi.waitFor(() => expect(heart.status().beats).toBeGreaterThan(10), 30_000)
  expect(own(venue).open).toHaveLength(1)
  // Whatever else used the key: the venue names the id that it wants, and the beat goes on.
  await vi.waitFor(() => venue.execution.heartbeat('stale'), 30_000)
  const { beats } = heart.status()
  await vi.waitFor(() => expect(heart.status().beats).toBeGreaterThan(beats + 2), 30_000)
  heart.stop()
  await vi.waitFor(() => expect(own(venue).open).toEqual([]), 30_000)
  await vi.waitFor(() => expect(venue.reports.at(-1)?.status).toBe('cancelled'), 30_000)
  expect(failures).toEqual([])
})

test('what is told about an account shows no secret of it', async () => {
  const venue = await begin()
  const prepared = await venue.prepare()
  await venue.submit(prepared)
  await venue.settled()
  const { secret, passphrase } = credentialsOf(venue)
  venue.server.faults.set({ kind: 'server-error', scope: 'clob', count: 1 })
  const error = await venue.execution.account().catch((thrown: unknown) => thrown)
  const shown = inspect([venue.execution, prepared, venue.reports, error, venue.feed], { depth: 9 })
  expect(error).toMatchObject({ code: 'request-failed' })
  for (const hidden of [secret, passphrase]) expect(shown).not.toContain(hidden)
})

describe('the executor’s driver on top', () => {
  const drive = (venue: Awaited<ReturnType<typeof begin>>, intent: OrderIntent) => {
    let order: OrderState = wantOrder(intent)
    const failures: DriverFailure[] = []
    const driver = createExecutionDriver({
      port: venue.execution,
      onEvents: (arrived: readonly Arrived[]) => {
        for (const { event } of arrived) {
          if (event.type === 'order-prepared') order = prepareOrder(order, event.id, event.wire)
          if (event.type === 'execution' && event.report.order === order.id) {
            order = reportOrder(order, event.report)
          }
        }
      },
      flush: async () => {},
      now: clock.now,
      orderOf: () => order,
      onFailure: (failure) => void failures.push(failure),
    })
    return { driver, failures, state: () => order }
  }

  test('takes one order from its wish to its confirmed fill, and its books are the venue’s', async () => {
    const venue = await begin()
    const intent = venue.intent()
    const { driver, failures, state } = drive(venue, intent)
    await driver.perform({ kind: 'submit', order: intent as never })
    await vi.waitFor(() => expect(state().trades[0]?.settled).toBe('confirmed'), 30_000)
    expect(state()).toMatchObject({ status: 'filled', filled: { size: parseSize('20') } })
    expect(parseUsd('1000') - state().filled.notional - state().fees).toBe(own(venue).cash)
    expect(failures).toEqual([])
    await driver.close()
  })

  test('finds out by itself what became of an order whose answer was lost while the user channel was gone', async () => {
    const venue = await begin()
    await venue.feed.close()
    const intent = venue.intent()
    const { driver, state } = drive(venue, intent)
    venue.server.faults.set({ kind: 'lost-answer', scope: 'order', count: 1 })
    await driver.perform({ kind: 'submit', order: intent as never })
    await driver.idle()
    expect(state()).toMatchObject({ status: 'unknown', filled: { size: 0 } })
    await driver.perform({ kind: 'lookup', ref: intent.ref })
    expect(state()).toMatchObject({ status: 'filled', filled: { notional: parseUsd('12') } })
    expect(state().fees).toBe(parseUsd('0.192'))
    expect(own(venue).trades).toHaveLength(1)
    await driver.close()
  })
})
