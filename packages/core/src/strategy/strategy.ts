import type { Event } from '../events/event.js'
import type { Position } from '../ledger/position.js'
import type { MarketFacts } from '../market/market-facts.js'
import type { Exit, Refusal, Signal, Want } from './signal.js'
import type { Levels, Thresholds } from './threshold.js'
import type { View } from './view.js'

/** What wakes a strategy: the periodic scan, a book change, a print, or a fact of that kind. */
export type Trigger = 'scan' | 'book' | 'trade' | 'game' | 'wallet' | 'resolution'
/** The order in which the cascade asks. */
export type Priority = 'critical' | 'high' | 'medium' | 'low'

/** What a strategy looks at. `subject: 'event'` gets all markets of an event at once. */
export type Interest = Readonly<{
  subject: 'market' | 'event'
  triggers: readonly Trigger[]
  wants: (market: MarketFacts) => boolean
  historySeconds?: number
}>

/** What one evaluation is about: one market, or all markets of one event. */
export type Subject = Readonly<{ key: string; markets: readonly MarketFacts[]; trigger: Event }>

/**
 * A strategy: a pure function of what the engine knows, with its declared thresholds and floors.
 *
 * It holds no state: the same events give the same signals. It is evaluated once, at the floors; what cascade and
 * adaptation do is compare `measured` with a level.
 */
export type Strategy = Readonly<{
  spec: 1
  name: string
  /** The name people read: `'Market Only'`. */
  title: string
  priority: Priority
  thresholds: Thresholds
  interest: Interest
  evaluate: (subject: Subject, view: View, levels: Levels) => readonly (Signal | Want | Refusal)[]
  exit?: (position: Position, view: View) => Exit | undefined
}>
