/**
 * A server that speaks Polymarket's protocol for a simulated exchange: on real sockets of this machine, or without any
 * network on any clock.
 *
 * @packageDocumentation
 */
export {
  createExchangeServer,
  type ExchangeServer,
  type ExchangeServerOptions,
} from './create-exchange-server.js'
export { createExchangeVenue, type ExchangeVenue } from './create-exchange-venue.js'
export type { ExchangeVenueOptions, ServedGenerator, VenueUrls } from './exchange-venue-options.js'
export type { Fault } from './faults/fault.js'
export type { FaultBook, FaultState, Occasion } from './faults/fault-book.js'
export { FAULT_KINDS, type FaultKind, type FaultRule } from './faults/fault-kinds.js'
export type { FaultScope } from './faults/fault-scope.js'
export type {
  OpenVenueSocket,
  VenueSocket,
  VenueSocketHandlers,
} from './in-process/create-venue-sockets.js'
export type { LimitRule } from './limits/limit-table.js'
export type { ServerRules } from './server-rules.js'
