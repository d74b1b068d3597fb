import type { OrderRef, Placement, Price, Size, TimeMs } from '@bot/core'
import type { MarketTerms } from './market-terms.js'

/** A buy that somebody wants: a signal put in terms of what is bought. */
export type EntryWish = Readonly<{
  strategy: string
  token: MarketTerms['token']
  market: MarketTerms['market']['id']
  entry: 'take' | 'rest'
  /** Where an entry that rests is put. */
  placement: Placement
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

/** The rest of an entry whose orders go out one after another. `whole` is what all of them together shall buy. */
export type EntryPlan = Readonly<{
  wish: EntryWish
  trade: string
  whole: Size
  left: Size
  children: number
  nextAt: TimeMs
}>

/**
 * An entry that rests, or one rung of it, so many ticks below the best place.
 *
 * Its orders follow each other, never two at once; `whole` is what all of them together may buy.
 */
export type RestingEntry = Readonly<{
  wish: EntryWish
  trade: string
  rung: number
  whole: Size
  /** Its orders, the newest last. */
  refs: readonly OrderRef[]
  /** Its order was cancelled to be placed anew. */
  replacing?: boolean
}>

/** What an order continues: a trade that was counted already, at its rung, in place of orders that are over. */
export type Continued = Readonly<{
  trade: string
  rung: number
  whole?: Size
  children?: number
  key?: OrderRef
  refs?: readonly OrderRef[]
}>
