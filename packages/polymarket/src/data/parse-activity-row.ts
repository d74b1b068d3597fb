import type { ActivityKind, Exchanged, Size } from '@bot/core'
import { readText } from '../wire/read-text.js'
import {
  type ParsedRow,
  parseRowHead,
  type RowFields,
  readDollars,
  readShares,
} from './parse-row.js'
import { parseTradeRow } from './parse-trade-row.js'

const KINDS: Readonly<Record<string, ActivityKind>> = {
  SPLIT: 'split',
  MERGE: 'merge',
  REDEEM: 'redeem',
  CONVERSION: 'convert',
  REWARD: 'reward',
  MAKER_REBATE: 'reward',
  TAKER_REBATE: 'reward',
  REFERRAL_REWARD: 'reward',
  YIELD: 'reward',
}

/**
 * Reads one row of the Data API's activity, or of a file of it.
 *
 * Money that only moves (deposits, withdrawals, tips, migrations) is refused as `unsupported-type`. A reward has no
 * shares, and its market may be empty. Never throws.
 */
export const parseActivityRow = (raw: unknown): ParsedRow => {
  const parsed = parseRowHead(raw)
  if ('rejected' in parsed) return parsed
  const fields = raw as RowFields
  const type = readText(fields['type'])
  if (type === undefined) return { rejected: 'missing-type' }
  if (type === 'TRADE') return parseTradeRow(raw)
  const kind = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined
  if (kind === undefined) return { rejected: 'unsupported-type' }
  if (kind !== 'reward' && parsed.head.market === '') return { rejected: 'missing-condition-id' }
  const exchanged = readMoved(fields, kind)
  if (typeof exchanged === 'string') return { rejected: exchanged }
  return { row: { kind, ...parsed.head, exchanged } }
}

const readMoved = (fields: RowFields, kind: ActivityKind): Exchanged | string => {
  const notional = readDollars(fields['usdcSize'] ?? fields['usdc_size'])
  if (notional === undefined || notional < 0) return 'bad-notional'
  if (kind === 'reward') return { size: 0 as Size, notional }
  const size = readShares(fields['size'])
  return size === undefined ? 'bad-size' : { size, notional }
}
