import { eventId, type MarketFacts, timeMs } from '@bot/core'
import { buildMarket } from '@bot/core/testing'
import { describe, expect, test } from 'vitest'
import { parseRelationFile } from './parse-relation-file.js'
import { proposeRelations } from './propose-relations.js'
import { writeRelationFile } from './write-relation-file.js'

const DAY = 86_400_000
const END = timeMs(1_790_000_000_000)

const market = (id: string, question: string, parts: Partial<MarketFacts> = {}): MarketFacts =>
  buildMarket(id, { question, label: question, event: eventId(id), endsAt: END, ...parts })
const claims = (...markets: readonly MarketFacts[]) =>
  proposeRelations(markets).map(({ rule, claim }) => {
    if (claim.kind === 'implication') {
      return [rule, `${claim.premise.market} ⇒ ${claim.conclusion.market}`]
    }
    const named =
      claim.kind === 'bucket' ? claim.cells : claim.kind === 'ladder' ? claim.steps : claim.of
    return [rule, named.map((each) => each.market).join(claim.kind === 'ladder' ? ' ⇒ ' : ' ')]
  })

describe('the same question by another date, in another event', () => {
  test('is proposed, the earlier first', () => {
    const dates = ['July 31', 'June 30', 'May']
    expect(claims(...dates.map((date) => market(date, `Ceasefire by ${date}?`)))).toEqual([
      ['same-question-dates', 'May ⇒ June 30 ⇒ July 31'],
    ])
  })

  test('is not, where the rule proves it, in other words, closed or in a negRisk group', () => {
    const event = eventId('one')
    const proven = ['June 30', 'July 31'].map((label, index) =>
      market(label, `Ceasefire by ${label}?`, { label, event, endsAt: timeMs(END + index * DAY) }),
    )
    expect(claims(...proven)).toEqual([])
    const june = market('june', 'Ceasefire by June 30?')
    expect(claims(june, market('july', 'Truce by July 31?'))).toEqual([])
    expect(claims(june, market('july', 'Ceasefire by July 31?', { closed: true }))).toEqual([])
    const negRisk = { group: 'g', augmented: false, role: 'named', feeBips: 0 } as const
    expect(claims(june, market('july', 'Ceasefire by July 31?', { negRisk }))).toEqual([])
    expect(claims(june, market('july', 'No ceasefire, never by July 31?'))).toEqual([])
  })
})

test('thresholds of one question with different ends are proposed, turned the right way', () => {
  const up = ['2', '6'].map((n, i) =>
    market(n, `Market cap >$${n}B a day after?`, { endsAt: timeMs(END + i * DAY) }),
  )
  expect(claims(...up)).toEqual([['same-question-thresholds', '6 ⇒ 2']])
  const down = ['2', '6'].map((n) => market(n, `Will it be below ${n}% in June?`))
  expect(claims(...down)).toEqual([['same-question-thresholds', '2 ⇒ 6']])
  const turned = ['2', '6'].map((n) => market(n, `Will the bound reach ${n}% or lower?`))
  expect(claims(...turned)).toEqual([])
})

test('buckets and thresholds of one quantity at one moment are one', () => {
  const asks = (id: string, what: string) => market(id, `Will Solana be ${what} on February 8?`)
  expect(claims(asks('a', 'above $150'), asks('b', 'between $60 and $70'))).toEqual([
    ['one-quantity', 'a b'],
  ])
  const later = market('b', 'Will Solana be between $60 and $70 on February 8?', {
    endsAt: timeMs(END + DAY),
  })
  expect(claims(asks('a', 'above $150'), later)).toEqual([])
  const anyTime = (id: string, what: string) => market(id, `Will Solana be ${what} before 2027?`)
  expect(claims(anyTime('a', 'above $150'), anyTime('b', 'below $60'))).toEqual([])
})

