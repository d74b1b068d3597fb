import { timeMs } from '@bot/core'
import { expect, test } from 'vitest'
import type { SkillEvidence, SkillReport, WalletSkill } from '../skill/assess-wallets.js'
import { createPromotions } from './create-promotions.js'

const NOW = timeMs(1_700_000_000_000)
const DAY = 86_400_000
const part = { events: 30, bets: 60, edge: 0.05, standardError: 0.01 }

const skillOf = (wallet: string, q: number, change: Partial<SkillEvidence> = {}): WalletSkill => ({
  wallet,
  standing: 'assessed',
  reason: '120 bets in 60 events',
  bets: 120,
  hedged: 0,
  truncated: 0,
  events: 60,
  exits: { shares: 0, gainPerShare: undefined },
  firstSystem: { bets: 120, wins: 72, winRate: 0.6, passes: false },
  evidence: {
    edge: 0.08,
    plainEdge: 0.07,
    luck: 0.02,
    posterior: { mean: 0.05, low: 0.01, high: 0.09, skilled: 0.99 },
    chance: 0.0001,
    q,
    categories: [],
    decay: { earlier: part, later: part, change: 0, changeError: 0.02, fading: false },
    ...change,
  },
})

const withheld = (wallet: string): WalletSkill => {
  const { evidence: _, ...rest } = skillOf(wallet, 1)
  return { ...rest, standing: 'withheld', reason: '1 of 10 events' }
}

const reportOf = (...wallets: readonly WalletSkill[]): SkillReport => ({
  wallets,
  prior: { centre: 0, spreads: [0], weights: [1] },
  together: 1,
  assessed: wallets.length,
})

test('evidence promotes, and what lies between both bars changes nothing', () => {
  const promotions = createPromotions()
  const judge = (q: number) => promotions.judge(reportOf(skillOf('a', q)), () => NOW, NOW)
  expect(judge(0.1)).toEqual([])
  expect(judge(0.04)).toMatchObject([
    { wallet: 'a', status: 'promoted', evidence: { q: 0.04, bets: 120, events: 60, low: 0.01 } },
  ])
  expect(judge(0.1)).toEqual([])
  expect(promotions.stats()).toEqual({ discovered_whales: 1, active_whales: 1 })
  expect(judge(0.2)).toMatchObject([{ status: 'demoted', reason: 'q 0.200 above 0.15' }])
  expect(judge(0.1)).toEqual([])
  expect(promotions.stats()).toEqual({ discovered_whales: 1, active_whales: 0 })
})

test('idle, faded, withheld and vanished wallets leave, each with its reason', () => {
  const promoted = () => {
    const promotions = createPromotions()
    promotions.judge(reportOf(skillOf('a', 0.01)), () => NOW, NOW)
    return promotions
  }
  const reasonOf = (skill: readonly WalletSkill[], lastAt: number | undefined, now = NOW) =>
    promoted()
      .judge(reportOf(...skill), () => (lastAt === undefined ? undefined : timeMs(lastAt)), now)
      .map(({ status, reason }) => `${status}: ${reason}`)
  const faded = { earlier: part, later: { ...part, edge: -0.01 } }
  const decay = { ...faded, change: -0.06, changeError: 0.02, fading: true }
  expect(reasonOf([skillOf('a', 0.01)], NOW, timeMs(NOW + 7 * DAY))).toEqual([])
  expect(reasonOf([skillOf('a', 0.01)], NOW, timeMs(NOW + 7 * DAY + 1))).toEqual([
    'demoted: idle for more than 7 days',
  ])
  expect(reasonOf([skillOf('a', 0.01, { decay })], NOW)).toEqual([
    'demoted: its edge faded from 5.0 cents to -1.0 cents',
  ])
  expect(reasonOf([withheld('a')], NOW)).toEqual(['demoted: 1 of 10 events'])
  expect(reasonOf([skillOf('a', 0.01, { plainEdge: -0.01 })], NOW)).toEqual([
    'demoted: edge of -1.0 cents after fees',
  ])
  expect(reasonOf([], NOW)).toEqual(['demoted: 0 resolved bets'])
  expect(reasonOf([], undefined)).toEqual(['demoted: no longer known'])
})

test('a snapshot keeps who is promoted', () => {
  const first = createPromotions()
  first.judge(reportOf(skillOf('a', 0.01), withheld('b')), () => NOW, NOW)
  const again = createPromotions({ snapshot: JSON.parse(JSON.stringify(first.snapshot())) })
  expect(again.promoted()).toMatchObject([{ wallet: 'a', status: 'promoted' }])
  expect(again.stats()).toEqual(first.stats())
  expect(again.judge(reportOf(skillOf('a', 0.1)), () => NOW, NOW)).toEqual([])
})
