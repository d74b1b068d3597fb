import { timeMs } from '@bot/core'
import { buildSignal } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { oneMarket } from '../fixtures/one-market.js'
import { createWorld, type Fate } from '../fixtures/world.js'
import { FIRST_SYSTEM_LIMITS } from '../risk/risk-limits.js'
import { createExecutionPolicy } from './create-execution-policy.js'

const enterTwentyTimes = (fate: Fate) => {
  const world = createWorld({
    policy: createExecutionPolicy({ limits: FIRST_SYSTEM_LIMITS }),
    ...oneMarket(),
    fate: () => fate,
  })
  for (let index = 0; index < 20; index++) {
    world.pass(10_000)
    const expiresAt = timeMs(world.now + 60_000)
    world.consider(buildSignal({ strategy: `s${index}`, expiresAt }))
  }
  return world.policy.status(world.view())
}

test('orders that met nothing and were killed stop no entries and take no trade of the hour', () => {
  expect(enterTwentyTimes({ share: 0 })).toMatchObject({ blocked: 'no', tradesThisHour: 0 })
})

test('orders that the venue refused do', () => {
  expect(enterTwentyTimes({ end: 'refused' })).toMatchObject({ blocked: 'order-error-rate' })
})
