import { expect, test } from 'vitest'
import { drawProcessScenario } from './draw-process-scenario.js'

const scenarios = Array.from({ length: 200 }, (_, seed) => drawProcessScenario(seed))

test('the same seed draws the same scenario, another one another', () => {
  expect(drawProcessScenario(7)).toEqual(scenarios[7])
  expect(drawProcessScenario(8)).not.toEqual(scenarios[7])
})

test('most scenarios have a node to settle through, and room for baskets', () => {
  const settle = scenarios.filter(({ settles }) => settles)
  const roomy = settle.filter(({ settings }) => settings.startingBalance === 2_000)
  expect(settle.length).toBeGreaterThan(150)
  expect(settle.length).toBeLessThan(200)
  expect(roomy.length).toBeGreaterThan(100)
})

test('kills wait for a basket and for an action, at moments in order', () => {
  const strikes = scenarios.flatMap(({ moments }) =>
    moments.flatMap((moment) => (moment.kind === 'crash' ? (moment.during ?? 'any') : [])),
  )
  expect(new Set(strikes)).toEqual(new Set(['basket', 'action', 'any']))
  for (const { moments, troubleMs } of scenarios) {
    const times = moments.map(({ at }) => at)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(Math.max(0, ...times)).toBeLessThan(troubleMs)
  }
})

test('no fault takes longer than a scenario can wait for', () => {
  const faults = scenarios.flatMap(({ moments }) =>
    moments.flatMap((moment) => (moment.kind === 'fault' ? [moment.fault] : [])),
  )
  expect(faults.length).toBeGreaterThan(1_000)
  for (const { mode, forMs } of faults) {
    expect(mode).not.toBe('restarting')
    expect(forMs).toBeLessThanOrEqual(8_000)
  }
})
