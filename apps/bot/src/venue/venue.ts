import type { PolymarketReads } from '@bot/polymarket'

/** Where data comes from in this run; it never changes while the bot runs. */
export type Venue = Readonly<{
  name: 'polymarket' | 'sim'
  simulated: boolean
  /** What a person reads: `SIMULATED exchange on this machine`. */
  label: string
  reads: PolymarketReads
  /** Base addresses in use. */
  hosts: Readonly<Record<string, string>>
  /** Writes down what must survive a restart. */
  save: () => void
  close: () => Promise<void>
}>
