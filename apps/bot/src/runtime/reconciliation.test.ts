import {
  type AccountRead,
  createLedger,
  type Ledger,
  marketId,
  orderId,
  parseSize,
  parseUsd,
  recordEntry,
  timeMs,
  tokenId,
  usd,
} from '@bot/core'
import { buildView } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { stampedOf } from '../fixtures/ticks.js'
import { compareAccount, createReconciliation, type Difference } from './reconciliation.js'

const hold = (ledger: Ledger, owner: string, shares: string): Ledger =>
  recordEntry(
    ledger,
    { owner, token: tokenId('m-yes'), market: marketId('m') },
    {
      id: `e ${owner}`,
      shares: parseSize(shares),
      cash: parseUsd('-1'),
      fee: usd(0),
      settled: 'provisional',
      at: timeMs(1),
    },
  )
const view = buildView({
  ledger: hold(hold(createLedger(parseUsd('100')), 'a', '2'), 'b', '3'),
})
const account = (parts: Partial<AccountRead> = {}): AccountRead => ({
  type: 'account',
  cash: parseUsd('98'),
  open: [],
  holdings: [{ token: tokenId('m-yes'), size: parseSize('5') }],
  ...parts,
})

test('accounts agree when cash, and the shares of all owners together, are the same', () => {
  expect(compareAccount(account(), view)).toEqual([])
})

test('every difference is named with both sides', () => {
  const found = compareAccount(
    account({
      cash: parseUsd('97.5'),
      holdings: [{ token: tokenId('other'), size: parseSize('1') }],
      open: [orderId('0xforeign')],
    }),
    view,
  )
  expect(found).toEqual([
    { what: 'cash', venue: '97.5', ledger: '98' },
    { what: 'shares of other', venue: '1', ledger: '0' },
    { what: 'shares of m-yes', venue: '0', ledger: '5' },
    { what: 'order 0xforeign', venue: 'open', ledger: 'unknown' },
  ])
})

const watching = (busy = false) => {
  const reported: (readonly Difference[])[] = []
  const watch = createReconciliation({
    view: () => view,
    busy: () => busy,
    onMismatch: (differences) => void reported.push(differences),
  })
  return { watch, reported, see: (read: AccountRead) => watch.observe(stampedOf(read)) }
}
const wrong = account({ cash: parseUsd('1') })

test('one difference may be a matter of time; two in a row are a problem, told once', () => {
  const { watch, reported, see } = watching()
  see(wrong)
  expect([watch.problem(), reported.length]).toEqual([undefined, 0])
  see(wrong)
  see(wrong)
  expect(watch.problem()).toBe(
    'foreign activity: the venue and the journal disagree about cash (1 and 98)',
  )
  expect(reported).toHaveLength(1)
})

test('a difference that goes away is forgotten', () => {
  const { watch, reported, see } = watching()
  see(wrong)
  see(account())
  see(wrong)
  expect(reported).toEqual([])
  see(wrong)
  see(account())
  expect(watch.problem()).toBeUndefined()
})

test('while orders are on their way nothing is compared', () => {
  const { watch, reported, see } = watching(true)
  see(wrong)
  see(wrong)
  expect([watch.problem(), reported.length]).toEqual([undefined, 0])
})
