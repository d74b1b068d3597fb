import { marketId, timeMs, tokenId } from '../brand.js'
import { parsePrice } from '../money/price.js'
import { parseSize } from '../money/size.js'
import type { Signal } from '../strategy/signal.js'

/** Builds a signal to take 10 shares of `m-yes` at 0.48 or better, with some parts changed. */
export const buildSignal = (parts: Partial<Signal> = {}): Signal => ({
  kind: 'signal',
  strategy: 'sample',
  token: tokenId('m-yes'),
  market: marketId('m'),
  side: 'buy',
  entry: 'take',
  limit: parsePrice('0.48'),
  measured: {},
  edgePerShare: 0.1,
  confidence: 0.9,
  wanted: parseSize('10'),
  expiresAt: timeMs(1_700_000_060_000),
  because: 'the sample says so',
  ...parts,
})
