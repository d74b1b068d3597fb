import type { PayoutReader, PolymarketReads } from '@bot/polymarket'
import type { OpenSocket } from '@bot/realtime-feed'
import type { Execution, ExecutionParts } from './execution.js'

/** The account of every run without money of its own. */
export const PAPER_ACCOUNT = 'paper'

/** Where data comes from in this run; it never changes while the bot runs. */
export type Venue = Readonly<{
  name: 'polymarket' | 'sim'
  /** Whether orders go to the venue for what its money is worth, or are filled here. */
  mode: 'paper' | 'live'
  /** Names the account in the folder of its journal: each has one of its own. */
  account: string
  simulated: boolean
  /** What a person reads: `SIMULATED exchange on this machine`. */
  label: string
  reads: PolymarketReads
  /** Reads reported payouts off the chain; without a node nothing is ever known to be final. */
  payouts?: PayoutReader | undefined
  /** Base addresses in use. */
  hosts: Readonly<Record<string, string>>
  /** Opens sockets; default real ones. */
  openSocket?: OpenSocket
  /** Opens the place where orders are filled. */
  execution: (parts: ExecutionParts) => Promise<Execution> | Execution
  /** Writes down what must survive a restart. */
  save: () => void
  close: () => Promise<void>
}>
