import { expect, test } from 'vitest'
import { createSampleStats } from '../server/fixtures/sample-stats.js'
import { renderMetrics } from './metrics.js'

test('every metric has a help text, a type, and the prefix bot_', async () => {
  const { text } = await renderMetrics(createSampleStats().source)
  const named = new Set(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.split(/[ {]/)[0] ?? ''),
  )
  expect(named.size).toBeGreaterThan(30)
  for (const name of named) {
    expect(name).toMatch(/^bot_/)
    expect(text).toMatch(new RegExp(`^# HELP ${name} .{10,}$`, 'm'))
    expect(text).toMatch(new RegExp(`^# TYPE ${name} (counter|gauge)$`, 'm'))
  }
})

test('reading twice counts nothing twice', async () => {
  const { source } = createSampleStats()
  const first = await renderMetrics(source)
  expect((await renderMetrics(source)).text).toBe(first.text)
  expect(first.text).toContain('bot_scans_total 412\n')
})

test('what is not known yet is left out instead of 0', async () => {
  const { source } = createSampleStats()
  const status = source.status()
  const young = {
    ...status,
    scans: { total: 0, lastAt: null, everySeconds: 30, lastMillis: null },
    feed: { ...status.feed, stalenessP50Ms: null, stalenessP99Ms: null, rejected: {} },
    sources: {},
    components: [],
  }
  const funnel = { ...source.funnel(), refusals: [] }
  const { text } = await renderMetrics({ ...source, status: () => young, funnel: () => funnel })
  expect(text).toContain('bot_scans_total 0\n')
  for (const name of ['bot_scan_seconds', 'bot_scan_age_seconds', 'bot_feed_staleness_seconds'])
    expect(text).not.toContain(name)
})

test('a halted bot that is not healthy shows both', async () => {
  const { source } = createSampleStats()
  const status = () => ({ ...source.status(), halted: 'journal-write-failed' })
  const health = () => ({ ...source.health(), ok: false, reasons: ['halted'] })
  const { text } = await renderMetrics({ ...source, status, health })
  expect(text).toContain('bot_halted 1\n')
  expect(text).toContain('bot_healthy 0\n')
})
