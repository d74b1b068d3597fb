import { BotError, type MarketId, USD_ONE } from '@bot/core'
import { NEG_RISK_VAULT } from './convert-positions.js'
import { type ExchangeState, type MarketState, schedule } from './exchange-state.js'
import { clearMarket, requireMarket } from './market-life.js'
import { redeemPositions } from './protocol-actions.js'
import type { ResolutionStep, SimMarket } from './sim-market.js'

type Payouts = readonly [number, number]

/** Marks a market as proposed, unless it is already. */
export const proposeOutcome = (state: ExchangeState, id: MarketId, payouts?: Payouts): void => {
  const market = requireMarket(state, id)
  if (market.shown.payouts !== undefined || lastStep(market.shown) === 'proposed') return
  if (payouts !== undefined) checkPayouts(state, market, payouts)
  const { proposedPayouts, ...shown } = market.shown
  market.shown = {
    ...withStep(shown, 'proposed'),
    proposedAt: state.now,
    ...(payouts === undefined ? {} : { proposedPayouts: payouts }),
  }
  const { livenessMs } = state.rules
  if (livenessMs !== undefined && payouts !== undefined) {
    schedule(state, livenessMs, 'liveness-end', id)
  }
  state.emit({ type: 'market-updated', at: state.now, market: market.shown })
}

/** Takes a market's proposal back: it needs another one, or the final word. */
export const disputeOutcome = (state: ExchangeState, id: MarketId): void => {
  const market = requireMarket(state, id)
  if (lastStep(market.shown) !== 'proposed') {
    throw new BotError('invalid-argument', 'Expected a market with a proposed outcome', { id })
  }
  market.shown = withStep(market.shown, 'disputed')
  state.emit({ type: 'market-updated', at: state.now, market: market.shown })
}

/** Resolves a market whose proposal nobody disputed in time. */
export const endLiveness = (state: ExchangeState, id: MarketId): void => {
  const shown = state.markets.get(id)?.shown
  const { livenessMs = 0 } = state.rules
  if (shown?.proposedPayouts === undefined || lastStep(shown) !== 'proposed') return
  if (state.now - (shown.proposedAt ?? state.now) < livenessMs) return
  resolveMarket(state, id, shown.proposedPayouts)
}

const lastStep = (shown: SimMarket): ResolutionStep | undefined => shown.resolutionSteps?.at(-1)

const withStep = (shown: SimMarket, step: ResolutionStep): SimMarket => ({
  ...shown,
  resolutionSteps: [...(shown.resolutionSteps ?? []), step],
})

/** Reports a market's payouts on chain while the venue goes on trading it. A second call does nothing. */
export const reportPayouts = (state: ExchangeState, id: MarketId, payouts: Payouts): void => {
  const market = requireMarket(state, id)
  if (nameFinal(state, market, payouts)) {
    state.emit({ type: 'market-updated', at: state.now, market: market.shown })
  }
}

/** Writes down payouts that nothing changes any more; tells whether they are news. */
const nameFinal = (state: ExchangeState, market: MarketState, payouts: Payouts): boolean => {
  const { payouts: known, id } = market.shown
  if (known !== undefined) {
    if (known[0] === payouts[0] && known[1] === payouts[1]) return false
    throw new BotError(
      'invalid-argument',
      `Expected the payouts that are on chain, ${known.join(' and ')}, was ${payouts.join(' and ')}`,
      { market: id, payouts },
    )
  }
  checkPayouts(state, market, payouts)
  market.shown = { ...withStep(market.shown, 'resolved'), payouts, reportedAt: state.now }
  return true
}

/**
 * Names a market's payouts, cancels its orders and lets holders redeem. A second call does nothing.
 *
 * @throws BotError `invalid-argument` for payouts that do not sum to a dollar, or that break a negRisk group's
 * promise (no halves, and one YES at most), or other ones than are on chain.
 */
export const resolveMarket = (state: ExchangeState, id: MarketId, payouts: Payouts): void => {
  const market = requireMarket(state, id)
  if (market.shown.status === 'resolved') return
  nameFinal(state, market, payouts)
  clearMarket(state, market, 'market-resolved')
  market.shown = { ...market.shown, status: 'resolved', resolvedAt: state.now }
  if (state.accounts.has(NEG_RISK_VAULT)) redeemPositions(state, NEG_RISK_VAULT, [id])
  schedule(state, state.rules.retention.afterMs, 'prune', id)
  if (isUntold(state, id)) return
  const token = market.shown.tokens[payouts.indexOf(USD_ONE)]
  state.emit({
    type: 'market-resolved',
    at: state.now,
    market: market.shown,
    payouts,
    ...(token === undefined ? {} : { winner: token }),
  })
}

const isUntold = (state: ExchangeState, market: MarketId): boolean =>
  state.faults.take('lost-resolution', { now: state.now, key: market, market }) !== undefined

const checkPayouts = (state: ExchangeState, market: MarketState, payouts: Payouts): void => {
  const [yes, no] = payouts
  const whole = Number.isInteger(yes) && yes >= 0 && no >= 0 && yes + no === USD_ONE
  const siblings = [...state.markets.values()].filter(
    (other) => other !== market && other.pool === market.pool,
  )
  const isGroup = market.shown.event?.negRisk !== undefined
  const decided = siblings.some((other) => other.shown.payouts?.[0] === USD_ONE)
  if (whole && !(isGroup && yes > 0 && (no > 0 || decided))) return
  throw new BotError(
    'invalid-argument',
    `Expected payouts that sum to 1,000,000 and one YES a negRisk group, was ${payouts.join(' and ')}`,
    { market: market.shown.id, payouts },
  )
}
