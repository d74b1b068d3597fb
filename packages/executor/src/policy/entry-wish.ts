import type { Price, Size, TimeMs } from '@bot/core'
import type { MarketTerms } from './market-terms.js'

/** A buy that somebody wants: a signal put in terms of what is bought. */
export type EntryWish = Readonly<{
  strategy: string
  token: MarketTerms['token']
  market: MarketTerms['market']['id']
  entry: 'take' | 'rest'
  limit: Price
  wanted: Size | 'max'
  edgePerShare: number
  confidence: number
  expiresAt: TimeMs
  target?: Price
  stop?: Price
  /** Part of the usual size: below 1 for an add-on. */
  part: number
  addOns: number
}>

/** The rest of an entry whose orders go out one after another. */
export type EntryPlan = Readonly<{
  wish: EntryWish
  trade: string
  left: Size
  children: number
  nextAt: TimeMs
}>
