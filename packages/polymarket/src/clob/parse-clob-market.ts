import {
  type FeeSchedule,
  type MarketFacts,
  marketId,
  type Resolution,
  type TokenId,
  USD_ONE,
} from '@bot/core'
import type { ParsedMarket } from '../gamma/parse-gamma-market.js'
import { categorise } from '../wire/categorise.js'
import { isFields } from '../wire/is-fields.js'
import { readDate } from '../wire/read-date.js'
import { readText } from '../wire/read-text.js'
import { readTextList } from '../wire/read-text-list.js'
import { tickAndMinimum } from '../wire/tick-and-minimum.js'

type Fields = Readonly<Record<string, unknown>>
type Outcome = Readonly<{ token: string; name: string; winner: boolean }>

/**
 * Reads one market of the CLOB's `/markets` or `/sampling-markets`: the fallback when Gamma does not answer.
 *
 * The CLOB does not tell fees here (pass those of the compact market), nor whether a negRisk group is augmented:
 * both are `'unknown'` then. Liquidity and volume are 0. Never throws.
 */
export const parseClobMarket = (
  raw: unknown,
  fee: FeeSchedule | 'unknown' = 'unknown',
): ParsedMarket => {
  if (!isFields(raw)) return { rejected: 'not-an-object' }
  const id = readText(raw['condition_id'])
  if (id === undefined) return { rejected: 'missing-condition-id' }
  const outcomes = readOutcomes(raw['tokens'])
  if (outcomes === undefined) return { rejected: 'bad-tokens' }
  const tokens = outcomes.map((outcome) => outcome.token as TokenId)
  if (new Set(tokens).size < tokens.length) return { rejected: 'bad-token-ids' }
  const question = readText(raw['question']) ?? ''
  const facts: MarketFacts = {
    id: marketId(id),
    slug: readText(raw['market_slug']) ?? '',
    question,
    label: question,
    tokens,
    outcomes: outcomes.map((outcome) => outcome.name),
    category: readCategory(raw, question),
    ...tickAndMinimum(raw['minimum_tick_size'], raw['minimum_order_size']),
    fee,
    negRisk: raw['neg_risk'] === false ? 'none' : 'unknown',
    tradable: isTradable(raw) && tokens.length === 2,
    closed: raw['closed'] === true,
    ...readTimes(raw),
    liquidity: 0,
    volume: 0,
    resolution: readResolution(raw, outcomes),
  }
  return { facts }
}

const readOutcomes = (value: unknown): readonly Outcome[] | undefined => {
  if (!Array.isArray(value) || value.length === 0) return undefined
  const outcomes = value.flatMap((entry: unknown) => {
    const token = isFields(entry) ? readText(entry['token_id']) : undefined
    if (!isFields(entry) || token === undefined) return []
    return [{ token, name: readText(entry['outcome']) ?? '', winner: entry['winner'] === true }]
  })
  return outcomes.length === value.length ? outcomes : undefined
}

const isTradable = (raw: Fields): boolean =>
  raw['active'] === true &&
  raw['closed'] === false &&
  raw['archived'] !== true &&
  raw['enable_order_book'] === true &&
  raw['accepting_orders'] === true

const readCategory = (raw: Fields, question: string): string => {
  const tags = (readTextList(raw['tags']) ?? []).join(' ')
  return categorise({ sports: false, feeType: undefined, texts: [tags, question] })
}

const readTimes = (raw: Fields): Pick<MarketFacts, 'startsAt' | 'endsAt'> => {
  const startsAt = readDate(raw['game_start_time'])
  const endsAt = readDate(raw['end_date_iso'])
  return { ...(startsAt !== undefined && { startsAt }), ...(endsAt !== undefined && { endsAt }) }
}

/** Closed with one winner; a 50-50 market names none and stays unresolved here. */
const readResolution = (raw: Fields, outcomes: readonly Outcome[]): Resolution => {
  const winners = outcomes.filter((outcome) => outcome.winner).length
  if (raw['closed'] !== true || winners !== 1) return { state: 'unresolved' }
  return {
    state: 'resolved',
    payouts: outcomes.map((outcome) => (outcome.winner ? USD_ONE : 0)),
  }
}
