/**
 * A simulated exchange, a paper venue and a market generator.
 *
 * @packageDocumentation
 */
export { createExchange } from './exchange/create-exchange.js'
export type { EngineFault, FaultLimits, InjectedFault } from './exchange/engine-fault.js'
export type {
  ActionResult,
  Allowance,
  Balances,
  CancelResult,
  CancelTarget,
  HistoryFilter,
  MarketFigures,
  SimExchange,
} from './exchange/exchange.js'
export type { ExchangeEvent, ViewChange } from './exchange/exchange-event.js'
export type {
  ExchangeOptions,
  MatcherLag,
  Retention,
  SettlementRules,
} from './exchange/exchange-options.js'
export type {
  MarketSpec,
  MarketStatus,
  ResolutionStep,
  SimEvent,
  SimMarket,
  TakerDelay,
} from './exchange/sim-market.js'
export type {
  MakerFill,
  NewOrder,
  PlaceResult,
  RefusalReason,
  Shortage,
  SimAction,
  SimOrder,
  SimOrderStatus,
  SimTrade,
  TradeStatus,
  UnmatchedReason,
} from './exchange/sim-order.js'
export { createMarketGenerator } from './generator/create-market-generator.js'
export type {
  GeneratorOptions,
  GeneratorScale,
  MarketGenerator,
  PlantEnd,
  PlantedLeg,
  PlantedMispricing,
  PlantedStep,
  PlantKind,
  SimWallet,
  TrapKind,
  WalletRole,
} from './generator/generator-options.js'
export type { PaperMarkets, PaperVenue, PaperVenueOptions } from './paper/paper-options.js'
export { createPaperVenue } from './paper/paper-venue.js'
export { createPopulation } from './population/create-population.js'
export type {
  PlantedBet,
  PlantedPopulation,
  PlantedRole,
  PlantedWallet,
  PopulationOptions,
} from './population/population-options.js'
