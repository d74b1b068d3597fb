import {
  type FeeSchedule,
  type MarketFacts,
  type MarketId,
  marketId,
  readFeeSchedule,
  type TokenId,
  tokenId,
} from '@bot/core'
import { isFields } from '../wire/is-fields.js'
import { readText } from '../wire/read-text.js'
import { tickAndMinimum } from '../wire/tick-and-minimum.js'

/** What order entry needs of a market, and nothing else. */
export type CompactMarket = Readonly<{
  market: MarketId
  tokens: readonly Readonly<{ token: TokenId; outcome: string }>[]
  negRisk: boolean
  fee: FeeSchedule | 'unknown'
  acceptingOrders: boolean
  /** How long the venue holds a taker's order back, in seconds. */
  secondsDelay: number
  protocolVersion?: string
}> &
  Pick<MarketFacts, 'tick' | 'minimumSize'>

/** A compact market that could be read, or a short kebab-case reason why not. */
export type ParsedCompactMarket = Readonly<{ compact: CompactMarket } | { rejected: string }>

/** Reads `/clob-markets/{id}`. Without `nr` a market is not negRisk, as the venue's own client reads it. */
export const parseCompactMarket = (raw: unknown): ParsedCompactMarket => {
  if (!isFields(raw)) return { rejected: 'not-an-object' }
  const market = readText(raw['c'])
  if (market === undefined) return { rejected: 'missing-condition-id' }
  const tokens = (Array.isArray(raw['t']) ? raw['t'] : []).flatMap((entry: unknown) => {
    const token = isFields(entry) ? readText(entry['t']) : undefined
    return token === undefined ? [] : [{ token: tokenId(token), outcome: outcomeOf(entry) }]
  })
  if (tokens.length === 0) return { rejected: 'missing-tokens' }
  const version = typeof raw['v'] === 'number' ? String(raw['v']) : readText(raw['v'])
  return {
    compact: {
      market: marketId(market),
      tokens,
      negRisk: raw['nr'] === true,
      fee: readFee(raw['fd']),
      acceptingOrders: raw['ao'] === true,
      secondsDelay: typeof raw['sd'] === 'number' ? raw['sd'] : 0,
      ...tickAndMinimum(raw['mts'], raw['mos']),
      ...(version !== undefined && { protocolVersion: version }),
    },
  }
}

const outcomeOf = (entry: unknown): string =>
  (isFields(entry) ? readText(entry['o']) : undefined) ?? ''

const readFee = (value: unknown): FeeSchedule | 'unknown' =>
  isFields(value)
    ? readFeeSchedule({ rate: value['r'], exponent: value['e'], takerOnly: value['to'] })
    : 'unknown'
