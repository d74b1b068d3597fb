import {
  type Approved,
  type Arrived,
  type BasketAction,
  type Command,
  type ExecutionReport,
  marketId,
  type OrderIntent,
  type OrderState,
  orderId,
  orderRef,
  parsePrice,
  parseSize,
  tokenId,
  wantOrder,
} from '@bot/core'
import { createManualClock } from '@bot/core/testing'
import { describe, expect, test } from 'vitest'
import { createScriptedPort, type PortScript } from '../fixtures/scripted-port.js'
import { approve } from '../risk/approve.js'
import { createExecutionDriver } from './create-execution-driver.js'
import type { DriverFailure, ExecutionDriverOptions } from './driver-options.js'

const order = (ref: string): Approved<OrderIntent> =>
  approve<OrderIntent>({
    ref: orderRef(ref),
    owner: 'sample',
    token: tokenId('t'),
    market: marketId('m'),
    side: 'buy',
    shares: parseSize('10'),
    limit: parsePrice('0.5'),
    tif: 'fak',
    postOnly: false,
  })
const submit = (ref: string): Command => ({ kind: 'submit', order: order(ref) })
const settle = (ref: string): Command => ({
  kind: 'settle',
  ref: orderRef(ref),
  owner: 'basket',
  basket: 'basket',
  action: approve<BasketAction>({
    action: 'merge',
    markets: [marketId('m')],
    shares: parseSize('10'),
  }),
})

const start = (script: PortScript = {}, parts: Partial<ExecutionDriverOptions> = {}) => {
  const clock = createManualClock()
  const scripted = createScriptedPort(script)
  const arrived: Arrived[] = []
  const failures: DriverFailure[] = []
  const driver = createExecutionDriver({
    port: scripted.port,
    onEvents: (events) => {
      arrived.push(...events)
      for (const { event } of events) scripted.calls.push(`event ${event.type}`)
    },
    flush: async () => void scripted.calls.push('flush'),
    now: clock.now,
    orderOf: () => undefined,
    onFailure: (failure) => void failures.push(failure),
    ...parts,
  })
  const reports = (): ExecutionReport[] =>
    arrived.flatMap(({ event }) => (event.type === 'execution' ? [event.report] : []))
  return { ...scripted, clock, arrived, failures, driver, reports }
}

describe('submitting', () => {
  test('journals the signed order and waits until it is durable before sending it', async () => {
    const { driver, calls, reports } = start()
    await driver.perform(submit('a'))
    expect(calls).toEqual([
      'prepare a',
      'event order-prepared',
      'flush',
      'submit id-a',
      'event execution',
    ])
    expect(reports()).toMatchObject([{ order: 'id-a', status: 'open', token: 't', side: 'buy' }])
  })

  test('an order that cannot be prepared is reported as not sent', async () => {
    const { driver, calls, arrived, failures } = start({
      prepare: async () => Promise.reject(new Error('price off tick')),
    })
    await driver.perform(submit('a'))
    expect(calls).toEqual(['prepare a', 'event order-not-sent'])
    expect(arrived[0]?.event).toMatchObject({ ref: 'a', reason: 'price off tick' })
    expect(failures).toMatchObject([{ during: 'prepare', ref: 'a' }])
  })

  test('nothing is sent when the journal cannot be written', async () => {
    const { driver, calls, arrived, failures } = start(
      {},
      { flush: async () => Promise.reject(new Error('disk full')) },
    )
    await driver.perform(submit('a'))
    expect(calls.some((call) => call.startsWith('submit'))).toBe(false)
    expect(arrived.at(-1)?.event).toMatchObject({
      type: 'order-not-sent',
      reason: 'journal: disk full',
    })
    expect(failures).toMatchObject([{ during: 'journal' }])
  })

  test('nothing is sent when the loop does not take the prepared order', async () => {
    const { driver, calls, failures } = start(
      {},
      {
        onEvents: () => {
          throw new Error('halted')
        },
      },
    )
    await driver.perform(submit('a'))
    expect(calls).toEqual(['prepare a'])
    expect(failures).toMatchObject([{ during: 'emit' }])
  })

  test.each([
    [
      'refused',
      async () => ({ outcome: 'refused', reason: 'no cash' }) as const,
      'refused',
      'no cash',
    ],
    ['unknown', async () => ({ outcome: 'unknown', reason: '502' }) as const, 'unknown', '502'],
    ['thrown', async () => Promise.reject(new Error('reset')), 'unknown', 'reset'],
  ])(
    'a submit that ends %s is reported and never repeated',
    async (_name, answer, status, reason) => {
      const { driver, calls, reports } = start({ submit: answer })
      await driver.perform(submit('a'))
      await driver.perform(submit('a'))
      expect(reports()).toMatchObject([{ status, reason }])
      expect(calls.filter((call) => call === 'submit id-a')).toHaveLength(1)
    },
  )

  test('an order that an earlier run prepared is not sent again', async () => {
    const before: OrderState = { ...wantOrder(order('a')), status: 'unknown', id: orderId('old') }
    const { driver, calls, failures } = start({}, { orderOf: () => before })
    await driver.perform(submit('a'))
    expect(calls).toEqual([])
    expect(failures).toHaveLength(1)
  })

  test('submits of one tick begin in their order and overlap', async () => {
    let release: (() => void) | undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const { driver, calls, clock } = start({
      submit: async ({ id }) => {
        if (id === 'id-a') await held
        return { outcome: 'accepted' }
      },
    })
    void driver.perform(submit('a'))
    void driver.perform(submit('b'))
    await clock.advanceAsync(0)
    expect(calls.filter((call) => call.startsWith('submit'))).toEqual([
      'submit id-a',
      'submit id-b',
    ])
    expect(driver.inFlight()).toBe(1)
    release?.()
    await driver.idle()
    expect(driver.inFlight()).toBe(0)
  })
})

