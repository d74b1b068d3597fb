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
  type SubmitResult,
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
    tif: 'gtc',
    postOnly: false,
  })
const submit = (ref: string): Command => ({ kind: 'submit', order: order(ref) })
const merge: Command = {
  kind: 'settle',
  ref: orderRef('s'),
  owner: 'basket',
  action: approve<BasketAction>({
    action: 'merge',
    markets: [marketId('m')],
    shares: parseSize('10'),
  }),
}
const start = (script: PortScript = {}, parts: Partial<ExecutionDriverOptions> = {}) => {
  const clock = createManualClock()
  const scripted = createScriptedPort(script)
  const arrived: Arrived[] = []
  const failures: DriverFailure[] = []
  const driver = createExecutionDriver({
    port: scripted.port,
    onEvents: (events) => void arrived.push(...events),
    flush: async () => undefined,
    now: clock.now,
    clock,
    orderOf: () => undefined,
    onFailure: (failure) => void failures.push(failure),
    ...parts,
  })
  const statuses = (): readonly ExecutionReport['status'][] =>
    arrived.flatMap(({ event }) => (event.type === 'execution' ? [event.report.status] : []))
  return { ...scripted, clock, arrived, failures, driver, statuses }
}

describe('a submit that is not answered', () => {
  test('counts as unknown in time, keeps no later command waiting, and its late answer is told', async () => {
    let answer: ((result: SubmitResult) => void) | undefined
    const { driver, clock, calls, statuses } = start({
      submit: () =>
        new Promise((resolve) => {
          answer = resolve
        }),
    })
    void driver.perform(submit('a'))
    await clock.advanceAsync(59_999)
    expect(statuses()).toEqual([])
    await clock.advanceAsync(1)
    await driver.idle()
    expect(statuses()).toEqual(['unknown'])
    await driver.perform({ kind: 'lookup', ref: orderRef('a') })
    expect(calls.at(-1)).toBe('lookup id-a')
    answer?.({ outcome: 'accepted' })
    await clock.advanceAsync(0)
    expect(statuses().at(-1)).toBe('open')
    expect(calls.filter((call) => call === 'submit id-a')).toHaveLength(1)
  })
})

test('an order that waited too long behind others is not sent any more', async () => {
  let release: (() => void) | undefined
  const { driver, clock, calls, arrived } = start({
    prepare: (ref) =>
      new Promise((resolve) => {
        release = () => resolve({ id: orderId(`id-${ref}`), wire: '' })
      }),
  })
  void driver.perform(submit('a'))
  await clock.advanceAsync(30_001)
  release?.()
  await driver.idle()
  expect(calls).toEqual(['prepare a'])
  expect(arrived.map(({ event }) => event)).toMatchObject([
    { type: 'order-not-sent', ref: 'a', reason: 'too late: waited 30001 ms' },
  ])
})

describe('a command that comes again', () => {
  test('sends nothing twice, whatever became of the first', async () => {
    const { driver, calls, failures } = start()
    await Promise.all([driver.perform(submit('a')), driver.perform(submit('a'))])
    await driver.perform(submit('a'))
    expect(calls.filter((call) => call.startsWith('prepare'))).toHaveLength(1)
    expect(calls.filter((call) => call.startsWith('submit'))).toHaveLength(1)
    expect(failures.map(({ during }) => during)).toEqual(['submit', 'submit'])
  })

  test('does not prepare anew an order that could not be journalled', async () => {
    const flush = async (): Promise<void> => Promise.reject(new Error('disk full'))
    const { driver, calls } = start({}, { flush })
    await driver.perform(submit('a'))
    await driver.perform(submit('a'))
    expect(calls).toEqual(['prepare a'])
  })

  test('begins no protocol action twice, also not while a lookup asks after it', async () => {
    let release: (() => void) | undefined
    const { driver, calls, clock } = start({
      settle: () =>
        new Promise((resolve) => {
          release = () => resolve({ status: 'confirmed' })
        }),
    })
    void driver.perform(merge)
    await clock.advanceAsync(0)
    void driver.perform(merge)
    void driver.perform({ kind: 'lookup', ref: orderRef('s') })
    await clock.advanceAsync(0)
    expect(calls).toEqual(['settle s'])
    release?.()
    await driver.idle()
    await driver.perform(merge)
    expect(calls).toEqual(['settle s'])
  })
})

describe('a cancel', () => {
  const cancel: Command = { kind: 'cancel', ref: orderRef('a') }

  test('that is refused because the order is over has its fills and its end told', async () => {
    const exchanged = { size: parseSize('10'), notional: 5_000_000 as never }
    const { driver, statuses } = start({
      cancel: async () => [
        { order: orderId('id-a'), status: 'refused', reason: 'already canceled or matched' },
      ],
      lookup: async (id) => [{ order: id, tradeId: 't', status: 'matched', exchanged }],
    })
    await driver.perform(submit('a'))
    await driver.perform(cancel)
    expect(statuses()).toEqual(['open', 'matched'])
  })

  test.each([
    ['throws', async () => Promise.reject(new Error('reset'))],
    ['is answered without the order', async () => []],
  ])('that %s says nothing of the order', async (_name, answer) => {
    const { driver, statuses } = start({ cancel: answer })
    await driver.perform(submit('a'))
    await driver.perform(cancel)
    expect(statuses()).toEqual(['open'])
  })

  test('that is refused says nothing of the order either when it cannot be looked up', async () => {
    const { driver, statuses, failures } = start({
      cancel: async () => [{ order: orderId('id-a'), status: 'refused', reason: 'in delay' }],
      lookup: async () => Promise.reject(new Error('down')),
    })
    await driver.perform(submit('a'))
    await driver.perform(cancel)
    expect(statuses()).toEqual(['open'])
    expect(failures.map(({ during }) => during)).toEqual(['cancel', 'lookup'])
  })
})

test('an open order that the venue forgot is cancelled, not refused: it was there', async () => {
  const before: OrderState = { ...wantOrder(order('a')), status: 'open', id: orderId('old') }
  const { driver, clock, statuses } = start({}, { orderOf: () => before })
  await driver.perform({ kind: 'lookup', ref: orderRef('a') })
  clock.advance(60_000)
  await driver.perform({ kind: 'lookup', ref: orderRef('a') })
  expect(statuses()).toEqual(['unknown', 'cancelled'])
})