describe('stages of one contest', () => {
  const win = market('win', 'Will Italy win the 2026 FIFA World Cup?')
  test.each([
    ['qualifying', 'Will Italy qualify for the 2026 FIFA World Cup?'],
    ['the final', 'Will Italy reach the 2026 FIFA World Cup final?'],
    ['the semifinals', 'Will Italy make the semifinals of the 2026 FIFA World Cup?'],
  ])('who wins came through %s', (_stage, question) => {
    expect(claims(market('earlier', question), win)).toEqual([
      ['stages-of-one-contest', 'win ⇒ earlier'],
    ])
  })

  test.each([
    ['another year', 'Will Italy qualify for the 2030 FIFA World Cup?'],
    ['another team', 'Will Spain qualify for the 2026 FIFA World Cup?'],
    ['another cup', 'Will Italy qualify for the 2026 Rugby Sevens Trophy?'],
    ['missing it', 'Will Italy fail to qualify for the 2026 FIFA World Cup?'],
  ])('%s is not a stage of it', (_what, question) => {
    expect(claims(market('earlier', question), win)).toEqual([])
  })

  test('gold is a medal', () => {
    expect(
      claims(
        market('gold', 'Will China win gold at the 2026 Winter Olympics?'),
        market('medal', 'Will China win a medal at the 2026 Winter Olympics?'),
      ),
    ).toEqual([['stages-of-one-contest', 'gold ⇒ medal']])
  })
})

describe('the same teams', () => {
  const outcomes = ['Bulls', 'Nets']
  const game = market('game', 'Bulls vs. Nets', { outcomes })

  test('of two listings of one game win or lose both, whichever is named first', () => {
    const other = market('other', 'Nets vs. Bulls', { outcomes: ['Nets', 'Bulls'] })
    const found = proposeRelations([game, other])
    expect(found).toHaveLength(4)
    expect(found[0]?.claim).toEqual({
      kind: 'implication',
      premise: { market: 'game', outcome: 0 },
      conclusion: { market: 'other', outcome: 1 },
    })
  })

  test('win where they cover a spread, and not the other way', () => {
    const label = 'Spread -2.5'
    const spread = market('spread', 'Spread: Nets (-2.5)', { outcomes: ['Nets', 'Bulls'], label })
    expect(claims(game, spread)).toEqual([['same-teams', 'spread ⇒ game']])
  })

  test.each([
    ['days later', { endsAt: timeMs(END + 3 * DAY) }],
    ['of a part of it', { label: 'Bulls vs. Nets: 1st Half' }],
    ['of others', { outcomes: ['Bulls', 'Heat'] }],
    ['in the same event, where a rule decides', { event: eventId('game') }],
  ])('in a game %s say nothing', (_what, parts) => {
    expect(claims(game, market('other', 'Bulls vs. Nets', { outcomes, ...parts }))).toEqual([])
  })
})

test('the file waits for a person: what is filled in is confirmed as it was proposed, the rest is not', () => {
  const markets = [
    market('win', 'Will Italy win the 2026 FIFA World Cup?'),
    market('in', 'Will Italy qualify for the 2026 FIFA World Cup?'),
    market('June', 'Ceasefire by June 30?'),
    market('July', 'Ceasefire by July 31?'),
  ]
  const proposals = proposeRelations(markets)
  const file = writeRelationFile(proposals, markets)
  const waiting = parseRelationFile(file)
  expect(waiting).toMatchObject({ confirmed: [], refused: [] })
  expect(waiting.proposed).toHaveLength(2)
  const read = JSON.parse(file) as { relations: Record<string, unknown>[] }
  expect(read.relations[0]).toMatchObject({
    confidence: 'possible',
    questions: { June: 'Ceasefire by June 30?' },
    confirmedBy: '',
  })
  Object.assign(read.relations[0] ?? {}, { confirmedBy: 'Ada', confirmedAt: '2026-11-20' })
  const signed = parseRelationFile(JSON.stringify(read))
  expect(signed.confirmed).toMatchObject([{ ...proposals[0]?.claim, splits: 'together' }])
  expect(signed.proposed).toHaveLength(1)
})
