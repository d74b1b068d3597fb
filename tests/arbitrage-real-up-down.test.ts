import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { deriveUpDownOutcome, type PriceTick, type UpDownWindow } from '@bot/arbitrage'
import { timeMs } from '@bot/core'
import { expect, test } from 'vitest'

const data = process.env['BOT_DATA_DIR'] ?? join(import.meta.dirname, '../../shared/data')
const folder = join(data, 'crypto5m')

type Recorded = Readonly<{
  slug: string
  start_sec: number
  end_sec: number
  outcome_prices: readonly string[]
  strike_value: string | null
}>

const linesOf = (name: string): string[] =>
  gunzipSync(readFileSync(join(folder, name)))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')

const readTicks = (): PriceTick[] =>
  linesOf('BTCUSD-prices-2026-06-08.csv.gz')
    .slice(1)
    .map((line) => {
      const [at, , exact] = line.split(',')
      return { at: timeMs(Number(at)), value: BigInt(exact ?? '') }
    })

/** A market's strike is the feed's price at its start, so it says as well how the market before it ended. */
const withStrikes = (ticks: readonly PriceTick[], markets: readonly Recorded[]): PriceTick[] =>
  [
    ...ticks,
    ...markets.flatMap(({ start_sec: start, strike_value: strike }) =>
      strike === null ? [] : [{ at: timeMs(start * 1_000), value: BigInt(strike) }],
    ),
  ].sort((a, b) => a.at - b.at)

const windowOf = (market: Recorded): UpDownWindow => ({
  startsAt: timeMs(market.start_sec * 1_000),
  endsAt: timeMs(market.end_sec * 1_000),
  ...(market.strike_value === null ? {} : { strike: BigInt(market.strike_value) }),
})

const recordedOutcome = ({ outcome_prices: [up] }: Recorded) => (up === '1' ? 'up' : 'down')

const MINUTES_3 = 180_000

test('ticks and strikes give the recorded outcome of 291 of 292 BTC markets; one lies after the last tick', (context) => {
  if (!existsSync(folder)) return context.skip(`no recorded BTC markets in ${folder}`)
  const feed = readTicks()
  const markets = linesOf('BTC-5m-markets-2026-06-08.jsonl.gz').map(
    (line) => JSON.parse(line) as Recorded,
  )
  expect(markets).toHaveLength(292)
  const ticks = withStrikes(feed, markets)
  const tally: Record<string, number> = {}
  const left: string[] = []
  for (const market of markets) {
    const derived = deriveUpDownOutcome(windowOf(market), ticks, MINUTES_3)
    if ('outcome' in derived) expect(derived.outcome, market.slug).toBe(recordedOutcome(market))
    else left.push(`${market.slug}: ${derived.refused}`)
    const key = 'outcome' in derived ? derived.proof : derived.refused
    tally[key] = (tally[key] ?? 0) + 1
  }
  // Four instants have no tick: each ends one market and starts the next, which has no strike for the same reason.
  expect(tally).toEqual({ exact: 283, bracketed: 8, 'no-tick-at-end': 1 })
  expect(left).toEqual(['btc-updown-5m-1780963800: no-tick-at-end'])
  // Its window begins ten minutes after the last tick, and no later market's strike tells its end.
  expect(feed.at(-1)?.at).toBeLessThan(1_780_963_800_000)
}, 60_000)
