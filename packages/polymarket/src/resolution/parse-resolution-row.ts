import { type MarketId, marketId, type ResolutionWitness, type TimeMs, USD_ONE } from '@bot/core'
import { isFields } from '../wire/is-fields.js'
import { readDate } from '../wire/read-date.js'
import { readText } from '../wire/read-text.js'

/**
 * What the Data API says of one question. `market` is absent where it was asked by the question, which then names
 * prices; asked by the market it names payouts, once there are some. Payouts are in micro-dollars a share.
 */
export type ResolutionRow = Readonly<{
  question?: string
  market?: MarketId
  state: ResolutionWitness['state']
  payouts?: readonly number[]
  oracle?: NonNullable<ResolutionWitness['oracle']>
  settlesAt?: TimeMs
}>

/** A row that could be read, or a short kebab-case reason why not. */
export type ParsedResolution = Readonly<{ row: ResolutionRow } | { rejected: string }>

/** A challenged proposal is asked for anew, a disputed one is voted on: neither outcome stands. */
const STATES: Readonly<Record<string, ResolutionWitness['state']>> = {
  initialized: 'unresolved',
  posed: 'unresolved',
  proposed: 'proposed',
  reproposed: 'proposed',
  challenged: 'disputed',
  disputed: 'disputed',
  active: 'disputed',
  arbitration: 'disputed',
  resolved: 'resolved',
}

/** The oracle's price of a question, plain or in 18 decimals; every other, such as 69, is not set. */
const PRICES: Readonly<Record<string, readonly number[]>> = {
  '1': [USD_ONE, 0],
  '1000000000000000000': [USD_ONE, 0],
  '0': [0, USD_ONE],
  '0.5': [USD_ONE / 2, USD_ONE / 2],
  '500000000000000000': [USD_ONE / 2, USD_ONE / 2],
}

/** Reads a row of the Data API's resolutions, asked by market or by question. Never throws. */
export const parseResolutionRow = (raw: unknown): ParsedResolution => {
  if (!isFields(raw)) return { rejected: 'not-an-object' }
  const state = STATES[readText(raw['status']) ?? '']
  if (state === undefined) return { rejected: 'unknown-status' }
  const question = readText(raw['question_id'])
  const market = readText(raw['condition_id'])
  if (question === undefined && market === undefined) return { rejected: 'missing-id' }
  const payouts = state === 'resolved' ? (readPayouts(raw['payouts']) ?? priced(raw)) : priced(raw)
  const oracle = readOracle(raw['reporter'], state)
  const settlesAt = readDate(raw['expected_settlement_time'])
  return {
    row: {
      state,
      ...(question !== undefined && { question }),
      ...(market !== undefined && { market: marketId(market) }),
      ...(payouts !== undefined && { payouts }),
      ...(oracle !== undefined && { oracle }),
      ...(settlesAt !== undefined && { settlesAt }),
    },
  }
}

const readPayouts = (value: unknown): readonly number[] | undefined => {
  if (!Array.isArray(value) || value.length !== 2) return undefined
  const payouts = value.map(Number)
  const sound = payouts.every((payout) => Number.isInteger(payout) && payout >= 0)
  return sound && payouts.reduce((sum, each) => sum + each, 0) === USD_ONE ? payouts : undefined
}

/** The last price that was named: the final one, else of the newest proposal. */
const priced = (raw: Readonly<Record<string, unknown>>): readonly number[] | undefined => {
  for (const field of ['price', 'reproposed_price', 'proposed_price']) {
    const payouts = PRICES[String(raw[field])]
    if (payouts !== undefined) return payouts
  }
  return undefined
}

/** Only UMA proposes and disputes. */
const readOracle = (
  reporter: unknown,
  state: ResolutionWitness['state'],
): ResolutionWitness['oracle'] | undefined => {
  if (state === 'proposed' || state === 'disputed' || reporter === 'UMA_OO') return 'uma'
  if (reporter === 'CHAINLINK') return 'chainlink'
  return readText(reporter) === undefined ? undefined : 'other'
}
