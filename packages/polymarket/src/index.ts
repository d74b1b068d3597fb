/**
 * All of Polymarket's wire knowledge, in the toolkit's own types.
 *
 * @packageDocumentation
 */
export { type BookTexts, bookHash, type LevelTexts } from './clob/book-hash.js'
export type { ClobMarkets, TokenMarket } from './clob/clob-markets.js'
export type { ClobPrices, HistorySpan, TokenPrices } from './clob/clob-prices.js'
export { type BookReaderOptions, createBookReader } from './clob/create-book-reader.js'
export { type ClobReads, createClobReads } from './clob/create-clob-reads.js'
export { type ParsedBook, parseBookReading } from './clob/parse-book-reading.js'
export { parseClobMarket } from './clob/parse-clob-market.js'
export {
  type CompactMarket,
  type ParsedCompactMarket,
  parseCompactMarket,
} from './clob/parse-compact-market.js'
export {
  createPolymarketReads,
  type PolymarketReads,
  type PolymarketReadsOptions,
} from './create-polymarket-reads.js'
export { createDataReads, type DataReads } from './data/create-data-reads.js'
export type { DataPage } from './data/data-page.js'
export type {
  ActivityQuery,
  LeaderboardQuery,
  PositionQuery,
  TradeQuery,
} from './data/data-queries.js'
export { parseActivityMessage } from './data/parse-activity-message.js'
export { parseActivityRow } from './data/parse-activity-row.js'
export {
  type LeaderboardEntry,
  type ParsedLeader,
  parseLeaderboardRow,
} from './data/parse-leaderboard-row.js'
export {
  type ParsedPosition,
  parsePositionRow,
  type WalletPosition,
} from './data/parse-position-row.js'
export type { ParsedRow } from './data/parse-row.js'
export { parseTradeRow } from './data/parse-trade-row.js'
export {
  createTradingCredentials,
  type TradingCredentials,
  type TradingCredentialsOptions,
} from './execution/auth/create-trading-credentials.js'
export { hmacSignature, type SignedParts } from './execution/auth/hmac-signature.js'
export {
  type OrderFields,
  type OrderPlace,
  orderDigest,
} from './execution/order/order-fields.js'
export { signOrder } from './execution/order/sign-order.js'
export { createPolymarketExecution } from './execution/port/create-polymarket-execution.js'
export type { ExecutionProblem } from './execution/port/execution-context.js'
export type {
  PolymarketExecution,
  PolymarketExecutionOptions,
} from './execution/port/execution-options.js'
export type { AssetBalance } from './execution/port/read-account.js'
export {
  type Heartbeat,
  type HeartbeatOptions,
  startHeartbeat,
} from './execution/port/start-heartbeat.js'
export type { VenueState } from './execution/port/venue-state.js'
export {
  createUserStreamProtocol,
  type UserStreamOptions,
} from './execution/reports/user-stream-protocol.js'
export {
  type CommandAnswer,
  type CommandSignerOptions,
  createCommandSigner,
} from './execution/signer/create-command-signer.js'
export { createFileSigner, type FileSignerOptions } from './execution/signer/create-file-signer.js'
export { createLocalSigner } from './execution/signer/create-local-signer.js'
export { createThrowawaySigner } from './execution/signer/create-throwaway-signer.js'
export type {
  ChainTransaction,
  HexText,
  Signer,
  TypedData,
  TypedDataField,
} from './execution/signer/signer.js'
export { type DerivedWallets, deriveWallets } from './execution/wallet/derive-wallets.js'
export { describeWallet } from './execution/wallet/describe-wallet.js'
export {
  type DetectedWallet,
  type DetectWalletOptions,
  detectWallet,
  type WalletReading,
} from './execution/wallet/detect-wallet.js'
export { resolveWallet } from './execution/wallet/resolve-wallet.js'
export type { KnownWallet, TradingWallet, WalletKind } from './execution/wallet/trading-wallet.js'
export { createGammaReads, type GammaPageQuery, type GammaReads } from './gamma/gamma-reads.js'
export {
  type GammaEvent,
  type ParsedEvent,
  parseGammaEvent,
} from './gamma/parse-gamma-event.js'
export { type ParsedMarket, parseGammaMarket } from './gamma/parse-gamma-market.js'
export {
  createPayoutReader,
  type PayoutReader,
  type PayoutReaderOptions,
} from './resolution/create-payout-reader.js'
export {
  createResolutionReader,
  type ResolutionReader,
  type ResolutionReaderOptions,
  type ResolutionsRead,
} from './resolution/create-resolution-reader.js'
export {
  type ParsedResolution,
  parseResolutionRow,
  type ResolutionRow,
} from './resolution/parse-resolution-row.js'
export type { RpcRequest } from './settlement/chain.js'
export { createChainSettlement } from './settlement/create-chain-settlement.js'
export { createRpc, type RpcOptions } from './settlement/create-rpc.js'
export { conditionId, positionId } from './settlement/position-id.js'
export { POLYGON_CONTRACTS, type SettlementContracts } from './settlement/settlement-contracts.js'
export type {
  ApprovalResult,
  ChainSettlement,
  ChainSettlementOptions,
  SettlementApproval,
} from './settlement/settlement-options.js'
export {
  openSettlementStore,
  type SettlementRecord,
  type SettlementStore,
  type StoreLines,
} from './settlement/settlement-store.js'
export { canSettle } from './settlement/unsupported-wallet.js'
export {
  type ActivityFrame,
  type ActivityStreamOptions,
  type ActivityStreamProtocol,
  createActivityStreamProtocol,
} from './stream/activity-stream-protocol.js'
export { decodeMarketMessage } from './stream/decode-market-message.js'
export {
  createMarketStreamProtocol,
  type MarketStreamOptions,
  type MarketStreamProtocol,
} from './stream/market-stream-protocol.js'
export {
  type Budget,
  type HttpMethod,
  POLYMARKET_BUDGETS,
  type RestHost,
  withinWindow,
} from './transport/budgets.js'
export type { Query } from './transport/create-getter.js'
export {
  createTransport,
  type QueryValue,
  type Transport,
  type TransportOptions,
  type TransportReply,
  type TransportRequest,
} from './transport/create-transport.js'
export { POLYMARKET_HOSTS, type PolymarketHosts } from './transport/hosts.js'
export type { ListingPage, RejectedMarket } from './wire/listing-page.js'