describe('unknown outcomes', () => {
  test('a lookup reports all that the venue knows', async () => {
    const { driver, reports } = start({
      submit: async () => ({ outcome: 'unknown' }),
      lookup: async (order) => [
        { order, tradeId: 'x', status: 'confirmed' },
        { order, status: 'cancelled' },
      ],
    })
    await driver.perform(submit('a'))
    await driver.perform({ kind: 'lookup', ref: orderRef('a') })
    expect(reports().map((report) => report.status)).toEqual(['unknown', 'confirmed', 'cancelled'])
  })

  test('an order that the venue does not know stays unknown for a minute, then counts as refused', async () => {
    const { driver, clock, reports } = start({ submit: async () => ({ outcome: 'unknown' }) })
    await driver.perform(submit('a'))
    clock.advance(59_999)
    await driver.perform({ kind: 'lookup', ref: orderRef('a') })
    expect(reports().at(-1)?.status).toBe('unknown')
    clock.advance(1)
    await driver.perform({ kind: 'lookup', ref: orderRef('a') })
    expect(reports().at(-1)?.status).toBe('refused')
  })

  test('an order of an earlier run is looked up by the id that the journal kept', async () => {
    const before: OrderState = { ...wantOrder(order('a')), status: 'prepared', id: orderId('old') }
    const { driver, calls } = start({}, { orderOf: () => before })
    await driver.perform({ kind: 'lookup', ref: orderRef('a') })
    expect(calls[0]).toBe('lookup old')
  })

  test('an order that was never prepared was never sent', async () => {
    const { driver, arrived, calls } = start()
    await driver.perform({ kind: 'lookup', ref: orderRef('a') })
    expect(arrived[0]?.event).toMatchObject({ type: 'order-not-sent', ref: 'a' })
    expect(calls).toEqual(['event order-not-sent'])
  })

  test('a failed lookup is counted and changes nothing', async () => {
    const { driver, reports, failures } = start({
      submit: async () => ({ outcome: 'unknown' }),
      lookup: async () => Promise.reject(new Error('down')),
    })
    await driver.perform(submit('a'))
    await driver.perform({ kind: 'lookup', ref: orderRef('a') })
    expect(reports()).toHaveLength(1)
    expect(failures).toMatchObject([{ during: 'lookup', ref: 'a' }])
  })
})

