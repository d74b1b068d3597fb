import type { MarketFacts } from '@bot/core'
import type { Cell, Relation } from '../relation.js'
import { plainEventOf } from './ladder-parts.js'

const SPREAD = /^(.*)\bSpread -(\d+\.5)$/
const MILLION = 1e6

type Cover = Readonly<{ key: string; teams: readonly string[]; cell: Cell; least: number }>

/**
 * Finds the spreads of one game, with its winner: each is an interval of one margin, the first team's points (by
 * name) less the other's.
 *
 * "A (-1.5)" wins when the margin is above 1.5, "B (-1.5)" when it is below −1.5, "A vs. B" when it is above 0. The
 * winner joins only lines of 1.5 and more: then a draw, whatever it pays, is no worse than a win by one for either.
 */
export const gameSpreads = (markets: readonly MarketFacts[]): readonly Relation[] => {
  const games = new Map<string, Cover[]>()
  for (const market of markets) {
    const cover = spreadOf(market)
    if (cover !== undefined) games.set(cover.key, [...(games.get(cover.key) ?? []), cover])
  }
  return [...games].flatMap(([key, covers]) => {
    const [first] = covers
    const winner = covers.every(({ least }) => least > 1) ? winnerOf(key, first, markets) : []
    const cells = [...covers.map(({ cell }) => cell), ...winner]
    return first === undefined || cells.length < 2 ? [] : [spreadRelation(key, first.teams, cells)]
  })
}

const spreadOf = (market: MarketFacts): Cover | undefined => {
  const event = plainEventOf(market)
  const match = SPREAD.exec(market.label.trim())
  const [favourite, other] = market.outcomes
  if (event === undefined || match === null) return undefined
  if (favourite === undefined || other === undefined || favourite === other) return undefined
  const line = Number(match[2])
  if (!market.question.includes(`${favourite} (-${match[2]})`)) return undefined
  const teams = [favourite, other].sort()
  return {
    key: `${event}|${match[1]}|${teams.join('|')}`,
    teams,
    cell: marginCell(market, favourite === teams[0], line),
    least: line,
  }
}

const marginCell = ({ id }: MarketFacts, first: boolean, line: number): Cell =>
  first
    ? { market: id, low: line * MILLION, lowClosed: false, highClosed: false }
    : { market: id, high: -line * MILLION, lowClosed: false, highClosed: false }

/** The market whose question is the event's title, between the same two: who wins the whole game. */
const winnerOf = (
  key: string,
  game: Cover | undefined,
  markets: readonly MarketFacts[],
): readonly Cell[] => {
  if (game === undefined) return []
  const market = markets.find(
    (each) =>
      each.eventTitle === each.question &&
      `${plainEventOf(each)}||${[...each.outcomes].sort().join('|')}` === key,
  )
  return market === undefined ? [] : [marginCell(market, market.outcomes[0] === game.teams[0], 0)]
}

const spreadRelation = (
  key: string,
  teams: readonly string[],
  cells: readonly Cell[],
): Relation => ({
  kind: 'bucket',
  id: `game-spread:${key}`,
  rule: 'game-spread',
  splits: 'together',
  cells,
  evidence: { quantity: `${teams[0]} less ${teams[1]}`, asks: key },
})
