import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { classifySet } from '@bot/arbitrage'
import type { MarketFacts } from '@bot/core'
import { parseGammaEvent } from '@bot/polymarket'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { markdownTable } from './fixtures/markdown-table.js'

const data = process.env['BOT_DATA_DIR'] ?? join(import.meta.dirname, '../../shared/data')
const weather = join(data, 'weather/gamma-events-negrisk.json.gz')
const page = join(import.meta.dirname, '../docs/results/arbitrage-weather.md')

const rawEvent = z.object({ title: z.string(), description: z.string() })
const COUNT = /\bhow many\b/i
const REFUNDS = /50-50|\bvoid\b|resolve to ["“]other/i

type Classified = Readonly<{
  title: string
  markets: readonly MarketFacts[]
  isNegRisk: boolean
  exclusive: boolean
  exhaustive: boolean
  why: string
  step: string
  refunds: boolean
}>

/** Ends of one label that are starts of the next ("14.2-14.4", "14.4-14.6"): then no step is needed. */
const labelsTouch = (labels: readonly string[]): boolean => {
  const numbers = labels.flatMap((label) => label.match(/\d+(?:\.\d+)?/g) ?? []).map(Number)
  return numbers.length > 2 && new Set(numbers).size === numbers.length / 2
}

/** What makes the step between two closed labels ("46-47", "48-49") no hole. */
const stepOf = (title: string, rules: string, labels: readonly string[]): string => {
  if (COUNT.test(title)) return 'a count'
  if (labels.some((label) => /^\d+(?:th)? or lower$/.test(label))) return 'places'
  if (labelsTouch(labels)) return 'labels touch'
  if (/whole degrees/i.test(rules)) return 'whole degrees'
  return /in 0\.01 degrees/i.test(rules) ? '0.01 degrees' : 'not named'
}

const classifyAll = (): Classified[] => {
  const raws = JSON.parse(gunzipSync(readFileSync(weather)).toString('utf8')) as unknown[]
  return raws.map((raw) => {
    const { title, description } = rawEvent.parse(raw)
    const parsed = parseGammaEvent(raw)
    if (!('event' in parsed)) throw new Error(`${title}: ${parsed.rejected}`)
    const { markets, negRisk } = parsed.event
    const set = classifySet(markets)
    const single = markets.length === 1
    return {
      title,
      markets,
      isNegRisk: negRisk === true,
      ...set,
      why: single ? 'one market: its two outcomes are the set' : set.why,
      step: stepOf(
        title,
        description,
        markets.map(({ label }) => label),
      ),
      refunds: REFUNDS.test(description),
    }
  })
}

const yes = (value: boolean): string => (value ? 'yes' : 'no')
const countOf = (sets: readonly Classified[], is: (set: Classified) => boolean): number =>
  sets.filter(is).length

const render = (sets: readonly Classified[]): string => {
  const groups = sets.filter(({ isNegRisk }) => isNegRisk)
  const others = sets.filter(({ isNegRisk }) => !isNegRisk)
  const facts = groups.flatMap(({ markets }) => markets).map(({ negRisk }) => negRisk)
  const augmented = facts.filter(
    (negRisk) => typeof negRisk === 'object' && negRisk.augmented,
  ).length
  const unnamed = facts.filter(
    (negRisk) => typeof negRisk === 'object' && negRisk.role !== 'named',
  ).length
  return `# Weather events: which sets are exclusive, which exhaustive

Made by \`tests/arbitrage-real-weather.test.ts\` from a listing of 2026-02-09; \`vitest run -u\` on that file writes it again.

${sets.length} events with ${sets.flatMap(({ markets }) => markets).length} markets; ${groups.length} are negRisk groups.
In this listing ${augmented} of the ${facts.length} markets of groups say that their group is augmented, and ${unnamed} are an
"Other" or a placeholder.

- **Exclusive** (at most one outcome wins): all ${countOf(groups, ({ exclusive }) => exclusive)} groups, because the
  contract of a negRisk group lets one outcome win. It is enough for selling: Σ bid(YES) > 1.
- **Exhaustive** (at least one outcome wins): ${countOf(groups, ({ exhaustive }) => exhaustive)} groups, because their labels
  leave no value out. Only these may be bought: Σ ask(YES) < 1. ${countOf(groups, ({ step }) => step === 'places')} of them name places of a
  ranking, where "4th or lower" means a larger number; their rules give a tie the better place.
- "46-47" and "48-49" leave nothing between them only where the value has that step. The classifier takes the step from
  the labels; the last column says what confirms it here: the rules name the precision, the value is a count or a
  place, or the labels touch and no step is needed. ${countOf(groups, ({ exhaustive, step }) => exhaustive && step === 'not named')} exhaustive groups lack it.
- ${countOf(sets, ({ refunds }) => refunds)} rules speak of 50-50, of voiding, or of an outcome "Other".

## The ${groups.length} groups

${markdownTable([
  ['Event', 'Markets', 'Exclusive', 'Exhaustive', 'Why', 'Step'],
  ...groups.map(({ title, markets, exclusive, exhaustive, why, step }) => [
    title,
    markets.length,
    yes(exclusive),
    yes(exhaustive),
    why,
    step,
  ]),
])}

## The ${others.length} other events

Nothing is summed here; the two outcomes of one market are another kind.

${markdownTable([
  ['Event', 'Markets', 'Why'],
  ...others.map(({ title, markets, why }) => [title, markets.length, why]),
])}
`
}

test('each of 63 weather events is classified, with the reason', async (context) => {
  if (!existsSync(weather)) return context.skip(`no weather events at ${weather}`)
  const sets = classifyAll()
  const groups = sets.filter(({ isNegRisk }) => isNegRisk)
  expect([sets.length, groups.length]).toEqual([63, 48])
  expect(sets.flatMap(({ markets }) => markets)).toHaveLength(341)
  expect(groups.every(({ exclusive }) => exclusive)).toBe(true)
  expect(countOf(groups, ({ exhaustive }) => exhaustive)).toBe(48)
  expect(groups.filter(({ exhaustive, step }) => exhaustive && step === 'not named')).toEqual([])
  expect(sets.filter(({ isNegRisk, exhaustive }) => !isNegRisk && exhaustive)).toEqual([])
  await expect(render(sets)).toMatchFileSnapshot(page)
})
