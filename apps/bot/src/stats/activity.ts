import {
  averagePrice,
  type ClosedPosition,
  formatSize,
  formatUsd,
  type MarketFacts,
  type Refusal,
  type Signal,
  type Stamped,
  type Tick,
  type TokenId,
  usdToNumber,
  type View,
} from '@bot/core'
import { createRing } from './ring.js'

/** A signal as people read it. */
export type SignalRow = Readonly<{
  at: number
  seq: number
  strategy: string
  market: string
  outcome: string
  side: string
  limit: number
  confidence: number
  edgePerShare: number
  because: string
  basket: boolean
  /** What came of it: `sent`, or the reason it was not. */
  became: string
}>

/** A trade of ours as people read it; dollars as numbers. */
export type TradeRow = Readonly<{
  at: number
  strategy: string
  market: string
  outcome: string
  side: string
  shares: string
  price: number | null
  notionalUsd: string
  feeUsd: string
  status: string
  id: string
}>

/** An arbitrage opportunity that was certified. */
export type OpportunityRow = Readonly<{
  at: number
  event: string
  kind: string
  because: string
  edgeCents: number
  maxCostUsd: string
  worstCaseUsd: string
  legs: number
  became: string
}>

/** A refusal as people read it. */
export type RefusalRow = Readonly<{
  at: number
  step: string
  reason: string
  by: string
  subject: string
  context: Refusal['context']
}>

/** The newest of everything that happened, newest first. */
export type Activity = Readonly<{
  add: (stamped: Stamped, tick: Tick) => void
  signals: (most?: number) => readonly SignalRow[]
  trades: (most?: number) => readonly TradeRow[]
  opportunities: (most?: number) => readonly OpportunityRow[]
  refusals: (most?: number) => readonly RefusalRow[]
  closed: (most?: number) => readonly ClosedPosition[]
  lastSignalAt: () => number | undefined
}>

const KEPT = 200

/** The refusal of an opportunity that is seen again at each change of its books while its basket is under way. */
export const SEEN_AGAIN = 'basket-overlaps'

/** Makes an empty record of what happens; `view` names markets, `nameOf` the strategy behind an owner. */
export const createActivity = (view: () => View, nameOf: (owner: string) => string): Activity => {
  const signals = createRing<SignalRow>(KEPT)
  const trades = createRing<TradeRow>(KEPT)
  const opportunities = createRing<OpportunityRow>(KEPT)
  const refusals = createRing<RefusalRow>(KEPT)
  let lastSignalAt: number | undefined
  let lastBasket: string | undefined

  const addSignal = (signal: Signal, stamped: Stamped, tick: Tick): void => {
    lastSignalAt = stamped.at
    const market = view().market(signal.market)
    const became = outcomeOf(signal, tick)
    if (became === SEEN_AGAIN || (signal.basket !== undefined && lastBasket === signal.basket.id))
      return
    lastBasket = signal.basket?.id ?? lastBasket
    signals.add(signalRow(signal, stamped, market, became))
    if (signal.basket !== undefined)
      opportunities.add(opportunityRow(signal, stamped, market, became))
  }

  return {
    add: (stamped, tick) => {
      for (const decision of tick.decisions) {
        if (decision.kind === 'signal') addSignal(decision, stamped, tick)
        else if (decision.kind === 'refusal')
          refusals.add({ ...refusalRow(decision, stamped.at), by: nameOf(decision.by) })
      }
      const trade = tradeRow(stamped, view())
      if (trade !== undefined) trades.add({ ...trade, strategy: nameOf(trade.strategy) })
    },
    signals: signals.newest,
    trades: trades.newest,
    opportunities: opportunities.newest,
    refusals: refusals.newest,
    closed: (most = KEPT) => view().ledger.closed.slice(-most).reverse(),
    lastSignalAt: () => lastSignalAt,
  }
}

/** Steps that a taken signal can fail at in its own tick. */
const LATER: ReadonlySet<Refusal['step']> = new Set(['sized', 'risk-passed', 'sent'])

