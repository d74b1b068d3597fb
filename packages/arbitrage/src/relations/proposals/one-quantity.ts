import type { MarketFacts } from '@bot/core'
import type { Cell } from '../relation.js'
import { isPlainQuestion, readNumber } from '../rules/ladder-parts.js'
import type { RelationProposal } from './proposal.js'

const NUMBER = String.raw`\$?(\d[\d,]*(?:\.\d+)?[kmb]?)(?![\w.]*\d)\b`
const BETWEEN = new RegExp(String.raw`\bbetween ${NUMBER} (?:and|to|-) ${NUMBER}`, 'i')
const ABOVE = new RegExp(
  String.raw`\b(above|over|more than|greater than|higher than|at least) ${NUMBER}`,
  'i',
)
const BELOW = new RegExp(
  String.raw`\b(below|under|less than|fewer than|lower than|at most) ${NUMBER}`,
  'i',
)

/** What may happen at any moment up to an end is no one value: it can be above one number and below another. */
const AT_ANY_TIME = /\b(?:by|before|reach|hit|dip|fall|rise|ever|any time)\b/i

type Placed = Readonly<{ key: string; cell: Cell; market: MarketFacts }>

/**
 * Finds buckets and thresholds of one quantity in several events: one end, and questions that differ only in
 * "above 110,000", "between 109,500 and 110,000" and the like.
 */
export const oneQuantity = (markets: readonly MarketFacts[]): readonly RelationProposal[] => {
  const groups = new Map<string, Placed[]>()
  for (const market of markets) {
    const placed = placeOf(market)
    if (placed !== undefined) groups.set(placed.key, [...(groups.get(placed.key) ?? []), placed])
  }
  return [...groups].flatMap(([key, placed]) => {
    const events = new Set(placed.map(({ market }) => market.event ?? market.id))
    if (events.size < 2 || isOneWay(placed)) return []
    return [
      {
        id: `one-quantity:${key}`,
        rule: 'one-quantity',
        claim: { kind: 'bucket', cells: placed.map(({ cell }) => cell) },
        confidence: 'likely',
        because: `${events.size} events end at one moment and ask the same but for the interval: "${key}"`,
        check:
          'that all read one source at one moment, and on which side each bound counts: lowClosed and highClosed are guesses',
      },
    ]
  })
}

/** Thresholds of one direction alone are a ladder. */
const isOneWay = (placed: readonly Placed[]): boolean =>
  placed.every(({ cell }) => cell.low === undefined) ||
  placed.every(({ cell }) => cell.high === undefined)

const placeOf = (market: MarketFacts): Placed | undefined => {
  const { id, question, endsAt } = market
  if (endsAt === undefined || market.tokens.length !== 2 || !isPlainQuestion(market))
    return undefined
  if (AT_ANY_TIME.test(question)) return undefined
  const between = BETWEEN.exec(question)
  const above = ABOVE.exec(question)
  const below = BELOW.exec(question)
  const found = [between, above, below].filter((match) => match !== null)
  const [match] = found
  if (match === undefined || found.length !== 1) return undefined
  const low = between?.[1] ?? above?.[2]
  const high = between?.[2] ?? below?.[2]
  const [from, to] = [low, high].map((text) => (text === undefined ? undefined : readNumber(text)))
  if ((from === undefined && to === undefined) || (from ?? 0) > (to ?? from ?? 0)) return undefined
  const asked = question
    .replace(match[0], '#')
    .toLowerCase()
    .replace(/[?\s]+$/, '')
  return {
    key: `${asked}|${new Date(endsAt).toISOString()}`,
    cell: cellOf(id, from, to, match[1]),
    market,
  }
}

const cellOf = (
  market: MarketFacts['id'],
  low: number | undefined,
  high: number | undefined,
  word = '',
): Cell => ({
  market,
  ...(low === undefined ? {} : { low }),
  ...(high === undefined ? {} : { high }),
  lowClosed: low !== undefined && (high !== undefined || /least/i.test(word)),
  highClosed: high !== undefined && low === undefined && /most/i.test(word),
})
