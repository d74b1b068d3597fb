import { type ParsedRow, parseRowHead, type RowFields, readTraded } from './parse-row.js'

/**
 * Reads one row of the Data API's trades, v1 or v2, or of a file of them (numbers may be text).
 *
 * The notional is size × price to the millionth. The wallet is in lower case; 999 and "" are absent; `event` is the
 * event's slug, since rows carry no id. Never throws.
 */
export const parseTradeRow = (raw: unknown): ParsedRow => {
  const parsed = parseRowHead(raw)
  if ('rejected' in parsed) return parsed
  if (parsed.head.market === '') return { rejected: 'missing-condition-id' }
  const fields = raw as RowFields
  const side = sideOf(fields['side'])
  if (side === undefined) return { rejected: 'bad-side' }
  const exchanged = readTraded(fields)
  if (typeof exchanged === 'string') return { rejected: exchanged }
  return { row: { kind: 'trade', ...parsed.head, side, exchanged } }
}

const sideOf = (value: unknown): 'buy' | 'sell' | undefined => {
  if (value === 'BUY') return 'buy'
  return value === 'SELL' ? 'sell' : undefined
}
