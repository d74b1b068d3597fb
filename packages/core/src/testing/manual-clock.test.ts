import { expect, test } from 'vitest'
import { createManualClock, createScaledClock } from './index.js'

test('runs due timers in the order of their time, each at its own time', () => {
  const clock = createManualClock(1_000)
  const ran: (readonly [string, number])[] = []
  clock.after(20, () => void ran.push(['late', clock.now()]))
  clock.after(10, () => void ran.push(['early', clock.now()]))
  clock.after(10, () => void ran.push(['early too', clock.now()]))
  clock.advance(15)
  expect(ran).toEqual([
    ['early', 1_010],
    ['early too', 1_010],
  ])
  expect(clock.now()).toBe(1_015)
  expect(clock.pending()).toBe(1)
  clock.advance(5)
  expect(ran.at(-1)).toEqual(['late', 1_020])
})

test('runs timers that timers set, when they fall due before the end', () => {
  const clock = createManualClock(0)
  const ran: number[] = []
  const tick = (): void => {
    ran.push(clock.now())
    clock.after(10, tick)
  }
  clock.after(10, tick)
  clock.advance(35)
  expect(ran).toEqual([10, 20, 30])
})

test('never runs a timer that was cancelled', () => {
  const clock = createManualClock()
  let ran = false
  clock.after(5, () => {
    ran = true
  })()
  clock.advance(10)
  expect(ran).toBe(false)
  expect(clock.pending()).toBe(0)
})

test('lets promises settle between timers when asked to', async () => {
  const clock = createManualClock(0)
  const ran: number[] = []
  const loop = async (): Promise<void> => {
    for (let i = 0; i < 3; i++) {
      await new Promise<void>((resolve) => void clock.after(10, resolve))
      ran.push(clock.now())
    }
  }
  const done = loop()
  await clock.advanceAsync(30)
  await done
  expect(ran).toEqual([10, 20, 30])
})

test('a scaled clock runs as many times as fast as its base', () => {
  const base = createManualClock(1_000)
  const fast = createScaledClock(base, 60)
  let rang: number | undefined
  fast.after(60_000, () => {
    rang = fast.now()
  })
  base.advance(999)
  expect(rang).toBeUndefined()
  base.advance(1)
  expect(rang).toBe(61_000)
})
