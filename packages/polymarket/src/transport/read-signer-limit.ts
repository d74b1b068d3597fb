import { type TimeMs, timeMs } from '@bot/core'

/** What the venue says is left of the signer's own bucket. */
export type SignerLimit = Readonly<{
  /** Below 0 where the tier may overdraw. */
  remaining: number
  /** When there is room again. */
  resetAt?: TimeMs
  tier?: string
  /** The request was over the limit, and let through for now. */
  warned: boolean
}>

/**
 * Reads the headers of the limits a signer; `undefined` where there are none.
 *
 * @see https://docs.polymarket.com/api-reference/trading-rate-limits
 */
export const readSignerLimit = (headers: Headers): SignerLimit | undefined => {
  const remaining = numberIn(headers, 'poly-ratelimit-remaining')
  if (remaining === undefined) return undefined
  const reset = numberIn(headers, 'poly-ratelimit-reset')
  const tier = headers.get('poly-ratelimit-tier')
  return {
    remaining,
    ...(reset !== undefined && { resetAt: timeMs(Math.round(reset * 1000)) }),
    ...(tier !== null && tier !== '' && { tier }),
    warned: headers.get('poly-ratelimit-warning') === 'true',
  }
}

const numberIn = (headers: Headers, name: string): number | undefined => {
  const text = headers.get(name)
  return text !== null && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined
}
