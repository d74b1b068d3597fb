import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type Arrived, isCrossed, timeMs } from '@bot/core'
import { createMarketStreamProtocol } from '@bot/polymarket'
import { createBookTracker } from '@bot/realtime-feed'
import { describe, expect, test } from 'vitest'

const data = process.env['BOT_DATA_DIR'] ?? join(import.meta.dirname, '../../shared/data')
const folder = join(data, 'recordings')
const missing = !existsSync(folder)
const protocol = createMarketStreamProtocol()

const play = (slug: string) => {
  const tracker = createBookTracker()
  const totals = { frames: 0, rejected: 0, crossed: 0, events: [] as Arrived[] }
  const text = gunzipSync(readFileSync(join(folder, slug, 'frames.jsonl.gz')))
    .toString()
    .trim()
  for (const line of text.split('\n')) {
    const frame = JSON.parse(line) as { t: number; d: unknown }
    const at = timeMs(frame.t)
    const { updates, rejected } = protocol.decodeMessage(frame.d, at)
    totals.frames += 1
    totals.rejected += rejected.length
    const events = tracker.apply(updates, at)
    totals.events.push(...events)
    const touched = new Set(
      events.flatMap(({ event }) => ('token' in event && event.token ? [event.token] : [])),
    )
    for (const token of touched) {
      const book = tracker.book(token)
      if (book !== undefined && isCrossed(book)) totals.crossed += 1
    }
  }
  return { ...totals, counters: tracker.counters() }
}

describe.skipIf(missing)(`recorded frames (skipped when ${folder} is missing)`, () => {
  test('all recordings pass through wire code and tracker, the same way twice', () => {
    const slugs = missing ? [] : readdirSync(folder)
    const results = slugs.map(play)
    const sum = (pick: (result: (typeof results)[number]) => number): number =>
      results.reduce((total, result) => total + pick(result), 0)
    expect(sum((one) => one.frames)).toBe(64_768)
    expect(sum((one) => one.rejected)).toBe(0)
    expect(sum((one) => one.counters.snapshots)).toBe(2_121)
    expect(sum((one) => one.counters.deltas)).toBe(62_647)
    expect(sum((one) => one.crossed)).toBe(511)
    expect(sum((one) => one.counters.gaps)).toBe(146)
    const [first] = slugs
    if (first !== undefined) expect(play(first).events).toEqual(results[0]?.events)
  }, 60_000)
})
