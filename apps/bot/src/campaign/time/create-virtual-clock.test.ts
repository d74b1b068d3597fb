import { createSeededRandom, timeMs } from '@bot/core'
import { expect, test } from 'vitest'
import { createVirtualClock } from './create-virtual-clock.js'

test('runs what falls due in the order of its time, each at its own time, and stands where it was told', async () => {
  const clock = createVirtualClock(timeMs(1_000))
  const random = createSeededRandom(1)
  const due = Array.from({ length: 300 }, () => Math.floor(random() * 500))
  const ran: number[] = []
  for (const delay of due) clock.after(delay, () => void ran.push(clock.now() - 1_000))
  await clock.pass(400)
  expect(ran).toEqual(due.filter((delay) => delay <= 400).sort((a, b) => a - b))
  expect(clock.now()).toBe(1_400)
})

test('timers of one moment run in the order in which they were set', async () => {
  const clock = createVirtualClock(timeMs(0))
  const ran: number[] = []
  for (const index of [1, 2, 3, 4, 5]) clock.after(10, () => void ran.push(index))
  await clock.pass(10)
  expect(ran).toEqual([1, 2, 3, 4, 5])
})

test('a cancelled timer never runs', async () => {
  const clock = createVirtualClock(timeMs(0))
  let ran = false
  clock.after(5, () => {
    ran = true
  })()
  await clock.pass(10)
  expect(ran).toBe(false)
})

test('long chains of promises come to rest before time goes on', async () => {
  const clock = createVirtualClock(timeMs(0))
  const seen: number[] = []
  clock.after(10, async () => {
    for (let hop = 0; hop < 500; hop++) await Promise.resolve()
    seen.push(clock.now())
    clock.after(0, () => void seen.push(clock.now()))
  })
  clock.after(11, () => void seen.push(clock.now()))
  await clock.pass(20)
  expect(seen).toEqual([10, 10, 11])
})
