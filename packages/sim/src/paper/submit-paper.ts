import {
  BotError,
  createSeededRandom,
  hashText,
  isOnTick,
  type OrderId,
  type OrderIntent,
  orderId,
  type PreparedOrder,
  type SubmitResult,
  type TimeMs,
} from '@bot/core'
import { freePaperCash, freePaperShares, holdFor, isBelowDollar, neededFor } from './paper-funds.js'
import type { PaperOrder, PaperWire } from './paper-order.js'
import { marketOfToken, type PaperState, planDue } from './paper-state.js'

/**
 * Writes an order down; its id follows from the seed and the text alone.
 *
 * @throws BotError `invalid-argument` for an order that no venue takes.
 */
export const preparePaper = (state: PaperState, intent: OrderIntent): PreparedOrder => {
  const { ref, token, market, side, shares, limit, tif, postOnly, expiresAt } = intent
  const problem = findProblem(intent)
  if (problem !== undefined) {
    throw new BotError('invalid-argument', `Expected ${problem} in order ${ref}`, { ref })
  }
  const wire: PaperWire = {
    ref,
    token,
    market,
    side,
    shares,
    limit,
    tif,
    postOnly,
    ...(expiresAt === undefined ? {} : { expiresAt }),
  }
  const text = JSON.stringify(wire)
  return { id: idOf(state.seed, text), wire: text }
}

const findProblem = (intent: OrderIntent): string | undefined => {
  const { shares, limit, tif, postOnly, expiresAt } = intent
  if (!Number.isSafeInteger(shares) || shares <= 0) return 'whole shares above 0'
  if (!Number.isInteger(limit) || limit <= 0 || limit >= 10_000) return 'a limit inside 0 and 1'
  if (postOnly && (tif === 'fok' || tif === 'fak')) return 'post-only with gtc or gtd alone'
  if ((tif === 'gtd') !== (expiresAt !== undefined)) return 'an expiry with gtd alone'
  return undefined
}

const idOf = (seed: number | string, text: string): OrderId => {
  let digits = ''
  for (let i = 0; i < 8; i++) {
    digits += hashText(`${i} ${seed} ${text}`).toString(16).padStart(8, '0')
  }
  return orderId(`0x${digits}`)
}

/** Takes an order if it could stand at the venue; the same bytes again change nothing. */
export const submitPaper = (state: PaperState, prepared: PreparedOrder): SubmitResult => {
  if (idOf(state.seed, prepared.wire) !== prepared.id) return refuse('invalid-order')
  if (state.orders.has(prepared.id)) return { outcome: 'accepted', reason: 'duplicate' }
  const wire = JSON.parse(prepared.wire) as PaperWire
  const market = marketOfToken(state, wire.token)
  if (market === undefined) return refuse('unknown-market')
  const { tick, minimumSize, fee } = market
  if (market.closed || !market.tradable || state.payouts.has(market.id)) {
    return refuse('market-closed')
  }
  if (tick === 'unknown') return refuse('unknown-tick')
  if (minimumSize === 'unknown') return refuse('unknown-minimum')
  if (fee === 'unknown') return refuse('unknown-fee')
  if (!isOnTick(wire.limit, tick)) return refuse('off-tick')
  const isTaker = wire.tif === 'fok' || wire.tif === 'fak'
  if (!isTaker && wire.shares < minimumSize) return refuse('below-minimum-size')
  if (isTaker && isBelowDollar(wire)) return refuse('below-minimum-amount')
  const { expiresAt = Number.POSITIVE_INFINITY } = wire
  const wholeSecond = Math.floor(state.now / 1_000) * 1_000
  if (expiresAt < wholeSecond + state.leastLifeMs || expiresAt - state.expiryLeadMs <= state.now) {
    return refuse('invalid-expiration')
  }
  const needed = neededFor(wire, wire.shares, fee)
  if (wire.side === 'buy' && freePaperCash(state) < needed) return refuse('not-enough-balance')
  if (wire.side === 'sell' && freePaperShares(state, wire.token) < needed) {
    return refuse('not-enough-shares')
  }
  accept(state, prepared.id, wire, needed)
  return { outcome: 'accepted' }
}

const refuse = (reason: string): SubmitResult => ({ outcome: 'refused', reason })

const accept = (state: PaperState, id: OrderId, wire: PaperWire, needed: number): void => {
  const jitter = Math.floor(createSeededRandom(`${state.seed} ${id}`)() * state.latencyJitterMs)
  const order: PaperOrder = {
    id,
    wire,
    state: 'sent',
    reachesAt: (state.now + state.latencyMs + jitter) as TimeMs,
    joinedAt: state.now,
    ahead: 0,
    seenGone: 0,
    remaining: wire.shares,
    cancelSent: false,
    held: 0,
    trades: 0,
    reports: [],
  }
  holdFor(state, order, needed)
  state.orders.set(id, order)
  const active = state.active.get(wire.token) ?? new Set()
  state.active.set(wire.token, active.add(order))
  planDue(state, order.reachesAt, 'reach', id)
  if (wire.expiresAt === undefined) return
  planDue(state, (wire.expiresAt - state.expiryLeadMs) as TimeMs, 'expire', id)
}
