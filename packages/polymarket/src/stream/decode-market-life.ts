import type { TokenId } from '@bot/core'
import { type FrameSink, type MarketMessage, rejectPart } from './market-message.js'
import { readMarketHeader } from './read-header.js'

/** Decodes `new_market`. The list of tokens may be empty: the venue announces markets before they have any. */
export const decodeNewMarket = (message: MarketMessage, sink: FrameSink): void => {
  const header = readMarketHeader(message, sink)
  if (header === undefined) return
  const tokens = readTokens(message, sink)
  if (tokens === undefined) return
  sink.updates.push({ kind: 'market-created', tokens, ...header })
}

/** Decodes `market_resolved`. */
export const decodeResolved = (message: MarketMessage, sink: FrameSink): void => {
  const header = readMarketHeader(message, sink)
  if (header === undefined) return
  const tokens = readTokens(message, sink)
  if (tokens === undefined) return
  const winner = message.winning_asset_id as TokenId
  if (!tokens.includes(winner)) rejectPart(sink, 'unknown-winner', message, winner)
  else sink.updates.push({ kind: 'market-resolved', tokens, winner, ...header })
}

const readTokens = (message: MarketMessage, sink: FrameSink): readonly TokenId[] | undefined => {
  const list = message.assets_ids ?? message.clob_token_ids
  const texts = Array.isArray(list) ? list.filter((token) => token !== '') : [undefined]
  if (texts.every((token) => typeof token === 'string')) return texts as TokenId[]
  return rejectPart(sink, 'bad-tokens', message, list)
}
