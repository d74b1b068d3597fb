import { createManualClock } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { keptLog } from '../fixtures/ticks.js'
import { startComponent } from './component.js'

type Task = Parameters<typeof startComponent>[0]['task']

const started = (task: Task, clock = createManualClock()) => {
  const kept = keptLog()
  const component = startComponent({ name: 'part', everyMs: 1_000, clock, log: kept.log, task })
  return { clock, component, ...kept }
}

test('its task runs at once and then at every interval', async () => {
  let runs = 0
  const { clock, component } = started(() => `run ${++runs}`)
  await clock.advanceAsync(0)
  expect(component.state()).toEqual({ name: 'part', state: 'running', detail: 'run 1' })
  await clock.advanceAsync(3_000)
  expect(runs).toBe(4)
})

test('a task that takes longer than the interval never runs twice at a time', async () => {
  let running = 0
  let most = 0
  let runs = 0
  const clock = createManualClock()
  const { component } = started(async () => {
    runs += 1
    running += 1
    most = Math.max(most, running)
    await new Promise<void>((resolve) => void clock.after(2_500, resolve))
    running -= 1
    return undefined
  }, clock)
  for (let second = 0; second < 10; second++) {
    component.nudge()
    await clock.advanceAsync(1_000)
  }
  expect(most).toBe(1)
  expect(runs).toBeGreaterThan(2)
})

test('a task that fails is told once, tried again, and told when it works again', async () => {
  let works = false
  const { clock, component, messages } = started(() => {
    if (!works) throw new Error('no luck')
    return 'fine'
  })
  await clock.advanceAsync(3_000)
  expect(component.state()).toEqual({ name: 'part', state: 'failed', detail: 'no luck' })
  works = true
  await clock.advanceAsync(1_000)
  expect(component.state()).toEqual({ name: 'part', state: 'running', detail: 'fine' })
  expect(messages()).toEqual(['part failed: no luck', 'part works again'])
})

test('a nudge runs it now and moves the next turn', async () => {
  let runs = 0
  const { clock, component } = started(() => String(++runs))
  await clock.advanceAsync(900)
  component.nudge()
  await clock.advanceAsync(900)
  expect(runs).toBe(2)
  await clock.advanceAsync(100)
  expect(runs).toBe(3)
})

test('stopping aborts what runs, waits for it, and leaves no timer', async () => {
  let aborted = false
  const { clock, component } = started(
    (signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          aborted = true
          reject(new Error('aborted'))
        })
      }),
  )
  await component.stop()
  expect([aborted, clock.pending()]).toEqual([true, 0])
  expect(component.state().state).toBe('running')
  component.nudge()
  await clock.advanceAsync(5_000)
  expect(clock.pending()).toBe(0)
})
