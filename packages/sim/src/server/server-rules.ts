import { BotError, type Usd, usd } from '@bot/core'
import type { LimitRule } from './limits/limit-table.js'

/** How the simulated venue behaves where the real one varies or is not documented. All have defaults. */
export type ServerRules = Readonly<{
  /** The chain id that signatures must name; 137 is what the official client signs for. */
  chainId: number
  /** Micro-dollars that a wallet gets with its first API key. */
  faucet: Usd
  /** Milliseconds between the chain's blocks, and from a transaction until it is in one. */
  blockMs: number
  /** How long after `market_resolved` Gamma shows `closed`, in milliseconds; 51 to 186 s were measured. */
  gammaLagMs: number
  /** How late the Data API shows trades and what follows from them, in milliseconds; about 22 s are reported. */
  publicLagMs: number
  /** Whether the Data API's second version answers from a cache, as the real one's does: 300, 15 or 5 s. */
  dataCache: boolean
  /** For how long after its creation Gamma shows a market without tokens and orders, in milliseconds. */
  listingLagMs: number
  /** From a resolution, when the book is emptied, until `market_resolved`, in milliseconds; 120 to 148 s were measured. */
  resolvedLagMs: number
  /** How often a change of the tick is told. */
  tickChangeFrames: number
  /** How the user stream names the time of a match; both were seen. */
  matchTimeKey: 'match_time' | 'matchtime'
  /** A WebSocket without any traffic for this long is cut without a close frame, in milliseconds. */
  idleMs: number
  /** A WebSocket that lags by more than this many bytes is closed with 1013. */
  sendBufferBytes: number
  /** A subscription to more tokens than this in one frame gets no opening books. */
  snapshotTokens: number
  /** Without a heartbeat for this long, after the first one, a key's orders are cancelled, in milliseconds. */
  heartbeatMs: number
  /** How far a request's `POLY_TIMESTAMP` may lie from the venue's time, in milliseconds. */
  timestampToleranceMs: number
  /** How long the venue takes post-only orders alone after a restart, in milliseconds. */
  postOnlyMs: number
  /** Whether the limits for one address on the network are enforced, or which ones instead of the documented. */
  networkLimits: boolean | readonly LimitRule[]
  /** A request over such a limit is delayed if that takes no longer than this, else refused, in milliseconds. */
  networkQueueMs: number
  /** Whether the limits of one signer are off, only announced in headers, or enforced. */
  signerLimits: 'off' | 'warn' | 'enforce'
  /** The tier of every signer who is not in `signerTiers`. */
  signerTier: string
  /** The tiers of single signers, by address. */
  signerTiers: Readonly<Record<string, string>>
  /** Which wallets orders may come from: any kind, or deposit wallets alone as for accounts since May 2026. */
  makers: 'any' | 'deposit-wallets'
  /** How many orders one request may place. */
  batchOrders: number
  /** Whether matched market orders answer with `transactionsHashes` at once, as before 2026-07-24. */
  transactionHashes: boolean
  /** What builders charge, in hundredths of a percent, by builder code; it is told, not charged. */
  builderFees: Readonly<Record<string, Readonly<{ maker: number; taker: number }>>>
}>

const DEFAULTS: ServerRules = {
  chainId: 137,
  faucet: usd(1_000_000_000),
  blockMs: 2_000,
  gammaLagMs: 60_000,
  publicLagMs: 0,
  dataCache: false,
  listingLagMs: 0,
  resolvedLagMs: 134_000,
  tickChangeFrames: 2,
  matchTimeKey: 'match_time',
  idleMs: 125_000,
  sendBufferBytes: 4_194_304,
  snapshotTokens: 750,
  heartbeatMs: 10_000,
  timestampToleranceMs: 300_000,
  postOnlyMs: 120_000,
  networkLimits: true,
  networkQueueMs: 0,
  signerLimits: 'warn',
  signerTier: 'Standard',
  signerTiers: {},
  makers: 'any',
  batchOrders: 15,
  transactionHashes: false,
  builderFees: {},
}

/**
 * Completes the rules with their defaults.
 *
 * @throws BotError `invalid-config` for a number that is negative or no number, naming it.
 */
export const serverRules = (given: Partial<ServerRules> = {}): ServerRules => {
  const rules = { ...DEFAULTS, ...given }
  for (const [name, value] of Object.entries(rules)) {
    if (typeof value === 'number' && !(value >= 0)) {
      throw new BotError('invalid-config', `Expected ${name} of 0 or more, was ${value}`, { name })
    }
  }
  return rules
}
