import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { deriveRelations, type Literal, type Relation } from '@bot/arbitrage'
import type { MarketFacts } from '@bot/core'
import { parseGammaMarket } from '@bot/polymarket'
import { expect, test } from 'vitest'

const data = process.env['BOT_DATA_DIR'] ?? join(import.meta.dirname, '../../shared/data')
const files = ['markets-2026-02', 'markets-2020-2021-legacy', 'markets-active-2026-02-08'].map(
  (name) => join(data, `gamma/${name}.json.gz`),
)

const readMarkets = (path: string): readonly MarketFacts[] => {
  const text = gunzipSync(readFileSync(path))
    .toString('utf8')
    .replace(/^\uFEFF/, '')
  const page: unknown = JSON.parse(text)
  const raws: unknown[] = Array.isArray(page) ? page : Object.values(page as object).flat()
  return raws.flatMap((raw: unknown) => {
    const parsed = parseGammaMarket(raw)
    return 'facts' in parsed ? [parsed.facts] : []
  })
}

/** Whether an outcome won, as the venue recorded it; `undefined` while that is not known. */
const won = (markets: readonly MarketFacts[], literal: Literal): boolean | undefined => {
  const resolution = markets.find(({ id }) => id === literal.market)?.resolution
  if (resolution?.state !== 'resolved') return undefined
  const paid = resolution.payouts[literal.outcome]
  return paid === 1 ? true : paid === 0 ? false : undefined
}

/** What recorded results say of a relation: 'broken' when they contradict it. */
const judge = (relation: Relation, markets: readonly MarketFacts[]): 'held' | 'broken' | 'open' => {
  if (relation.kind === 'ladder') {
    const results = relation.steps.map((step) => won(markets, step))
    const first = results.indexOf(true)
    if (first >= 0 && results.slice(first).includes(false)) return 'broken'
    return results.filter((result) => result !== undefined).length > 1 ? 'held' : 'open'
  }
  if (relation.kind !== 'exclusion' && relation.kind !== 'exhaustion') return 'open'
  const results = relation.of.map((each) => won(markets, each))
  if (relation.kind === 'exclusion') {
    if (results.filter((result) => result === true).length > 1) return 'broken'
  } else if (results.every((result) => result === false)) return 'broken'
  return results.filter((result) => result !== undefined).length > 1 ? 'held' : 'open'
}

const isHere = files.every((path) => existsSync(path))

test.skipIf(!isHere)(
  isHere
    ? 'no relation that is derived from real markets is contradicted by what was recorded'
    : `no relation is contradicted by what was recorded (skipped: no ${files[0]})`,
  () => {
    const markets = files.flatMap(readMarkets)
    expect(markets.length).toBeGreaterThan(1_000)
    const relations = deriveRelations(markets)
    const verdicts = relations.map((relation) => [relation.id, judge(relation, markets)] as const)
    expect(verdicts.filter(([, verdict]) => verdict === 'broken')).toEqual([])
    expect(verdicts.filter(([, verdict]) => verdict === 'held').length).toBeGreaterThan(2)
    const ladders = relations.filter(({ kind }) => kind === 'ladder')
    expect(ladders.length).toBeGreaterThan(3)
    for (const { rule } of ladders)
      expect(['threshold-ladder', 'date-ladder', 'game-total']).toContain(rule)
  },
)
