import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import {
  type Approved,
  createSeededRandom,
  type SettleRequest,
  type SettleResult,
  type Size,
  USD_ZERO,
} from '@bot/core'
import { createLocalSigner, createPolymarketExecution, type Signer } from '@bot/polymarket'
import { createExecutionFeed } from '@bot/realtime-feed'
import type { SimExchange } from '@bot/sim'
import type { Execution, ExecutionParts } from './execution.js'
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

/**
 * Trades on the simulated exchange as one trades on Polymarket: orders are signed, posted over HTTP, and reported over
 * the user channel. Only protocol actions, which are transactions on chain there, go to the exchange directly.
 */
export const openSimExecution = async (
  parts: ExecutionParts,
  options: SimExecutionOptions,
): Promise<Execution> => {
  const { venue, exchange, seed } = options
  const { clock, log, view } = parts
  const signer = readSigner(options.keyFile)
  const port = await createPolymarketExecution({
    transport: venue.reads.transport,
    signer,
    marketOf: (token) => view().marketOf(token),
    orderOf: (id) => parts.orderById(id)?.intent,
    clock,
    random: createSeededRandom(`${seed}:${parts.lastSeq}:salts`),
    venue: { name: venue.label, simulated: true },
    settle: createSettle(exchange, signer.address.toLowerCase()),
    userStreamUrl: `${venue.hosts['ws']}/ws/user`,
    onProblem: (problem) => log.warn({ problem }, 'Execution: a problem with the venue'),
  })
  const feed = createExecutionFeed({
    protocol: port.userStream,
    clock,
    random: createSeededRandom(`${seed}:user`),
    onEvents: (arrived) => {
      for (const { event } of arrived) if (event.type === 'execution') port.deliver(event.report)
    },
  })
  // The user channel replays nothing.
  feed.on('reconnected', parts.onReportsMissed)
  const stopListening = port.reports(options.onReport)
  return {
    port,
    label: 'orders are signed with a throw-away key and filled by the simulated exchange',
    observe: () => {},
    keepsOrders: true,
    close: async () => {
      stopListening()
      await feed.close()
      await port.close()
    },
  }
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
