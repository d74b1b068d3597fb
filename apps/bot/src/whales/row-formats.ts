import {
  eventId,
  exchangedFromPrice,
  marketId,
  parseSize,
  parseUsd,
  timeMs,
  type WalletActivity,
} from '@bot/core'
import { parseActivityRow, parseTradeRow } from '@bot/polymarket'

/** A row as its file has it. */
export type RawRow = Readonly<Record<string, unknown>>

/** What a row turned out to be. `rejected` is a short kebab-case reason. */
export type ReadRow =
  | Readonly<{ row: WalletActivity }>
  | Readonly<{ resolved: Readonly<{ market: string; outcome: string; won: boolean }> }>
  | Readonly<{ rejected: string }>

/** A kind of file, recognised by the names of its fields. */
export type RowFormat = Readonly<{
  name: string
  fields: readonly string[]
  read: (row: RawRow) => ReadRow
}>

const text = (value: unknown): string =>
  value === undefined || value === null ? '' : String(value)

/** `2026-01-08 12:31:08` without a zone, or with `+00`, is UTC, as the venue's exports are. */
const unixSeconds = (value: unknown): unknown =>
  /^\d{4}-\d\d-\d\d /.test(text(value))
    ? Date.parse(`${text(value).replace(' ', 'T').replace(/\+00$/, '')}Z`) / 1000
    : value

const ZONES: Readonly<Record<string, string>> = { EST: '-0500', EDT: '-0400', UTC: '+0000' }

/** `Friday, February 27, 2026 21:22:03 EST`. */
const longTime = (value: unknown): number => {
  const match = /^\w+, (\w+ \d+, \d{4} \d\d:\d\d:\d\d) (EST|EDT|UTC)$/.exec(text(value))
  return match === null ? Number.NaN : Date.parse(`${match[1]} ${ZONES[match[2] ?? ''] ?? ''}`)
}

const sideOf = (value: unknown): 'buy' | 'sell' | undefined => {
  if (value === 'BUY') return 'buy'
  return value === 'SELL' ? 'sell' : undefined
}

const attempt = (read: () => ReadRow): ReadRow => {
  try {
    return read()
  } catch {
    return { rejected: 'bad-number' }
  }
}

const walletExport = (raw: RawRow): ReadRow => {
  const side = sideOf(raw['side'])
  // Redemptions, merges and rebates look alike here: guessing would invent profit.
  if (side === undefined) return { rejected: 'unclear-activity' }
  const at = Number(raw['timestamp']) * 1000
  if (!Number.isSafeInteger(at) || at <= 0) return { rejected: 'bad-timestamp' }
  if (text(raw['wallet_addr']) === '') return { rejected: 'missing-wallet' }
  const title = text(raw['market'])
  return {
    row: {
      kind: 'trade',
      wallet: text(raw['wallet_addr']).toLowerCase(),
      at: timeMs(at),
      market: marketId(title),
      outcome: text(raw['outcome']),
      side,
      title,
      transaction: text(raw['tx_hash']),
      exchanged: {
        size: parseSize(text(raw['size']), 'nearest'),
        notional: parseUsd(text(raw['usdc']), 'nearest'),
      },
    },
  }
}

const userExport = (raw: RawRow): ReadRow => {
  const side = sideOf(raw['trade_direction'])
  if (side === undefined) return { rejected: 'bad-side' }
  const at = longTime(raw['timestamp'])
  if (Number.isNaN(at)) return { rejected: 'bad-timestamp' }
  if (text(raw['user_id']) === '') return { rejected: 'missing-wallet' }
  const title = text(raw['option_type'])
  return {
    row: {
      kind: 'trade',
      wallet: text(raw['user_id']),
      at: timeMs(at),
      market: marketId(title),
      outcome: text(raw['option_yes_no']),
      side,
      title,
      exchanged: {
        size: parseSize(text(raw['shares']), 'nearest'),
        notional: parseUsd(text(raw['total_trade_amount']), 'nearest'),
      },
    },
  }
}

const titleKey = (raw: RawRow): string => `${text(raw['eventSlug'])}/${text(raw['title'])}`

/** Large trades name dollars and price only: the shares are their quotient, to the millionth. */
const largeTrade = (raw: RawRow): ReadRow => {
  const price = Number(raw['price'])
  const usd = Number(raw['usd'])
  if (!(price > 0 && price <= 1)) return { rejected: 'bad-price' }
  if (!(usd > 0)) return { rejected: 'bad-size' }
  const at = Number(raw['timestamp']) * 1000
  if (!Number.isSafeInteger(at) || at <= 0) return { rejected: 'bad-timestamp' }
  const shares = (usd / price).toFixed(6)
  return {
    row: {
      kind: 'trade',
      wallet: text(raw['wallet']).toLowerCase(),
      at: timeMs(at),
      market: marketId(titleKey(raw)),
      event: eventId(text(raw['eventSlug'])),
      outcome: text(raw['outcome']),
      side: 'buy',
      title: text(raw['title']),
      transaction: text(raw['tx']),
      exchanged: exchangedFromPrice(shares, price),
    },
  }
}

const resolvedSignal = (raw: RawRow): ReadRow => {
  if (typeof raw['won'] !== 'boolean') return { rejected: 'unresolved' }
  return { resolved: { market: titleKey(raw), outcome: text(raw['outcome']), won: raw['won'] } }
}

/** The kinds of files that are known, the most particular first. */
export const ROW_FORMATS: readonly RowFormat[] = [
  {
    name: 'Data API activity',
    fields: ['proxyWallet', 'conditionId', 'type', 'usdcSize'],
    read: (raw) => parseActivityRow(raw),
  },
  {
    name: 'Data API trades',
    fields: ['proxyWallet', 'conditionId', 'side', 'size', 'price', 'timestamp'],
    read: (raw) => parseTradeRow({ ...raw, timestamp: unixSeconds(raw['timestamp']) }),
  },
  {
    name: 'Data API activity',
    fields: ['proxy_wallet', 'condition_id', 'type', 'usdc_size'],
    read: (raw) => parseActivityRow(raw),
  },
  {
    name: 'Data API trades',
    fields: ['proxy_wallet', 'condition_id', 'side', 'size', 'price', 'timestamp'],
    read: (raw) => parseTradeRow({ ...raw, timestamp: unixSeconds(raw['timestamp']) }),
  },
  {
    name: 'wallet activity export',
    fields: ['wallet_addr', 'tx_hash', 'side', 'size', 'usdc', 'market'],
    read: (raw) => attempt(() => walletExport(raw)),
  },
  {
    name: 'trades by user name',
    fields: ['user_id', 'trade_direction', 'shares', 'option_yes_no', 'option_type'],
    read: (raw) => attempt(() => userExport(raw)),
  },
  {
    name: 'resolved signals',
    fields: ['title', 'outcome', 'won', 'resolvedAt'],
    read: resolvedSignal,
  },
  {
    name: 'large trades',
    fields: ['tx', 'wallet', 'usd', 'price', 'title', 'outcome'],
    read: (raw) => attempt(() => largeTrade(raw)),
  },
]

/** Finds the format that a row's fields fit; `undefined` when none does. */
export const findFormat = (row: RawRow): RowFormat | undefined =>
  ROW_FORMATS.find((format) => format.fields.every((field) => field in row))
