import type { Clock } from '@bot/core'
import type { SimExchange } from '../exchange/exchange.js'
import { type AccountStanding, createAccountStanding } from './auth/account-standing.js'
import { type ApiKeys, createApiKeys } from './auth/api-keys.js'
import { createWallets, type Wallets } from './auth/wallets.js'
import { createPublicLedger, type PublicLedger } from './data/ledger/create-public-ledger.js'
import { type ServerRules, serverRules } from './server-rules.js'
import { createTradingModes, type TradingModes } from './trading/trading-modes.js'
import { createWireNames, type WireNames } from './wire/wire-names.js'

/** What every route and stream of one server works with. */
export type ServerContext = Readonly<{
  exchange: SimExchange
  clock: Clock
  keys: ApiKeys
  /** Which wallets belong to whom: an API key is the signer's, the money may lie in a contract wallet of it. */
  wallets: Wallets
  names: WireNames
  rules: ServerRules
  /** What the public knows of trades and positions. */
  ledger: PublicLedger
  /** Whether orders are taken at the moment, for everyone. */
  tradingMode: TradingModes
  /** Whether an address may trade. */
  standing: AccountStanding
  /** Reports what went wrong inside the server; never throws. */
  log: (message: string, details?: object) => void
}>

/** What a server's context is made of. */
export type ContextParts = Readonly<{
  exchange: SimExchange
  clock: Clock
  rules?: Partial<ServerRules>
  log: ServerContext['log']
}>

/**
 * Makes the context of one server, without keys and in normal mode.
 *
 * @throws BotError `invalid-config` for a bad rule
 */
export const createServerContext = (parts: ContextParts): ServerContext => {
  const { exchange, clock, log } = parts
  const rules = serverRules(parts.rules)
  const keys = createApiKeys()
  const wallets = createWallets()
  return {
    exchange,
    clock,
    keys,
    wallets,
    names: createWireNames(keys, wallets),
    rules,
    ledger: createPublicLedger(exchange, rules.publicLagMs),
    tradingMode: createTradingModes(exchange.actualNow, rules.postOnlyMs),
    standing: createAccountStanding(),
    log,
  }
}
