import type { SimExchange } from '../exchange/exchange.js'
import type { ApiKeys } from './auth/api-keys.js'
import type { ServerRules } from './server-rules.js'
import type { WireNames } from './wire/wire-names.js'

/** What every route and stream of one server works with. */
export type ServerContext = Readonly<{
  exchange: SimExchange
  keys: ApiKeys
  names: WireNames
  rules: ServerRules
  /** Reports what went wrong inside the server; never throws. */
  log: (message: string, details?: object) => void
}>
