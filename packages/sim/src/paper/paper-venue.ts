import type {
  Account,
  ExecutionPort,
  ExecutionReport,
  OrderId,
  Size,
  TimeMs,
  TokenId,
  Usd,
} from '@bot/core'
import { cancelPaper, openIds } from './cancel-paper.js'
import { observeEvent } from './observe-event.js'
import { settleAction } from './paper-actions.js'
import type { PaperVenue, PaperVenueOptions } from './paper-options.js'
import { restorePaper, snapshotPaper } from './paper-snapshot.js'
import type { PaperState } from './paper-state.js'
import { preparePaper, submitPaper } from './submit-paper.js'

/**
 * Makes a venue that fills orders on paper, against the books in the events that it is shown.
 *
 * It has no timers and no clock: the time of a submit is that of the last event, and everything happens inside
 * `observe`. Its assumptions, each with the direction of its error, are in the package's README.
 */
export const createPaperVenue = (options: PaperVenueOptions): PaperVenue => {
  const state = initialState(options)
  const listeners = new Set<(report: ExecutionReport) => void>()
  const deliver = (): void => deliverAll(state, listeners)
  const port = createPort(state, options.name ?? 'paper', listeners, deliver)
  return {
    port,
    observe: (event) => {
      observeEvent(state, event)
      deliver()
    },
    snapshot: () => snapshotPaper(state),
    restore: (snapshot) => restorePaper(state, snapshot),
  }
}

/** Hands out every report; a listener that throws keeps no one from hearing, and its error comes at the end. */
const deliverAll = (
  state: PaperState,
  listeners: ReadonlySet<(report: ExecutionReport) => void>,
): void => {
  const errors: unknown[] = []
  for (let next = state.outbox.shift(); next !== undefined; next = state.outbox.shift()) {
    for (const listener of [...listeners]) {
      try {
        listener(next)
      } catch (error) {
        errors.push(error)
      }
    }
  }
  if (errors.length > 0) throw errors[0]
}

const createPort = (
  state: PaperState,
  name: string,
  listeners: Set<(report: ExecutionReport) => void>,
  deliver: () => void,
): ExecutionPort => ({
  venue: { name, simulated: true },
  prepare: async (intent) => preparePaper(state, intent),
  submit: async (prepared, signal) =>
    signal.aborted ? { outcome: 'refused', reason: 'aborted' } : submitPaper(state, prepared),
  lookup: async (id) => {
    const order = state.orders.get(id)
    return order === undefined ? 'not-found' : lookupReports(order.id, order.reports)
  },
  cancel: async (ids) => {
    const reports = cancelPaper(state, ids)
    deliver()
    return reports
  },
  settle: async (request) => settleAction(state, request),
  account: async () => showPaperAccount(state),
  reports: (listener) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
  close: async () => listeners.clear(),
})

const initialState = (options: PaperVenueOptions): PaperState => ({
  now: 0 as TimeMs,
  seed: options.seed ?? 'paper',
  latencyMs: options.latencyMs ?? 250,
  latencyJitterMs: options.latencyJitterMs ?? 0,
  confirmMs: options.confirmMs ?? 2_000,
  settleMs: options.settleMs ?? 0,
  expiryLeadMs: options.expiryLeadMs ?? 60_000,
  leastLifeMs: options.leastLifeMs ?? 180_000,
  cancelLatencyMs: options.cancelLatencyMs ?? options.latencyMs ?? 250,
  failChance: options.failChance ?? 0,
  replenishMs: options.replenishMs,
  lookups: options,
  cash: options.startingCash,
  reservedCash: 0,
  incomingCash: 0,
  holdings: new Map(options.startingHoldings),
  reservedShares: new Map(),
  incomingShares: new Map(),
  orders: new Map(),
  active: new Map(),
  actions: new Map(),
  books: new Map(),
  taken: new Map(),
  seenMarkets: new Map(),
  marketOfToken: new Map(),
  payouts: new Map(),
  due: [],
  dueCount: 0,
  outbox: [],
})

/** All reports of an order; one that has none yet is on its way, and the venue has it. */
const lookupReports = (
  order: OrderId,
  reports: readonly ExecutionReport[],
): readonly ExecutionReport[] => (reports.length === 0 ? [{ order, status: 'open' }] : [...reports])

const showPaperAccount = (state: PaperState): Account => ({
  cash: state.cash as Usd,
  open: openIds(state),
  holdings: new Map(
    [...state.holdings].map(([token, shares]): [TokenId, Size] => [token, shares as Size]),
  ),
})