/** A taken signal either led to a command of its tick or was refused in it by the policy. */
const outcomeOf = (signal: Signal, tick: Tick): string => {
  const basket = signal.basket?.id
  const owner = basket ?? signal.strategy
  const market = (command: Tick['commands'][number]): boolean =>
    command.kind === 'submit' && (basket !== undefined || command.order.market === signal.market)
  const sent = tick.commands.some(
    (command) =>
      (command.kind === 'submit' && command.order.owner === owner && market(command)) ||
      (command.kind === 'settle' && command.owner === owner),
  )
  if (sent) return 'sent'
  const refusal = tick.decisions.find(
    (each) =>
      each.kind === 'refusal' &&
      LATER.has(each.step) &&
      // Two ways to one basket: the second is refused, the first goes on.
      each.refused !== 'basket-already-known' &&
      each.by === signal.strategy &&
      (each.subject === basket || each.subject === signal.token || each.subject === signal.market),
  )
  if (refusal?.kind === 'refusal') return refusal.refused
  return basket === undefined ? 'not sent' : 'waits for its books'
}

const signalRow = (
  signal: Signal,
  { at, seq }: Stamped,
  market: MarketFacts | undefined,
  became: string,
): SignalRow => ({
  at,
  seq,
  strategy: signal.strategy,
  market: market?.question ?? signal.market,
  outcome: outcomeName(market, signal.token),
  side: signal.side,
  limit: signal.limit / 10_000,
  confidence: signal.confidence,
  edgePerShare: signal.edgePerShare,
  because: signal.because,
  basket: signal.basket !== undefined,
  became,
})

const outcomeName = (market: MarketFacts | undefined, token: TokenId): string => {
  const index = market?.tokens.indexOf(token) ?? -1
  return market?.outcomes[index] ?? token
}

const opportunityRow = (
  signal: Signal,
  { at }: Stamped,
  market: MarketFacts | undefined,
  became: string,
): OpportunityRow => {
  const basket = signal.basket
  const proof = basket?.proof as Readonly<{ kind?: string }> | undefined
  return {
    at,
    event: market?.eventTitle ?? market?.question ?? signal.market,
    kind: proof?.kind ?? 'basket',
    because: signal.because,
    edgeCents: signal.edgePerShare * 100,
    maxCostUsd: basket === undefined ? '0' : formatUsd(basket.maxCost),
    worstCaseUsd: basket === undefined ? '0' : formatUsd(basket.worstCase),
    legs:
      basket?.stages.reduce(
        (sum, stage) => sum + (stage.kind === 'legs' ? stage.legs.length : 0),
        0,
      ) ?? 0,
    became,
  }
}

const refusalRow = (refusal: Refusal, at: number): RefusalRow => ({
  at,
  step: refusal.step,
  reason: refusal.refused,
  by: refusal.by,
  subject: refusal.subject,
  context: refusal.context,
})

const tradeRow = ({ event, at }: Stamped, view: View): TradeRow | undefined => {
  if (event.type !== 'execution' || event.report.tradeId === undefined) return undefined
  const { report } = event
  if (report.status !== 'matched' || report.exchanged === undefined) return undefined
  const position = [...view.ledger.positions.values()].find((each) =>
    each.entries.some((entry) => entry.id.endsWith(` ${report.tradeId}`)),
  )
  const token = report.token ?? position?.token
  const market = token === undefined ? undefined : view.marketOf(token)
  return {
    at,
    strategy: position?.owner ?? '',
    market: market?.question ?? '',
    outcome: token === undefined ? '' : outcomeName(market, token),
    side: report.side ?? '',
    shares: formatSize(report.exchanged.size),
    price: averagePrice(report.exchanged) ?? null,
    notionalUsd: formatUsd(report.exchanged.notional),
    feeUsd: formatUsd(report.fee ?? (0 as never)),
    status: report.status,
    id: report.tradeId ?? '',
  }
}

/** Profit of closed positions since a time, in dollars. */
export const realisedSince = (closed: readonly ClosedPosition[], from: number): number =>
  closed
    .filter((each) => each.closedAt >= from)
    .reduce((sum, each) => sum + usdToNumber(each.realised), 0)
