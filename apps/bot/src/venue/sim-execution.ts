import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import {
  type Approved,
  type SettleRequest,
  type SettleResult,
  type Size,
  USD_ZERO,
} from '@bot/core'
import { createLocalSigner, type Signer } from '@bot/polymarket'
import type { SimExchange } from '@bot/sim'
import type { Execution, ExecutionParts } from './execution.js'
import { openSignedExecution } from './signed-execution.js'
import type { Venue } from './venue.js'

/** What the simulated exchange is traded on with. */
export type SimExecutionOptions = Readonly<{
  venue: Venue
  exchange: SimExchange
  /** Where the throw-away key is kept, so that the account is the same at the next start. */
  keyFile?: string
  seed: number
  /** Called after each report of ours: the exchange must not forget what the journal knows. */
  onReport: () => void
}>

/** Trades on the simulated exchange; only protocol actions, which are transactions on chain there, go to it directly. */
export const openSimExecution = (
  parts: ExecutionParts,
  { venue, exchange, keyFile, seed, onReport }: SimExecutionOptions,
): Promise<Execution> => {
  const signer = readSigner(keyFile)
  return openSignedExecution(parts, {
    venue,
    signer,
    settle: createSettle(exchange, signer.address.toLowerCase()),
    seed,
    label: 'orders are signed with a throw-away key and filled by the simulated exchange',
    onReport,
  })
}

const readSigner = (file: string | undefined): Signer => {
  if (file !== undefined && existsSync(file))
    return createLocalSigner(readFileSync(file, 'utf8').trim())
  const key = `0x${randomBytes(32).toString('hex')}`
  if (file !== undefined) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, key, { mode: 0o600 })
  }
  return createLocalSigner(key)
}

/** Performs protocol actions on the exchange itself; the same `ref` acts once. */
const createSettle = (
  exchange: SimExchange,
  owner: string,
): ((request: Approved<SettleRequest>) => Promise<SettleResult>) => {
  const done = new Map<string, SettleResult>()
  const redeemed = new Set<string>()
  const perform = ({ ref, action }: SettleRequest): SettleResult => {
    const base = { ref, action } as Pick<SettleResult, 'ref' | 'action'>
    const result = act(exchange, owner, action)
    if (result.ok) {
      if (action.action === 'redeem') for (const id of action.markets) redeemed.add(id)
      return { ...base, status: 'confirmed', cash: result.cash }
    }
    // The exchange pays all shares of an account at once, whichever strategy they belong to.
    const paid = action.action === 'redeem' && action.markets.every((id) => redeemed.has(id))
    if (paid) return { ...base, status: 'confirmed', cash: USD_ZERO }
    return { ...base, status: 'failed', cash: USD_ZERO, reason: result.reason }
  }
  return async (request) => {
    const known = done.get(request.ref)
    if (known !== undefined) return known
    const result = perform(request)
    done.set(request.ref, result)
    return result
  }
}

const act = (exchange: SimExchange, owner: string, action: SettleRequest['action']) => {
  const [first] = action.markets
  const shares: Size = action.shares
  if (first === undefined) return { ok: false, reason: 'unknown-market' } as const
  switch (action.action) {
    case 'split':
      return exchange.split(owner, first, shares)
    case 'merge':
      return exchange.merge(owner, first, shares)
    case 'convert':
      return exchange.convert(owner, action.markets, shares)
    case 'redeem':
      return exchange.redeem(owner, action.markets)
  }
}
