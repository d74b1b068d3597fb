import { expect, test } from 'vitest'
import { createManualClock } from '../testing/manual-clock.js'
import { wait } from './wait.js'

test('resolves when the clock has moved on, and leaves no listener behind', async () => {
  const clock = createManualClock()
  const abort = new AbortController()
  let done = false
  const waiting = wait(clock, 100, abort.signal).then(() => {
    done = true
  })
  await clock.advanceAsync(99)
  expect(done).toBe(false)
  await clock.advanceAsync(1)
  await waiting
  expect(done).toBe(true)
  abort.abort()
})

test('rejects as soon as it is aborted, with the reason as cause, and its timer is gone', async () => {
  const clock = createManualClock()
  const abort = new AbortController()
  const waiting = wait(clock, 100, abort.signal)
  abort.abort('because')
  await expect(waiting).rejects.toMatchObject({ code: 'aborted', cause: 'because' })
  expect(clock.pending()).toBe(0)
})

test('rejects at once when it was aborted before', async () => {
  const clock = createManualClock()
  const waiting = wait(clock, 100, AbortSignal.abort())
  await expect(waiting).rejects.toMatchObject({ code: 'aborted' })
  expect(clock.pending()).toBe(0)
})
