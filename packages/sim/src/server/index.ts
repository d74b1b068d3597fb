/**
 * A server that speaks Polymarket's protocol for a simulated exchange, on real sockets of this machine.
 *
 * @packageDocumentation
 */
export {
  createExchangeServer,
  type ExchangeServer,
  type ExchangeServerOptions,
  type ServedGenerator,
} from './create-exchange-server.js'
export type { Fault, FaultKind, FaultScope } from './faults/fault.js'
export type { FaultBook, FaultState } from './faults/fault-book.js'
export type { ServerRules } from './server-rules.js'
