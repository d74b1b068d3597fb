import { BotError, type Usd, usd } from '@bot/core'

/** How the simulated venue behaves where the real one varies or is not documented. All have defaults. */
export type ServerRules = Readonly<{
  /** The chain id that signatures must name; 137 is what the official client signs for. */
  chainId: number
  /** Micro-dollars that a wallet gets with its first API key. */
  faucet: Usd
  /** How long after a resolution Gamma shows `closed`, in milliseconds; 51 to 186 s were measured. */
  gammaLagMs: number
  /** A WebSocket without any traffic for this long is cut without a close frame, in milliseconds. */
  idleMs: number
  /** A WebSocket that lags by more than this many bytes is closed with 1013. */
  sendBufferBytes: number
  /** A subscription to more tokens than this in one frame gets no opening books. */
  snapshotTokens: number
  /** Without a heartbeat for this long, after the first one, a key's orders are cancelled, in milliseconds. */
  heartbeatMs: number
  /** Whether the limits for one address on the network are enforced. */
  networkLimits: boolean
  /** Whether the limits of one signer are off, only announced in headers, or enforced. */
  signerLimits: 'off' | 'warn' | 'enforce'
}>

const DEFAULTS: ServerRules = {
  chainId: 137,
  faucet: usd(1_000_000_000),
  gammaLagMs: 60_000,
  idleMs: 125_000,
  sendBufferBytes: 4_194_304,
  snapshotTokens: 750,
  heartbeatMs: 10_000,
  networkLimits: true,
  signerLimits: 'warn',
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
