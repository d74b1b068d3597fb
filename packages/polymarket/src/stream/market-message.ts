import type { RejectedPart, StreamUpdate } from '@bot/core'
import { showValue } from '../wire/show-value.js'

type Field =
  | 'event_type'
  | 'market'
  | 'asset_id'
  | 'timestamp'
  | 'hash'
  | 'bids'
  | 'asks'
  | 'tick_size'
  | 'price_changes'
  | 'changes'
  | 'price'
  | 'size'
  | 'side'
  | 'best_bid'
  | 'best_ask'
  | 'new_tick_size'
  | 'transaction_hash'
  | 'assets_ids'
  | 'clob_token_ids'
  | 'condition_id'
  | 'winning_asset_id'

/** The fields that the decoders read; each is checked where it is used, all others are ignored. */
export type MarketMessage = Readonly<Partial<Record<Field, unknown>>>

/** Where the decoders of one frame put what they found. */
export type FrameSink = { updates: StreamUpdate[]; rejected: RejectedPart[] }

const DETAIL_LENGTH = 160

/** Counts a refused part with what it was about. */
export const rejectPart = (
  sink: FrameSink,
  reason: string,
  message: MarketMessage,
  value: unknown,
): undefined => {
  const about = `${showValue(message.event_type)} ${showValue(message.asset_id ?? message.market)}`
  sink.rejected.push({ reason, detail: `${about}: ${showValue(value)}`.slice(0, DETAIL_LENGTH) })
}
