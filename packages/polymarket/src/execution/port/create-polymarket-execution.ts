import {
  type Approved,
  type ExecutionReport,
  type OrderIntent,
  orderId,
  orderRef,
  type PreparedOrder,
  type SettleRequest,
  type SettleResult,
  USD_ZERO,
} from '@bot/core'
import { z } from 'zod'
import { expectShape } from '../../transport/expect-shape.js'
import { createSignedClient } from '../auth/create-signed-client.js'
import {
  createTradingCredentials,
  type TradingCredentials,
} from '../auth/create-trading-credentials.js'
import { buildOrder } from '../order/build-order.js'
import { orderDigest } from '../order/order-fields.js'
import { type OrderType, writeOrderWire } from '../order/order-wire.js'
import { signOrder } from '../order/sign-order.js'
import { SIGNATURE_TYPE, type TradingWallet } from '../order/wallet.js'
import { createUserStreamProtocol } from '../reports/user-stream-protocol.js'
import type { HexText } from '../signer/signer.js'
import { cancelOrders } from './cancel-orders.js'
import type { ExecutionContext } from './execution-context.js'
import type { PolymarketExecution, PolymarketExecutionOptions } from './execution-options.js'
import { lookupOrder } from './lookup-order.js'
import { createOrderMemory, type OrderMemory } from './order-memory.js'
import { readAccount, readBalance } from './read-account.js'
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
  const { signer, marketOf, clock, venue, wallet = { kind: 'eoa' } } = options
  const credentials = options.credentials ?? (await createTradingCredentials(options))
  const address = wallet.kind === 'eoa' ? signer.address : wallet.address
  const state = createVenueState(clock)
  const listeners = createListeners(options, createOrderMemory())
  const context = createContext(options, { credentials, wallet, address, state, listeners })
  const closing = new AbortController()
  const working = new Set<Promise<void>>()
  const track = (work: Promise<void>): void => {
    working.add(work)
    void work.finally(() => working.delete(work))
  }
  return {
    venue,
    address,
    prepare: (order) => prepareOrder(options, wallet, credentials.apiKey, order),
    submit: (prepared, signal) =>
      submitOrder({ context, closing: closing.signal, track }, prepared, signal),
    lookup: async (id) => {
      const reports = await lookupOrder(context, id)
      if (reports !== 'not-found') for (const report of reports) listeners.hear(report)
      return reports
    },
    cancel: (ids) => cancelOrders(context, ids),
    settle: (request) => options.settle?.(request) ?? Promise.resolve(unsupported(request)),
    account: () => readAccount(context),
    reports: listeners.add,
    deliver: listeners.emit,
    venueState: state.current,
    isCloseOnly: () => readCloseOnly(context, state),
    balanceOf: (asset, refresh) => readBalance(context, asset, refresh),
    heartbeat: (id, signal) => sendHeartbeat(context.client, id, signal),
    userStream: createUserStreamProtocol({
      credentials,
      address,
      marketOf,
      ...(options.userStreamUrl !== undefined && { url: options.userStreamUrl }),
    }),
    close: async () => {
      closing.abort()
      await Promise.all(working)
      listeners.clear()
    },
  }
}

type Listener = (report: ExecutionReport) => void
type Listeners = Readonly<{
  memory: OrderMemory
  add: (listener: Listener) => () => void
  hear: Listener
  emit: Listener
  clear: () => void
}>

/** What a listener throws is a problem, and keeps no other from hearing. */
const createListeners = (
  { clock, onProblem }: PolymarketExecutionOptions,
  memory: OrderMemory,
): Listeners => {
  const all = new Set<{ listener: Listener }>()
  const hear: Listener = (report) => memory.hear(report, clock.now())
  return {
    memory,
    hear,
    add: (listener) => {
      const entry = { listener }
      all.add(entry)
      return () => void all.delete(entry)
    },
    emit: (report) => {
      hear(report)
      for (const { listener } of all) {
        try {
          listener(report)
        } catch (cause) {
          onProblem({ during: 'listener', cause })
        }
      }
    },
    clear: () => all.clear(),
  }
}

type ContextParts = Readonly<{
  credentials: TradingCredentials
  wallet: TradingWallet
  address: HexText
  state: VenueStateTracker
  listeners: Listeners
}>

const createContext = (
  options: PolymarketExecutionOptions,
  { credentials, wallet, address, state, listeners }: ContextParts,
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
    account: { apiKey: credentials.apiKey, address },
    signatureType: SIGNATURE_TYPE[wallet.kind],
    memory: listeners.memory,
    marketOf,
    feeFor: (token) => marketOf(token)?.fee,
    emit: listeners.emit,
    problem: onProblem,
  }
}

const NOBODY: HexText = `0x${'0'.repeat(64)}`

const prepareOrder = async (
  options: PolymarketExecutionOptions,
  wallet: TradingWallet,
  owner: string,
  order: Approved<OrderIntent>,
): Promise<PreparedOrder> => {
  const { signer, marketOf, clock, random, chainId = 137, builder = NOBODY } = options
  const market = marketOf(order.token)
  const { address } = signer
  const now = clock.now()
  const built = buildOrder(order, { market, now, random, address, wallet, chainId, builder })
  const signature = await signOrder(signer, built.fields, built.place)
  const orderType = order.tif.toUpperCase() as OrderType
  const { postOnly } = order
  const wire = writeOrderWire(built, { signature, owner, orderType, postOnly })
  return { id: orderId(orderDigest(built.fields, built.place)), wire }
}

const unsupported = ({ ref, action }: SettleRequest): SettleResult => ({
  ref: orderRef(ref),
  action,
  status: 'failed',
  cash: USD_ZERO,
  reason: `unsupported: this bot cannot ${action.action} here; do it on polymarket.com with the same wallet, and the next reading of the account shows it`,
})

const closeOnlyShape = z.object({ closed_only: z.boolean() })

const readCloseOnly = async (
  { client }: ExecutionContext,
  state: VenueStateTracker,
): Promise<boolean> => {
  const path = '/auth/ban-status/closed-only'
  const raw = await client.read({ method: 'GET', path })
  const { closed_only: closeOnly } = expectShape(closeOnlyShape, raw, path)
  state.setCloseOnly(closeOnly)
  return closeOnly
}
