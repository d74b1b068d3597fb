import { timeMs } from '@bot/core'
import { expect, test } from 'vitest'
import { answer, type VenueAnswer } from '../http/venue-answer.js'
import { serverRules } from '../server-rules.js'
import { createSignerLimits, type SignerLimits, type Spending } from './signer-limits.js'
import { SIGNER_TIERS } from './signer-tiers.js'

const ALICE = `0x${'a'.repeat(40)}`

const limitsIn = (
  signerLimits: 'off' | 'warn' | 'enforce',
  signerTiers: Record<string, string> = {},
): SignerLimits => createSignerLimits(serverRules({ signerLimits, signerTiers }))

const spend = (limits: SignerLimits, parts: Partial<Spending>): Promise<VenueAnswer> =>
  limits.spend({ address: ALICE, bucket: 'order', cost: 1, at: timeMs(0), ...parts }, () =>
    answer('done'),
  )

test('refuses what a bucket does not hold, all of it, and says when to come back', async () => {
  const limits = limitsIn('enforce')
  expect(await spend(limits, { cost: 50 })).toMatchObject({
    status: 200,
    headers: {
      'poly-ratelimit-remaining': '10',
      'poly-ratelimit-reset': '0',
      'poly-ratelimit-tier': 'standard',
    },
  })
  expect(await spend(limits, { cost: 15 })).toMatchObject({
    status: 429,
    body: { error: 'Too Many Requests', retry_after_seconds: 1 },
    headers: { 'retry-after': '1', 'poly-ratelimit-remaining': '10' },
  })
  expect((await spend(limits, { cost: 10 })).status).toBe(200)
  expect((await spend(limits, { at: timeMs(24) })).status).toBe(429)
  expect((await spend(limits, { at: timeMs(25) })).status).toBe(200)
  expect((await spend(limits, { address: `0x${'b'.repeat(40)}` })).status).toBe(200)
})

test('never lets through what is above the burst, whatever the wait', async () => {
  const limits = limitsIn('enforce')
  for (const at of [0, 60_000]) {
    const refused = await spend(limits, { bucket: 'cancel', cost: 201, at: timeMs(at) })
    expect(refused.status).toBe(429)
    expect(refused.headers?.['poly-ratelimit-remaining']).toBe('120')
  }
})

test('lets cancels of tiers up to Gold run into debt, and others not', async () => {
  const platinum = `0x${'c'.repeat(40)}`
  const limits = limitsIn('enforce', { [platinum]: 'Platinum' })
  const cancel = (address: string, cost: number, at = 0) =>
    spend(limits, { address, bucket: 'cancel', cost, at: timeMs(at) })
  await cancel(ALICE, 119)
  expect(await cancel(ALICE, 81)).toMatchObject({
    status: 200,
    headers: { 'poly-ratelimit-remaining': '-80', 'poly-ratelimit-reset': '1' },
  })
  expect((await cancel(ALICE, 1, 1_012)).status).toBe(429)
  expect((await cancel(ALICE, 1, 1_013)).status).toBe(200)
  await cancel(platinum, 1_349)
  expect((await cancel(platinum, 2)).status).toBe(429)
})

test('only warns, or says nothing, where it is not enforced', async () => {
  const warning = limitsIn('warn')
  await spend(warning, { cost: 60 })
  expect(await spend(warning, {})).toMatchObject({
    status: 200,
    headers: { 'poly-ratelimit-warning': 'true', 'poly-ratelimit-remaining': '0' },
  })
  expect((await spend(limitsIn('off'), { cost: 1_000 })).headers).toBeUndefined()
})

test('knows eight tiers that grow, and refuses a ninth', () => {
  expect(SIGNER_TIERS.map((tier) => tier.name)).toEqual([
    'Standard',
    'Copper',
    'Bronze',
    'Silver',
    'Gold',
    'Platinum',
    'Diamond',
    'Elite',
  ])
  const rates = SIGNER_TIERS.map((tier) => tier.order.perSecond)
  expect(rates).toEqual([...rates].sort((a, b) => a - b))
  expect(() => limitsIn('warn', { [ALICE]: 'Wood' })).toThrow(/Expected a tier of Standard/)
})
