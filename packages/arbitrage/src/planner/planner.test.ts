import { type MarketFacts, marketId, parseSize, parseUsd, timeMs, type Usd } from '@bot/core'
import { buildMarket } from '@bot/core/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Certificate } from '../certificate/certificate.js'
import { type Holding, planReleases } from './plan-releases.js'
import { rankCertificates } from './rank-certificates.js'

const NOW = timeMs(1_700_000_000_000)
const DAY = 86_400_000
const certificate = (
  subject: string,
  capital: string,
  profit: string,
  parts: Partial<Certificate> = {},
): Certificate =>
  ({
    ...{ subject, capital: parseUsd(capital), worstProfit: parseUsd(profit) },
    ...{ release: 'on-settlement', legs: [{ market: marketId(subject) }] },
    ...parts,
  }) as Certificate
const until = (days: number): Partial<Certificate> => ({
  release: 'at-resolution',
  lockedUntil: timeMs(NOW + days * DAY),
})
const rank = (certificates: readonly Certificate[], cash: string) =>
  rankCertificates(certificates, { now: NOW, cash: parseUsd(cash) }).map(
    ({ certificate: { subject }, chosen, reason }) => [subject, chosen, reason],
  )

test('what is back at once goes before a greater profit that is locked for long', () => {
  const certificates = [
    certificate('month', '50', '5', until(30)),
    certificate('merge', '50', '1'),
    certificate('day', '50', '2', until(1)),
  ]
  expect(rank(certificates, '100')).toEqual([
    ['merge', true, 'best-yield'],
    ['day', true, 'fits'],
    ['month', false, 'cash-used-better'],
  ])
})

test('a smaller one that still fits is taken, one of the same market is not, and an unknown end comes last', () => {
  const certificates = [
    certificate('unknown', '10', '9', { release: 'at-resolution' }),
    certificate('great', '90', '9', until(1)),
    certificate('good', '50', '4', until(1)),
    certificate('great', '5', '0.1', until(1)),
  ]
  expect(rank(certificates, '100')).toEqual([
    ['great', true, 'best-yield'],
    ['good', false, 'cash-used-better'],
    ['great', false, 'same-market-taken'],
    ['unknown', true, 'fits'],
  ])
})

test('a yield is what a locked dollar earns a day, and a risk counts with what is expected', () => {
  const risk = { expectedProfit: parseUsd('1') } as NonNullable<Certificate['risk']>
  const [first] = rankCertificates([certificate('a', '50', '-50', { ...until(2), risk })], {
    now: NOW,
    cash: parseUsd('50'),
  })
  expect(first).toMatchObject({ lockedDays: 2, yieldPerDay: 0.01 })
})

test('the chosen ones never cost more than the cash', () => {
  const any = fc.record({
    capital: fc.integer({ min: 1, max: 1e8 }),
    profit: fc.integer({ min: 0, max: 1e7 }),
  })
  fc.assert(
    fc.property(fc.array(any, { maxLength: 20 }), fc.integer({ min: 0, max: 2e8 }), (all, cash) => {
      const certificates = all.map(({ capital, profit }, index) =>
        certificate(`m${index}`, '1', '1', { capital: capital as Usd, worstProfit: profit as Usd }),
      )
      const chosen = rankCertificates(certificates, { now: NOW, cash: cash as Usd }).filter(
        (each) => each.chosen,
      )
      expect(chosen.reduce((sum, each) => sum + each.certificate.capital, 0)).toBeLessThanOrEqual(
        cash,
      )
    }),
  )
})

const member = (name: string, parts: Partial<MarketFacts> = {}): MarketFacts =>
  buildMarket(name, {
    negRisk: { group: 'g', augmented: false, role: 'named', feeBips: 0 },
    ...parts,
  })
const hold = (market: string, outcome: 0 | 1, shares: string): Holding => ({
  market: marketId(market),
  outcome,
  shares: parseSize(shares),
})

test('pairs are merged, the NO that is left is converted, winners are redeemed', () => {
  const won = { state: 'resolved', payouts: [1_000_000, 0] } as const
  const markets = [member('a'), member('b'), buildMarket('over', { resolution: won })]
  const holdings = [
    hold('a', 0, '4'),
    hold('a', 1, '10'),
    hold('b', 1, '5'),
    hold('over', 0, '3'),
    hold('over', 1, '7'),
  ]
  expect(planReleases(holdings, markets)).toMatchObject([
    { reason: 'no-set-held', pays: parseUsd('5'), action: { action: 'convert', group: 'g' } },
    {
      reason: 'pair-held',
      pays: parseUsd('4'),
      action: { action: 'merge', shares: parseSize('4') },
    },
    { reason: 'winner-resolved', pays: parseUsd('3'), action: { action: 'redeem' } },
  ])
})

test('losers, single NOs, markets of no group and placeholders release nothing', () => {
  const lost = { state: 'resolved', payouts: [0, 1_000_000] } as const
  const placeholder = { group: 'g', augmented: true, role: 'placeholder', feeBips: 0 } as const
  const markets = [
    member('a'),
    member('p', { negRisk: placeholder }),
    buildMarket('x'),
    buildMarket('y'),
    buildMarket('over', { resolution: lost }),
  ]
  const holdings = [
    hold('a', 1, '5'),
    hold('p', 1, '5'),
    hold('x', 1, '5'),
    hold('y', 1, '5'),
    hold('over', 0, '5'),
  ]
  expect(planReleases(holdings, markets)).toEqual([])
})

test('the vault takes its fee from what a conversion pays', () => {
  const negRisk = { group: 'g', augmented: false, role: 'named', feeBips: 200 } as const
  const markets = ['a', 'b', 'c'].map((name) => member(name, { negRisk }))
  const plan = planReleases(
    ['a', 'b', 'c'].map((name) => hold(name, 1, '10')),
    markets,
  )
  expect(plan).toMatchObject([{ pays: parseUsd('19.6') }])
})
