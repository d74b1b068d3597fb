import type { Clock, ExecutionReport, MarketFacts, OrderId, OrderIntent, TokenId } from '@bot/core'
import type { Transport } from '../../transport/create-transport.js'
import type { SignedClient } from '../auth/create-signed-client.js'
import type { FeeLookup, OwnAccount } from '../reports/read-own-trade.js'
import type { OrderMemory } from './order-memory.js'
import type { OrderVersion } from './order-version.js'
import type { VenueState } from './venue-state.js'

/** Something that failed and was not thrown at anyone. */
export type ExecutionProblem = Readonly<{
  during: 'listener' | 'follow-up' | 'balance-refresh'
  cause: unknown
}>

/** What the parts of the port share. */
export type ExecutionContext = Readonly<{
  transport: Transport
  client: SignedClient
  clock: Clock
  account: OwnAccount
  /** The venue's number of the wallet's kind. */
  signatureType: number
  memory: OrderMemory
  version: OrderVersion
  venueState: () => VenueState
  marketOf: (token: TokenId) => MarketFacts | undefined
  orderOf: (id: OrderId) => OrderIntent | undefined
  feeFor: FeeLookup
  /** Tells every listener. */
  emit: (report: ExecutionReport) => void
  problem: (problem: ExecutionProblem) => void
}>
