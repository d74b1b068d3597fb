// Finds the wallets that know something, from trades alone: nobody is configured, and we check against what was planted.
import assert from 'node:assert/strict'
import { eventId, marketId, size, timeMs, usd, type WalletActivity } from '@bot/core'
import { createPopulation, type PlantedBet } from '@bot/sim'
import { assessWallets, createPromotions, createWhaleTracker } from '@bot/whale-tracker'

const { bets, wallets } = createPopulation({ seed: 3, wallets: 600, skilled: 0.04, edges: [0.15] })
const rowOf = (bet: PlantedBet, number: number): WalletActivity => ({
  kind: 'trade',
  wallet: bet.wallet,
  at: timeMs(bet.firstAt),
  market: marketId(bet.market),
  event: eventId(bet.event),
  outcomeIndex: bet.outcomeIndex,
  side: 'buy',
  transaction: `0x${number}`,
  exchanged: { size: size(bet.shares), notional: usd(bet.cost) },
})

// 1. Discovery: every trade of every market comes in, and how the markets ended.
const tracker = createWhaleTracker()
tracker.observeAll(bets.map(rowOf))
for (const { market, event, category, outcomeIndex, payout } of bets) {
  tracker.describe({ market: marketId(market), event: eventId(event), category })
  const first = (outcomeIndex === 0) === payout > 0 ? 1_000_000 : 0
  tracker.resolve({ market: marketId(market), payouts: [first, 1_000_000 - first] })
}

// 2. Skill: everyone at once, without those who have no opinion of their own.
const labels = tracker.labels()
const report = assessWallets({ bets: tracker.allBets(), labels })

// 3. Promotion: who is found at a false-discovery rate of 5 %.
const promotions = createPromotions()
const now = timeMs(Math.max(...bets.map(({ firstAt }) => firstAt)))
const lastAt = (wallet: string) => tracker.profile(wallet)?.lastAt
const promoted = promotions.judge(report, lastAt, now)

const skilled = new Set(wallets.filter(({ edge }) => edge > 0).map(({ wallet }) => wallet))
const luckyOf = (found: readonly Readonly<{ wallet: string }>[]): number =>
  found.filter(({ wallet }) => !skilled.has(wallet)).length
const winners = report.wallets.filter(({ firstSystem }) => firstSystem.passes)
const { length: seen } = report.wallets
console.log(`${seen} wallets, ${labels.size} labelled, ${report.assessed} assessed`)
console.log(`win rate of 65 % over 10 bets: ${winners.length} wallets, ${luckyOf(winners)} lucky`)
console.log(`evidence: ${promoted.length} wallets, ${luckyOf(promoted)} lucky`)
for (const { wallet, reason } of promoted.slice(0, 3))
  console.log(`  ${wallet.slice(-4)}: ${reason}`)
assert(promoted.length >= 3 && luckyOf(promoted) === 0, 'what is promoted was planted')
assert(luckyOf(winners) > 50, 'what wins often is mostly lucky')
