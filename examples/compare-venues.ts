// Compares what bookmakers think with what Kalshi asks, without a network: the wire shapes are made here.
import assert from 'node:assert/strict'
import { formatPrice, formatSize, PRICE_ONE, timeMs } from '@bot/core'
import { parseKalshiOrderBook } from '@bot/kalshi'
import { parseOddsEvent } from '@bot/sports'

const outcomes = (home: number, away: number) => [
  { name: 'Home', price: home },
  { name: 'Away', price: away },
]
const bookmaker = (key: string, home: number, away: number) => ({
  key,
  markets: [{ key: 'h2h', outcomes: outcomes(home, away) }],
})
const odds = parseOddsEvent(
  {
    id: 'g1',
    sport_key: 'basketball_nba',
    commence_time: '2026-02-10T00:00:00Z',
    home_team: 'Home',
    away_team: 'Away',
    bookmakers: [bookmaker('a', 1.6, 2.4), bookmaker('b', 1.65, 2.35), bookmaker('c', 3, 3)],
  },
  { format: 'decimal', now: timeMs(Date.UTC(2026, 1, 9)) },
)
assert('odds' in odds)
const home = odds.odds.find(({ outcome }) => outcome === 'Home') ?? assert.fail()
console.log(
  `${home.bookmakers} bookmakers without their margin: ${(home.probability * 100).toFixed(1)} %`,
)
console.log(`left out: ${odds.refused.join(', ')}`)

// Kalshi lists bids only: what is bid for NO is what YES is asked at, mirrored.
const parsed = parseKalshiOrderBook({
  orderbook_fp: {
    yes_dollars: [['0.5500', '100.00']],
    no_dollars: [
      ['0.4200', '250.00'],
      ['0.4300', '40.00'],
    ],
  },
})
assert('book' in parsed)
const [ask] = parsed.book.yes.asks
assert(ask !== undefined)
console.log(`Kalshi asks ${formatPrice(ask.price)} for ${formatSize(ask.size)} contracts`)
const edge = home.probability - ask.price / PRICE_ONE
console.log(`the bookmakers' view is ${(edge * 100).toFixed(1)} cents above it, before fees`)
assert.equal(formatPrice(ask.price), '0.57')
assert(edge > 0.02 && edge < 0.03)
assert.deepEqual(odds.refused, ['below-one'])
