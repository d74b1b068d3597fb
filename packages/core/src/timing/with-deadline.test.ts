import { expect, test } from 'vitest'
import { createManualClock } from '../testing/manual-clock.js'
import { withDeadline } from './with-deadline.js'

const never = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))))
const setUp = () => {
  const clock = createManualClock()
  const controller = new AbortController()
  const deadline = { clock, timeoutMs: 1_000, signal: controller.signal, path: '/book' }
  return { clock, controller, deadline }
}

test('a task in time keeps its result, and no timer is left', async () => {
  const { clock, deadline } = setUp()
  expect(await withDeadline(deadline, async () => 'book')).toBe('book')
  expect(clock.pending()).toBe(0)
})

test('a task that takes too long is stopped and named', async () => {
  const { clock, deadline } = setUp()
  const result = withDeadline(deadline, never)
  const failed = expect(result).rejects.toMatchObject({
    code: 'request-timed-out',
    context: { path: '/book', timeoutMs: 1_000 },
  })
  await clock.advanceAsync(1_000)
  await failed
})

test('the caller stops it, also before it began', async () => {
  const { controller, deadline, clock } = setUp()
  const result = withDeadline(deadline, never)
  controller.abort()
  await expect(result).rejects.toMatchObject({ code: 'aborted' })
  const asked = withDeadline(deadline, async (signal) => {
    if (signal.aborted) throw new Error('stopped')
  })
  await expect(asked).rejects.toMatchObject({ code: 'aborted' })
  expect(clock.pending()).toBe(0)
})

test('what the task throws comes through', async () => {
  const { deadline } = setUp()
  const broken = withDeadline(deadline, async () => {
    throw new Error('no route')
  })
  await expect(broken).rejects.toThrow('no route')
})
