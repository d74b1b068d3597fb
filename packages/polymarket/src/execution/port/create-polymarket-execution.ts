import { orderRef, type SettleRequest, type SettleResult, USD_ZERO } from '@bot/core'
import { createSignedClient } from '../auth/create-signed-client.js'
import {
  createTradingCredentials,
  type TradingCredentials,
} from '../auth/create-trading-credentials.js'
import { createUserStreamProtocol } from '../reports/user-stream-protocol.js'
import { resolveWallet } from '../wallet/resolve-wallet.js'
import { type KnownWallet, SIGNATURE_TYPE } from '../wallet/trading-wallet.js'
import { cancelOrders } from './cancel-orders.js'
import { createReportListeners, type ReportListeners } from './create-report-listeners.js'
import type { ExecutionContext } from './execution-context.js'
import type { PolymarketExecution, PolymarketExecutionOptions } from './execution-options.js'
import { lookupOrder } from './lookup-order.js'
import { createOrderMemory } from './order-memory.js'
import { createOrderVersion } from './order-version.js'
import { prepareOrder } from './prepare-order.js'
import { readAccount, readBalance } from './read-account.js'
import { readCloseOnly } from './read-close-only.js'
import { recoverTrades } from './recover-trades.js'
import { createBalanceRefresh } from './refresh-balance.js'
import { sendHeartbeat } from './send-heartbeat.js'
import { submitOrder } from './submit-order.js'
import { createVenueState, type VenueStateTracker } from './venue-state.js'

/**
 * Opens an account for trading on Polymarket, or on whatever speaks its protocol at the transport's hosts.
 *
 * Orders are built exactly (nothing is rounded), signed by the signer, and each is posted once: what came of it is
 * `unknown` unless the venue said it, and is found by the id that was known before. Reports come from answers, and
 * from the user channel through `deliver`; the same trade has the same id from all of them.
 *
 * This trades with real money at Polymarket's own hosts.
 *
 * @throws BotError what `createTradingCredentials` throws, without `credentials`.
 */
export const createPolymarketExecution = async (
  options: PolymarketExecutionOptions,
): Promise<PolymarketExecution> => {
  const { signer, marketOf, clock, venue, chainId, userStreamUrl: url } = options
  const wallet = resolveWallet(options.wallet ?? { kind: 'eoa' }, signer.address, chainId)
  const credentials = options.credentials ?? (await createTradingCredentials(options))
  const { address } = wallet
  const state = createVenueState(clock)
  const listeners = createReportListeners(options, createOrderMemory())
  const context = createContext(options, { credentials, wallet, state, listeners })
  const userStream = { credentials, address, marketOf, ...(url !== undefined && { url }) }
  const owner = credentials.apiKey
  const memory = context.memory
  return {
    venue,
    address,
    wallet,
    prepare: (order) => prepareOrder(options, { wallet, owner, memory }, order),
    ...createSubmitting(context, listeners),
    ...createLookups(context, listeners),
    cancel: (ids) => cancelOrders(context, ids),
    settle: async (request) => options.settle?.(request) ?? unsupported(request),
    account: () => readAccount(context),
    reports: listeners.add,
    deliver: listeners.emit,
    userStream: createUserStreamProtocol(userStream),
    venueState: state.current,
    orderVersion: context.version.read,
    isCloseOnly: async () => {
      const closeOnly = await readCloseOnly(context.client)
      state.setCloseOnly(closeOnly)
      return closeOnly
    },
    balanceOf: (asset, refresh) => readBalance(context, asset, refresh),
    heartbeat: (id, signal) => sendHeartbeat(context.client, id, signal),
  }
}

/** What is found out is remembered, and told to nobody but who asked. */
const createLookups = (
  context: ExecutionContext,
  { hear }: ReportListeners,
): Pick<PolymarketExecution, 'lookup' | 'tradesSince'> => ({
  lookup: async (id) => {
    const reports = await lookupOrder(context, id)
    if (reports !== 'not-found') reports.forEach(hear)
    return reports
  },
  tradesSince: async (since) => {
    const reports = await recoverTrades(context, since)
    reports.forEach(hear)
    return reports
  },
})

/** A closed account sends no order, and what goes on after a submit ends before it is closed. */
const createSubmitting = (
  context: ExecutionContext,
  listeners: ReportListeners,
): Pick<PolymarketExecution, 'submit' | 'close'> => {
  const closing = new AbortController()
  const working = new Set<Promise<void>>()
  const track = (work: Promise<void>): void => {
    working.add(work)
    void work.finally(() => working.delete(work))
  }
  const refreshBalance = createBalanceRefresh()
  const parts = { context, refreshBalance, closing: closing.signal, track }
  return {
    submit: (prepared, signal) => submitOrder(parts, prepared, signal),
    close: async () => {
      closing.abort()
      await Promise.all(working)
      listeners.clear()
    },
  }
}

type ContextParts = Readonly<{
  credentials: TradingCredentials
  wallet: KnownWallet
  state: VenueStateTracker
  listeners: ReportListeners
}>

const createContext = (
  options: PolymarketExecutionOptions,
  { credentials, wallet, state, listeners }: ContextParts,
): ExecutionContext => {
  const { transport, clock, signer, marketOf, onProblem } = options
  return {
    transport,
    client: createSignedClient({
      transport,
      clock,
      // Keys belong to the account that signs, also where a contract holds the money.
      address: signer.address,
      credentials,
      onOutcome: state.observe,
    }),
    clock,
    account: { apiKey: credentials.apiKey, address: wallet.address },
    signatureType: SIGNATURE_TYPE[wallet.kind],
    memory: listeners.memory,
    version: createOrderVersion(transport),
    venueState: state.current,
    marketOf,
    orderOf: options.orderOf ?? (() => undefined),
    feeFor: (token) => marketOf(token)?.fee,
    emit: listeners.emit,
    problem: onProblem,
  }
}

const unsupported = ({ ref, action }: SettleRequest): SettleResult => ({
  ref: orderRef(ref),
  action,
  status: 'failed',
  cash: USD_ZERO,
  reason: `unsupported: this bot cannot ${action.action} here; do it on polymarket.com with the same wallet, and the next reading of the account shows it`,
})
