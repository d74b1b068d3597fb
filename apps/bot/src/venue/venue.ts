import type { PolymarketReads } from '@bot/polymarket'
import type { Execution, ExecutionParts } from './execution.js'

/** Where data comes from in this run; it never changes while the bot runs. */
export type Venue = Readonly<{
  name: 'polymarket' | 'sim'
  simulated: boolean
  /** What a person reads: `SIMULATED exchange on this machine`. */
  label: string
  reads: PolymarketReads
  /** Base addresses in use. */
  hosts: Readonly<Record<string, string>>
  /** Opens the place where orders are filled. */
  execution: (parts: ExecutionParts) => Promise<Execution> | Execution
  /** Writes down what must survive a restart. */
  save: () => void
  close: () => Promise<void>
}>
