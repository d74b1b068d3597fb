import { z } from 'zod'
import { jsonBody } from '../http/venue-request.js'

/** What a client's frame asks for, or the literal text that answers a bad one. */
export type MarketFrame =
  | Readonly<{
      ask: 'start' | 'subscribe'
      tokens: readonly string[]
      custom: boolean | undefined
      dump: boolean
    }>
  | Readonly<{ ask: 'unsubscribe'; tokens: readonly string[]; custom: boolean | undefined }>
  | Readonly<{ ask: 'error'; reply: 'INVALID MESSAGE' | 'INVALID OPERATION' }>

const Frame = z.object({
  assets_ids: z.array(z.string()).optional(),
  type: z.string().optional(),
  operation: z.string().optional(),
  custom_feature_enabled: z.boolean().optional(),
  initial_dump: z.boolean().optional(),
})

/**
 * Reads a frame of the market channel.
 *
 * The first one names `type: "market"`; a second such frame without an operation, or an operation before it, is
 * `INVALID OPERATION`.
 */
export const readMarketFrame = (text: string, started: boolean): MarketFrame => {
  const parsed = Frame.safeParse(jsonBody(text))
  if (!parsed.success) return { ask: 'error', reply: 'INVALID MESSAGE' }
  const { assets_ids: tokens = [], type, operation, custom_feature_enabled: custom } = parsed.data
  const dump = parsed.data.initial_dump ?? true
  // Some clients name the type in every frame; the operation decides then.
  const isMarket = type?.toLowerCase() === 'market'
  if (type !== undefined && !isMarket) return { ask: 'error', reply: 'INVALID OPERATION' }
  if (isMarket && !started && operation !== 'unsubscribe') {
    return { ask: 'start', tokens, custom, dump }
  }
  if (!started) return { ask: 'error', reply: 'INVALID OPERATION' }
  if (operation === 'subscribe') return { ask: 'subscribe', tokens, custom, dump }
  if (operation === 'unsubscribe') return { ask: 'unsubscribe', tokens, custom }
  return { ask: 'error', reply: 'INVALID OPERATION' }
}
