import { type Event, parseSize, parseUsd } from '@bot/core'
import { expect, test } from 'vitest'
import type { Rule } from '../checks/violation.js'
import {
  basketEvents,
  basketName,
  confirmedFill,
  evidenceOf,
  firstLeg,
  preparedOrder,
} from './fixtures/evidence-of-basket.js'
import { type Evidence, judgeScenario } from './judge-scenario.js'

const rulesBrokenBy = async (evidence: Evidence): Promise<readonly Rule[]> => {
  const broken = new Set<Rule>()
  await judgeScenario(evidence, (rule) => broken.add(rule))
  return [...broken].sort()
}

/** Changes the events that a test picks; `[]` takes one out. */
const changed = (change: (event: Event) => Event | readonly Event[]): readonly Event[] =>
  basketEvents.flatMap(change)

const before = (isIt: (event: Event) => boolean, ...added: readonly Event[]): readonly Event[] => {
  const at = basketEvents.findIndex(isIt)
  return [...basketEvents.slice(0, at), ...added, ...basketEvents.slice(at)]
}

const isEnd = (event: Event): boolean =>
  event.type === 'basket' && JSON.stringify(event.progress).includes('"ended"')

const withEnd = (end: object): readonly Event[] =>
  changed((event) =>
    event.type === 'basket' && isEnd(event)
      ? { ...event, progress: { ...(event.progress as object), ended: end } }
      : event,
  )

test('a scenario in which both sides agree breaks no rule', async () => {
  expect(await rulesBrokenBy(evidenceOf())).toEqual([])
})

test('cash or shares at the exchange that the journal does not know are seen', async () => {
  const { balances } = evidenceOf()
  const richer = { ...balances, cash: balances.cash + 1 }
  expect(await rulesBrokenBy(evidenceOf(basketEvents, { balances: richer }))).toEqual([
    'cash-differs',
  ])
  const more = { ...balances, holdings: new Map([...balances.holdings, ['blue-yes', 1]]) }
  expect(await rulesBrokenBy(evidenceOf(basketEvents, { balances: more }))).toEqual([
    'shares-differ',
  ])
})

test('a fill that the journal lacks, invents or tells otherwise is seen', async () => {
  const { fills } = evidenceOf()
  const lacks = changed((event) =>
    event.type === 'execution' && event.report.tradeId === 'trade-1' ? [] : event,
  )
  expect(await rulesBrokenBy(evidenceOf(lacks))).toEqual([
    'cash-differs',
    'fill-lost',
    'shares-differ',
  ])
  const invents = evidenceOf(basketEvents, { fills: fills.slice(1) })
  expect(await rulesBrokenBy(invents)).toEqual(['fill-invented'])
  const failed = fills.map((fill, index) => (index === 0 ? { ...fill, failed: true } : fill))
  expect(await rulesBrokenBy(evidenceOf(basketEvents, { fills: failed }))).toEqual(['fill-differs'])
  const smaller = fills.map((fill, index) => (index === 0 ? { ...fill, size: 1 } : fill))
  expect(await rulesBrokenBy(evidenceOf(basketEvents, { fills: smaller }))).toEqual([
    'fill-differs',
  ])
})

test('a leg that is bought once more after it was filled is seen', async () => {
  const again = before(
    (event) => event.type === 'settlement',
    preparedOrder(9, firstLeg, basketName),
    confirmedFill(9, firstLeg),
  )
  const { fills, balances } = evidenceOf()
  const [first] = fills
  if (first === undefined) throw new Error('there are fills')
  const second = { ...first, order: '0x9' as typeof first.order, trade: 'trade-9' }
  const evidence = evidenceOf(again, {
    fills: [...fills, second],
    balances: {
      cash: balances.cash - parseUsd('6'),
      holdings: new Map([...balances.holdings, ['red-no', parseSize('10')]]),
    },
  })
  expect(await rulesBrokenBy(evidence)).toEqual(['basket-differs', 'leg-sent-twice'])
})

test('one intent that was signed as two orders is seen', async () => {
  const twice = changed((event) =>
    event.type === 'order-prepared' && event.id === '0x1'
      ? [event, { ...event, id: '0x99' as typeof event.id }]
      : event,
  )
  expect(await rulesBrokenBy(evidenceOf(twice))).toEqual(['journal-broken', 'order-sent-twice'])
})

