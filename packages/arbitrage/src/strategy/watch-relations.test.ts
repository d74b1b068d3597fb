import { type BookView, eventId, type MarketFacts, type MarketId } from '@bot/core'
import { buildBook, buildMarket } from '@bot/core/testing'
import { expect, test } from 'vitest'
import type { Cell, Literal, Relation, RelationClaim } from '../relations/relation.js'
import { createRelationWatch } from './watch-relations.js'

const market = (id: string): MarketFacts => buildMarket(id, { event: eventId(`event-${id}`) })
const [win, reach, third] = [market('win'), market('reach'), market('third')]
const yes = ({ id }: MarketFacts): Literal => ({ market: id, outcome: 0 })

const confirmed = (claim: RelationClaim): Relation => ({
  ...claim,
  id: 'told',
  rule: 'confirmed',
  splits: 'never',
  evidence: { because: 'read', confirmedBy: 'Ada', confirmedAt: '2026-11-20' },
})
const implies = confirmed({ kind: 'implication', premise: yes(win), conclusion: yes(reach) })

const asking = (asks: Readonly<Record<string, string>>) => {
  const books = new Map<string, BookView>(
    Object.entries(asks).map(([token, ask]) => [token, buildBook(token, { asks: [[ask, '9']] })]),
  )
  return (token: string): BookView | undefined => books.get(token)
}
const lookup =
  (...known: readonly MarketFacts[]) =>
  (id: MarketId): MarketFacts | undefined =>
    known.find((each) => each.id === id)

test('a confirmed implication over two events is seen with either of them: whichever book changes last', () => {
  const watch = createRelationWatch([implies])
  const books = asking({ 'win-no': '0.4', 'reach-yes': '0.5' })
  expect(watch([win], books, lookup(win, reach))).toEqual({
    relations: [implies],
    markets: [win, reach],
    topSum: 9_000,
  })
  expect(watch([reach], books, lookup(win, reach))).toMatchObject({
    ...{ relations: [implies], markets: [reach, win], topSum: 9_000 },
  })
  expect(watch([third], books, lookup(win, reach, third))).toBeUndefined()
})

test('without a person nothing is seen, nor at fair prices', () => {
  const cheap = asking({ 'win-no': '0.4', 'reach-yes': '0.5' })
  expect(createRelationWatch()([win], cheap, lookup(win, reach))).toBeUndefined()
  const fair = asking({ 'win-no': '0.5', 'reach-yes': '0.5' })
  expect(createRelationWatch([implies])([win], fair, lookup(win, reach))).toBeUndefined()
})

test('a market that becomes known later is seen from then on', () => {
  const watch = createRelationWatch([implies])
  const books = asking({ 'win-no': '0.4', 'reach-yes': '0.5' })
  const subject = [win]
  expect(watch(subject, books, lookup(win))).toBeUndefined()
  expect(watch(subject, books, lookup(win, reach))?.topSum).toBe(9_000)
})

test('what excludes each other, and what is whole, is seen as well', () => {
  const of = [win, reach, third].map(yes)
  const exclusion = createRelationWatch([confirmed({ kind: 'exclusion', of })])
  const all = lookup(win, reach, third)
  const twoNo = asking({ 'reach-no': '0.4', 'third-no': '0.3' })
  expect(exclusion([win], twoNo, all)?.topSum).toBe(7_000)
  const exhaustion = createRelationWatch([confirmed({ kind: 'exhaustion', of })])
  const three = asking({ 'win-yes': '0.3', 'reach-yes': '0.3', 'third-yes': '0.3' })
  expect(exhaustion([win], three, all)?.topSum).toBe(9_000)
  expect(exhaustion([win], asking({ 'win-yes': '0.3' }), all)).toBeUndefined()
})

test('of intervals those are seen that leave no room between them, and all of them where they cover the line', () => {
  const cell = ({ id }: MarketFacts, low: number | undefined, high: number | undefined): Cell => ({
    ...{ market: id, lowClosed: false, highClosed: true },
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
  })
  const all = lookup(win, reach, third)
  const cells = [cell(win, 4, undefined), cell(reach, 2, undefined), cell(third, undefined, 3)]
  const intervals = createRelationWatch([confirmed({ kind: 'bucket', cells })])
  const seen = (asks: Readonly<Record<string, string>>) =>
    intervals([win], asking(asks), all)?.topSum
  expect(seen({ 'win-no': '0.4', 'reach-yes': '0.5' })).toBe(9_000)
  expect(seen({ 'reach-yes': '0.4', 'third-yes': '0.4' })).toBe(8_000)
  expect(seen({ 'win-no': '0.4', 'third-no': '0.4' })).toBe(8_000)
  expect(seen({ 'win-yes': '0.1', 'third-yes': '0.1' })).toBeUndefined()
  expect(seen({ 'win-yes': '0.1', 'reach-no': '0.1' })).toBeUndefined()
  const parts = [cell(win, 4, undefined), cell(reach, 2, 4), cell(third, undefined, 2)]
  const whole = createRelationWatch([confirmed({ kind: 'bucket', cells: parts })])
  const three = asking({ 'win-yes': '0.3', 'reach-yes': '0.3', 'third-yes': '0.3' })
  expect(whole([win], three, all)?.topSum).toBe(9_000)
})

test('the margins of one game are seen: who covers a spread has won', () => {
  const game = (id: string, question: string, label: string): MarketFacts =>
    buildMarket(id, {
      ...{ event: eventId('game'), eventTitle: 'Kites vs. Wolves', question, label },
      outcomes: ['Kites', 'Wolves'],
    })
  const winner = game('winner', 'Kites vs. Wolves', '')
  const spread = game('spread', 'Spread: Kites (-1.5)', 'Spread -1.5')
  const books = asking({ 'winner-yes': '0.5', 'spread-no': '0.4' })
  const seen = createRelationWatch()([winner, spread], books)
  expect(seen).toMatchObject({ topSum: 9_000, relations: [{ rule: 'game-spread' }] })
})