describe('cancelling', () => {
  test('a cancel waits for the submit of its order', async () => {
    const { driver, calls } = start({
      cancel: async () => [
        { order: orderId('id-a'), status: 'cancelled', matched: parseSize('0') },
      ],
    })
    void driver.perform(submit('a'))
    await driver.perform({ kind: 'cancel', ref: orderRef('a') })
    expect(calls.slice(-4)).toEqual([
      'submit id-a',
      'event execution',
      'cancel id-a',
      'event execution',
    ])
  })

  test('fills whose reports were lost are asked for where a cancel does not say how much was filled', async () => {
    const { driver, reports, failures } = start({
      cancel: async () => [{ order: orderId('id-a'), status: 'cancelled' }],
      lookup: async (order) => [{ order, tradeId: 'x', status: 'confirmed' }],
    })
    await driver.perform(submit('a'))
    await driver.perform({ kind: 'cancel', ref: orderRef('a') })
    expect(reports().map((report) => report.status)).toEqual(['open', 'confirmed', 'cancelled'])
    expect(failures).toEqual([])
  })

  test('a cancelled order stays live while its fills cannot be asked for, or are still to come', async () => {
    const { driver, reports, failures } = start({
      cancel: async () => [
        { order: orderId('id-a'), status: 'cancelled' },
        { order: orderId('id-b'), status: 'cancelled' },
      ],
      lookup: async (order) => {
        if (order === 'id-a') throw new Error('no answer')
        return [{ order, status: 'unknown' }]
      },
    })
    await driver.perform(submit('a'))
    await driver.perform({ kind: 'cancel-all' })
    expect(reports().map((report) => report.status)).toEqual(['open', 'unknown'])
    expect(failures).toMatchObject([{ during: 'lookup' }])
  })

  test('a refused cancel is not read as a refused order: its state is asked for', async () => {
    const { driver, reports, failures } = start({
      cancel: async () => [{ order: orderId('id-a'), status: 'refused', reason: 'in delay' }],
      lookup: async (order) => [{ order, status: 'open' }],
    })
    await driver.perform(submit('a'))
    await driver.perform({ kind: 'cancel', ref: orderRef('a') })
    expect(reports().map((report) => report.status)).toEqual(['open', 'open'])
    expect(failures).toMatchObject([{ during: 'cancel' }])
  })

  test('cancel-all goes out at once and again after submits under way', async () => {
    let release: (() => void) | undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const { driver, calls, clock } = start({
      submit: async () => {
        await held
        return { outcome: 'accepted' }
      },
    })
    void driver.perform(submit('a'))
    await clock.advanceAsync(0)
    void driver.perform({ kind: 'cancel-all' })
    await clock.advanceAsync(0)
    expect(calls.at(-1)).toBe('cancel all')
    release?.()
    await driver.idle()
    expect(calls.filter((call) => call === 'cancel all')).toHaveLength(2)
  })
})

describe('protocol actions', () => {
  test('an action waits for the journal and its end is reported with its owner', async () => {
    const { driver, calls, arrived } = start()
    await driver.perform(settle('s'))
    expect(calls).toEqual(['flush', 'settle s', 'event settlement'])
    expect(arrived[0]?.event).toMatchObject({ status: 'confirmed', owner: 'basket', ref: 's' })
  })

  test('a thrown action is unknown, and its lookup asks again under the same reference', async () => {
    let first = true
    const { driver, calls, arrived } = start({
      settle: async () => {
        if (!first) return { status: 'confirmed' }
        first = false
        throw new Error('reset')
      },
    })
    await driver.perform(settle('s'))
    await driver.perform({ kind: 'lookup', ref: orderRef('s') })
    expect(arrived.map(({ event }) => 'status' in event && event.status)).toEqual([
      'unknown',
      'confirmed',
    ])
    expect(calls.filter((call) => call === 'settle s')).toHaveLength(2)
    await driver.perform({ kind: 'lookup', ref: orderRef('s') })
    expect(calls.filter((call) => call === 'settle s')).toHaveLength(2)
  })

  test('an action is not begun when the journal cannot be written', async () => {
    const { driver, calls, arrived } = start(
      {},
      { flush: async () => Promise.reject(new Error('disk full')) },
    )
    await driver.perform(settle('s'))
    expect(calls).toEqual(['event settlement'])
    expect(arrived[0]?.event).toMatchObject({ status: 'failed', reason: 'journal: disk full' })
  })
})

describe('listening and closing', () => {
  test("the port's reports become events until the driver is closed", async () => {
    const { driver, report, reports } = start()
    report({ order: orderId('x'), status: 'open' })
    await driver.close()
    report({ order: orderId('x'), status: 'cancelled' })
    expect(reports().map(({ status }) => status)).toEqual(['open'])
  })

  test('a closed driver sends nothing', async () => {
    const { driver, calls } = start()
    await driver.close()
    await driver.perform(submit('a'))
    expect(calls.some((call) => call.startsWith('submit'))).toBe(false)
  })

  test('reconciling reports the account in a stable order', async () => {
    const { driver, arrived } = start()
    expect(await driver.reconcile()).toBe(true)
    expect(arrived[0]?.event).toMatchObject({ type: 'account', cash: 5, open: ['a', 'b'] })
  })

  test('an account that cannot be read is a failure, not an event', async () => {
    const { driver, arrived, failures } = start({
      account: async () => Promise.reject(new Error('down')),
    })
    expect(await driver.reconcile()).toBe(false)
    expect(arrived).toEqual([])
    expect(failures).toMatchObject([{ during: 'account' }])
  })
})
