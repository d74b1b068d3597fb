import { notional, type OrderIntent, parseUsd } from '@bot/core'
import type { Settings } from '../../config/settings.js'
import type { PostedOrder } from '../world/watch-orders.js'
import type { BotBooks } from './bot-books.js'
import { type AtRisk, type ExchangeLedger, groupOf } from './exchange-ledger.js'
import type { Report } from './violation.js'

/** The limits that a scenario was given. */
export type Limits = Pick<
  Settings,
  | 'maxPositionUsd'
  | 'basketMaxUsd'
  | 'maxCorrelatedExposureUsd'
  | 'maxOpenPositions'
  | 'maxPositionsPerEvent'
  | 'maxHourlyTrades'
  | 'maxDailyLossUsd'
>

type LimitParts = Readonly<{
  limits: Limits
  books: BotBooks
  ledger: ExchangeLedger
  report: Report
}>

const HOUR_MS = 3_600_000

/**
 * Checks, at each buy that is posted, what the wallet has at risk at the exchange with that buy against every limit.
 *
 * Positions come from the exchange's own trades. What only the bot can know, such as a failed settlement, counts from
 * when it knew it: an order is judged by the moment of its decision.
 */
export const createLimitCheck = ({ limits, books, ledger, report }: LimitParts) => {
  const seen = new Set<string>()
  const begun = new Set<string>()
  return {
    check: ({ at, body }: PostedOrder): void => {
      const prepared = books.byWire.get(body)
      if (prepared === undefined || seen.has(body)) return
      seen.add(body)
      const { intent } = prepared
      if (intent.side !== 'buy') return
      const decidedAt = Number(/^o(\d+)-/.exec(intent.ref)?.[1] ?? 0)
      const exceed = (limit: keyof Limits, was: number): void =>
        report('limit-exceeded', `${limit} ${limits[limit]}: ${was} with ${intent.ref}`)
      const before = ledger.atRisk(decidedAt)
      const after = withOrder(before, intent, books)
      checkMoney(limits, after, intent, exceed)
      // What is open already may be added to, also while a failed exit has opened more than may be.
      if (before.get(groupOf(intent))?.slot !== true) checkSlots(limits, after, intent, exceed)
      const trade = tradeOf(intent)
      if (begun.has(trade)) return
      begun.add(trade)
      const others = ledger.filledSince(at - HOUR_MS + 1, tradeOf)
      if (others >= limits.maxHourlyTrades) exceed('maxHourlyTrades', others + 1)
      const lost = -books.realisedAt(decidedAt)
      if (lost >= dollars(limits.maxDailyLossUsd)) exceed('maxDailyLossUsd', lost)
    },
  }
}

const dollars = (value: number): number => parseUsd(value, 'nearest')

/** A basket is one trade, and so is an entry that goes out in parts. */
const tradeOf = ({ basket, ref, memo }: OrderIntent): string => {
  const named = memo as Readonly<{ trade?: unknown }> | null | undefined
  return basket ?? (typeof named?.trade === 'string' ? named.trade : ref)
}

const withOrder = (
  before: ReadonlyMap<string, AtRisk>,
  intent: OrderIntent,
  books: BotBooks,
): ReadonlyMap<string, AtRisk> => {
  const group = groupOf(intent)
  const known = before.get(group)
  const event = books.markets.market(intent.market)?.event ?? intent.market
  const cost = (known?.cost ?? 0) + notional(intent.shares, intent.limit, 'up')
  return new Map(before).set(group, { event, cost, slot: true })
}

const checkMoney = (
  limits: Limits,
  groups: ReadonlyMap<string, AtRisk>,
  intent: OrderIntent,
  exceed: (limit: keyof Limits, was: number) => void,
): void => {
  const own = groups.get(groupOf(intent))
  if (own === undefined) return
  const most = intent.basket === undefined ? 'maxPositionUsd' : 'basketMaxUsd'
  if (own.cost > dollars(limits[most])) exceed(most, own.cost)
  const all = [...groups.values()]
  const inEvent = all.filter(({ event }) => event === own.event)
  const cost = inEvent.reduce((sum, each) => sum + each.cost, 0)
  if (cost > dollars(limits.maxCorrelatedExposureUsd)) exceed('maxCorrelatedExposureUsd', cost)
}

const checkSlots = (
  limits: Limits,
  groups: ReadonlyMap<string, AtRisk>,
  intent: OrderIntent,
  exceed: (limit: keyof Limits, was: number) => void,
): void => {
  const event = groups.get(groupOf(intent))?.event
  const taken = [...groups.values()].filter(({ slot }) => slot)
  if (taken.length > limits.maxOpenPositions) exceed('maxOpenPositions', taken.length)
  const slots = taken.filter((each) => each.event === event).length
  if (slots > limits.maxPositionsPerEvent) exceed('maxPositionsPerEvent', slots)
}
