import {
  type Exchanged,
  eventId,
  exchangedFromPrice,
  marketId,
  parseSize,
  parseUsd,
  type Size,
  tokenId,
  type WalletActivity,
} from '@bot/core'
import { isFields } from '../wire/is-fields.js'
import { readText } from '../wire/read-text.js'
import { readTime } from '../wire/read-time.js'

/** A row that could be read, or a short kebab-case reason why not, to be counted. */
export type ParsedRow = Readonly<{ row: WalletActivity } | { rejected: string }>

/** A row's fields whatever the contract: v1 writes `proxyWallet`, v2 `proxy_wallet`. */
export type RowFields = Readonly<Record<string, unknown>>

/** What every kind of row says, or why it cannot be used. */
export type RowHead = Readonly<
  { head: Omit<WalletActivity, 'kind' | 'exchanged'> } | { rejected: string }
>

/** The venue's "unknown outcome". */
const UNKNOWN_OUTCOME = 999

/** Reads wallet, time, market and outcome of a row. Combos, whose condition id has 62 digits, are no markets. */
export const parseRowHead = (raw: unknown): RowHead => {
  if (!isFields(raw)) return { rejected: 'not-an-object' }
  const wallet = readText(raw['proxyWallet'] ?? raw['proxy_wallet'])
  if (wallet === undefined) return { rejected: 'missing-wallet' }
  const at = readTime(raw['timestamp'])
  if (at === undefined) return { rejected: 'bad-timestamp' }
  const market = readText(raw['conditionId'] ?? raw['condition_id']) ?? ''
  if (raw['isCombo'] === true || /^0x[0-9a-f]{62}$/i.test(market)) return { rejected: 'combo' }
  return { head: { wallet: wallet.toLowerCase(), at, market: marketId(market), ...optional(raw) } }
}

const optional = (raw: RowFields): Partial<WalletActivity> => {
  const token = readText(raw['asset'] ?? raw['token_id'])
  const event = readText(raw['eventSlug'] ?? raw['event_slug'])
  const outcome = readText(raw['outcome'])
  const index = outcomeIndexOf(raw['outcomeIndex'] ?? raw['outcome_index'])
  const title = readText(raw['title'])
  const transaction = readText(raw['transactionHash'] ?? raw['transaction_hash'])
  return {
    ...(event !== undefined && { event: eventId(event) }),
    ...(token !== undefined && { token: tokenId(token) }),
    ...(outcome !== undefined && { outcome }),
    ...(index !== undefined && { outcomeIndex: index }),
    ...(title !== undefined && { title }),
    ...(transaction !== undefined && { transaction }),
  }
}

const outcomeIndexOf = (value: unknown): number | undefined => {
  const index = typeof value === 'string' && value !== '' ? Number(value) : value
  if (typeof index !== 'number' || !Number.isInteger(index)) return undefined
  return index >= 0 && index < UNKNOWN_OUTCOME ? index : undefined
}

/** Reads what a trade exchanged from its size and price, or why it cannot be read. */
export const readTraded = (raw: RowFields): Exchanged | 'bad-size' | 'bad-price' => {
  const size = readShares(raw['size'])
  if (size === undefined || size === 0) return 'bad-size'
  const price = raw['price'] as string | number
  const dollars = typeof price === 'string' && price !== '' ? Number(price) : price
  if (typeof dollars !== 'number' || !(dollars >= 0 && dollars <= 1)) return 'bad-price'
  try {
    return exchangedFromPrice(raw['size'] as string | number, price)
  } catch {
    return 'bad-price'
  }
}

/** Reads shares, rounded to the millionth: the venue's floats carry noise below it. */
export const readShares = (value: unknown): Size | undefined => {
  try {
    return parseSize(value as string | number, 'nearest')
  } catch {
    return undefined
  }
}

/** Reads dollars, rounded to the millionth. */
export const readDollars = (value: unknown): Exchanged['notional'] | undefined => {
  try {
    return parseUsd(value as string | number, 'nearest')
  } catch {
    return undefined
  }
}
