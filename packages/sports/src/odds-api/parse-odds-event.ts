import type { GameFact, OddsFact, TimeMs } from '@bot/core'
import { reasonOf } from '../wire/reason-of.js'
import { gameOfEvent } from './game-of-event.js'
import { bookmakerShape, type OddsOutcome, oddsShape, outcomesShape } from './odds-schema.js'
import { type OddsFormat, removeMargin } from './remove-margin.js'

/** How prices are written, and the time that tells coming games from others. */
export type OddsEventOptions = Readonly<{ format: OddsFormat; now: TimeMs }>

/** A game with its odds, or why it has none; `refused` holds a reason for each bookmaker that was left out. */
export type ParsedOdds = Readonly<
  | { game: GameFact; odds: readonly OddsFact[]; refused: readonly string[] }
  | { rejected: string; refused: readonly string[] }
>

type Book = Readonly<{ names: readonly string[]; probabilities: readonly number[] }>

/**
 * Reads who wins (`h2h`) of one event: for each outcome the mean of the bookmakers' probabilities, each with its
 * margin removed by {@link removeMargin}. Only bookmakers that price the same outcomes are averaged: the largest set
 * counts, since one without the draw prices another question. Never throws.
 */
export const parseOddsEvent = (raw: unknown, options: OddsEventOptions): ParsedOdds => {
  const parsed = oddsShape.safeParse(raw)
  if (!parsed.success) return { rejected: reasonOf(parsed.error), refused: [] }
  const event = parsed.data
  const game = gameOfEvent(event, options.now)
  if (game === undefined) return { rejected: 'bad-commence-time', refused: [] }
  const read = event.bookmakers.map((one) => readBook(one, game, options.format))
  const books = read.filter((one) => typeof one !== 'string')
  const widest = Math.max(0, ...books.map(({ names }) => names.length))
  const names = books.find((book) => book.names.length === widest)?.names
  const same = books.filter((book) => book.names.join('\n') === names?.join('\n'))
  const refused = [
    ...read.filter((one) => typeof one === 'string'),
    ...books.slice(same.length).map(() => 'other-outcomes'),
  ]
  if (names === undefined) return { rejected: 'no-odds', refused }
  const odds = names.map((outcome, index) => ({
    game: game.id,
    outcome,
    probability: meanOf(same.map((book) => book.probabilities[index] ?? 0)),
    bookmakers: same.length,
  }))
  return { game, odds, refused }
}

const readBook = (raw: unknown, game: GameFact, format: OddsFormat): Book | string => {
  const parsed = bookmakerShape.safeParse(raw)
  if (!parsed.success) return reasonOf(parsed.error)
  const market = parsed.data.markets.find(({ key }) => key === 'h2h')
  if (market === undefined) return 'no-h2h'
  const outcomes = outcomesShape.safeParse(market.outcomes)
  if (!outcomes.success) return 'bad-outcomes'
  const sorted = outcomes.data.toSorted(byName)
  const names = sorted.map(({ name }) => name)
  const whole = names.includes(game.home) && names.includes(game.away)
  if (!whole || new Set(names).size !== names.length) return 'bad-outcomes'
  const removed = removeMargin(
    sorted.map(({ price }) => price),
    format,
  )
  return 'rejected' in removed ? removed.rejected : { names, ...removed }
}

const byName = (a: OddsOutcome, b: OddsOutcome): number => (a.name < b.name ? -1 : 1)

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
