import { readFileSync } from 'node:fs'
import { createSeededRandom } from '@bot/core'
import { createManualClock } from '@bot/core/testing'
import { expect, test } from 'vitest'
import type { Fault } from './fault.js'
import { createFaultBook } from './fault-book.js'
import { FAULT_KINDS, type FaultKind } from './fault-kinds.js'
import { parseFaults } from './parse-faults.js'

const NEEDED: Partial<Record<FaultKind, Partial<Fault>>> = {
  'clock-skew': { skewMs: -5_000 },
  'tick-change': { market: 'rain', tick: '0.001' },
  'trading-mode': { mode: 'post-only' },
}

test.each(Object.entries(FAULT_KINDS))(
  '%s can be set wherever its rule says, and nowhere else',
  (name, { scopes, does }) => {
    const kind = name as FaultKind
    for (const scope of [
      'gamma',
      'clob',
      'data',
      'order',
      'ws',
      'ws-market',
      'ws-user',
      'venue',
    ] as const) {
      const fault = { kind, scope, ...NEEDED[kind] }
      if (scopes.includes(scope)) expect(parseFaults(fault)).toEqual([fault])
      else expect(() => parseFaults(fault)).toThrow(`Expected scope of "${kind}" to be one of`)
    }
    expect(does).toMatch(/^[a-z0-9]/)
  },
)

test.each([
  [{ kind: 'plague' }, /kind: Invalid option: expected one of "refused"\|/],
  [{ kind: 'reset' }, /Expected scope of "reset" to be one of gamma, .*, was none/],
  [{ kind: 'reset', scope: 'ws', often: 1 }, /Unrecognized key: "often"/],
  [{ kind: 'reset', scope: 'ws', probability: 2 }, /probability: Too big: expected .*1/],
  [{ kind: 'reset', scope: 'ws', status: 500 }, /Expected no "status" with "reset"; it takes/],
  [{ kind: 'restart', after: 3 }, /Expected no "after" with "restart"/],
  [{ kind: 'clock-skew' }, /Expected "skewMs" with "clock-skew", was absent/],
  ['nonsense', /expected object/],
])('%j is refused with what was expected', (given, message) => {
  expect(() => parseFaults(given)).toThrow(message)
})

test('lets the first occasions through, starts late and ends', () => {
  const clock = createManualClock()
  const faults = createFaultBook(clock, createSeededRandom(1))
  faults.set({ kind: 'reset', scope: 'clob', after: 2, count: 1 })
  const taken = [1, 2, 3, 4].map(() => faults.take(['clob'], ['reset']) !== undefined)
  expect(taken).toEqual([false, false, true, false])
  faults.set({ kind: 'stall', scope: 'clob', afterMs: 100, forMs: 50 })
  const struck = (): boolean => faults.take(['clob'], ['stall']) !== undefined
  expect(struck()).toBe(false)
  clock.advance(100)
  expect(struck()).toBe(true)
  clock.advance(50)
  expect(struck()).toBe(false)
})

test('strikes a path or a token alone, when it names one', () => {
  const faults = createFaultBook(createManualClock(), createSeededRandom(1))
  faults.set([
    { kind: 'reset', scope: 'clob', path: '/book' },
    { kind: 'lost-frames', scope: 'ws-user', token: '12' },
  ])
  expect(faults.take(['clob'], ['reset'], { path: '/books' })).toBeUndefined()
  expect(faults.take(['clob'], ['reset'], { path: '/book' })).toBeDefined()
  const lost = (text: string): boolean =>
    faults.take(['ws', 'ws-user'], ['lost-frames'], { text }) !== undefined
  expect([lost('{"asset_id":"123"}'), lost('{"asset_id":"12"}')]).toEqual([false, true])
})

test('does not disturb one fault by another: each draws from its own seed', () => {
  const run = (other: readonly Fault[]): readonly boolean[] => {
    const faults = createFaultBook(createManualClock(), createSeededRandom(7))
    faults.set([{ kind: 'reset', scope: 'data', probability: 0.5 }, ...other])
    return Array.from({ length: 40 }, () => {
      faults.take(['gamma'], ['stall'])
      return faults.take(['data'], ['reset']) !== undefined
    })
  }
  expect(run([])).toEqual(run([{ kind: 'stall', scope: 'gamma', probability: 0.5 }]))
})

test('the README lists every kind with what it takes', () => {
  const text = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  for (const [kind, { takes, does }] of Object.entries(FAULT_KINDS)) {
    const named = takes.map((name) => `\`${name}\``).join(', ')
    expect(text).toMatch(new RegExp(`^\\| \`${kind}\` \\| [^|]* \\| ${named} \\| `, 'm'))
    expect(text).toContain(`| ${does} |`)
  }
})