test('a protocol action that is done twice, or only believed, is seen', async () => {
  const action = { action: 'convert', paid: true } as const
  const twice = evidenceOf(basketEvents, { actions: [action, action] })
  expect(await rulesBrokenBy(twice)).toEqual(['actions-differ'])
  expect(await rulesBrokenBy(evidenceOf(basketEvents, { actions: [] }))).toEqual(['actions-differ'])
})

test('a redemption that paid nothing need not be the only one of its market', async () => {
  const actions = [
    { action: 'convert', paid: true },
    { action: 'redeem', paid: false },
  ] as const
  expect(await rulesBrokenBy(evidenceOf(basketEvents, { actions }))).toEqual([])
})

test('an action whose end nobody learned is seen', async () => {
  const open = changed((event) =>
    event.type === 'settlement' && event.status === 'confirmed' ? [] : event,
  )
  expect(await rulesBrokenBy(evidenceOf(open))).toEqual([
    'actions-differ',
    'basket-differs',
    'fills-not-settled',
  ])
})

test('a basket that never came to its end is seen', async () => {
  const endless = basketEvents.filter((event) => !isEnd(event))
  expect(await rulesBrokenBy(evidenceOf(endless))).toEqual(['basket-left-open'])
})

test('a basket that says it keeps something else than its fills left it is seen', async () => {
  const wrong = { how: 'completed', reason: 'done', at: 0, unpaired: parseSize('3') }
  expect(await rulesBrokenBy(evidenceOf(withEnd(wrong)))).toEqual(['basket-differs'])
})

test('a basket that is called unwound while it still holds its legs is seen', async () => {
  const end = { how: 'unwound', reason: 'flat', at: 0, unpaired: parseSize('30') }
  const events = withEnd(end).filter((event) => event.type !== 'settlement')
  expect(await rulesBrokenBy(evidenceOf(events, { actions: [] }))).toContain('basket-differs')
})

test('a basket that is held to resolution without one of its legs is seen', async () => {
  const end = { how: 'held', reason: 'to-resolution', at: 0, unpaired: 0 }
  const events = withEnd(end).filter((event) => event.type !== 'settlement')
  const whole = evidenceOf(events, { actions: [] })
  expect(await rulesBrokenBy(whole)).not.toContain('basket-differs')
  const [, second, ...others] = whole.fills
  if (second === undefined) throw new Error('there are fills')
  const lost = { ...whole, fills: [...whole.fills.slice(0, 1), { ...second, size: 1 }, ...others] }
  expect(await rulesBrokenBy(lost)).toContain('basket-differs')
})

test('a basket that spends more than it may is seen', async () => {
  const cheap = changed((event) =>
    event.type === 'basket' && event.plan !== undefined
      ? { ...event, plan: { ...event.plan, maxCost: parseUsd('5'), maxLegLoss: parseUsd('1') } }
      : event,
  )
  expect(await rulesBrokenBy(evidenceOf(cheap))).toEqual(['basket-differs'])
})

test('an order that rests after the bot has stopped is seen', async () => {
  const evidence = evidenceOf(basketEvents, { openOrders: ['0x1'] })
  expect(await rulesBrokenBy(evidence)).toEqual(['orders-left-open'])
})

test.each<[string, Evidence['settings']]>([
  ['a position', { maxPositionUsd: 4 }],
  ['a basket', { basketMaxUsd: 10 }],
  ['trades an hour', { maxHourlyTrades: 1 }],
  ['open positions', { maxOpenPositions: 1 }],
  ['dollars in one event', { maxCorrelatedExposureUsd: 10 }],
])('a limit on %s that was passed is seen', async (_name, settings) => {
  expect(await rulesBrokenBy(evidenceOf(basketEvents, { settings }))).toEqual(['limit-exceeded'])
})

test('a journal with a gap is seen', async () => {
  const { journal } = evidenceOf()
  const entries = journal.entries().filter(({ seq }) => seq !== 2)
  const evidence = evidenceOf(basketEvents, { journal: { ...journal, entries: () => entries } })
  expect(await rulesBrokenBy(evidence)).toContain('journal-broken')
})
