// Profiles wallets from public trades: two that win often, and why the win rate alone says little.
import assert from 'node:assert/strict'
import { exchangedFromPrice, formatUsd, marketId, timeMs } from '@bot/core'
import { createWhaleTracker } from '@bot/whale-tracker'

const tracker = createWhaleTracker()
const day = 86_400_000

/** Buys 1,000 shares of YES in twenty markets at a price, and lets the first `wins` of them win. */
const trade = (wallet: string, price: string, wins: number): void => {
  for (let index = 0; index < 20; index++) {
    const market = marketId(`${wallet}-${index}`)
    const at = timeMs(1_700_000_000_000 + index * day)
    tracker.observe({
      kind: 'trade',
      wallet,
      at,
      market,
      outcome: 'Yes',
      outcomeIndex: 0,
      side: 'buy',
      exchanged: exchangedFromPrice('1000', price),
    })
    const payouts = index < wins ? [1_000_000, 0] : [0, 1_000_000]
    tracker.resolve({ market, payouts, outcomes: ['Yes', 'No'] })
  }
}

trade('0xfavourites', '0.95', 19)
trade('0xinformed', '0.4', 13)

const profileOf = (wallet: string) => {
  const profile = tracker.profile(wallet)
  assert(profile?.winRate !== undefined && profile.edge !== undefined)
  const percent = (value: number) => `${Math.round(value * 100)} %`
  const { low, high } = profile.winRateInterval
  console.log(wallet)
  console.log(
    `  won ${percent(profile.winRate)} (95 % interval ${percent(low)} to ${percent(high)})`,
  )
  console.log(
    `  edge over the price paid ${percent(profile.edge)}, realised $${formatUsd(profile.realised)}`,
  )
  console.log(`  labels: ${profile.labels.join(', ') || 'none'}`)
  return { edge: profile.edge, winRate: profile.winRate, labels: profile.labels }
}
const favourites = profileOf('0xfavourites')
const informed = profileOf('0xinformed')
assert(favourites.winRate > informed.winRate, 'the buyer of favourites wins more often')
assert(favourites.edge < 0.01 && informed.edge > 0.2, 'and knows nothing')
assert.deepEqual(favourites.labels, ['favourite-buyer'])
