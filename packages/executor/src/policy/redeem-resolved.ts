import {
  type Approved,
  type BasketAction,
  heldShares,
  type OrderRef,
  orderRef,
  type Position,
  type SettlementReported,
  type Stamped,
  timeMs,
  type View,
} from '@bot/core'
import { isActive } from '../baskets/basket-run.js'
import { admitAction } from '../risk/admit-action.js'
import type { Outcome, PolicyState, Redemption } from './policy-state.js'
import { refuse } from './refuse.js'

const FIRST_RETRY_MS = 30_000
const LONGEST_RETRY_MS = 3_600_000

/** Redeems what is held of resolved markets, once for each owner and market; a failed one is tried again later. */
export const redeemResolved = (state: PolicyState, view: View): readonly Outcome[] => {
  const out: Outcome[] = []
  for (const [key, parts] of resolvedGroups(state, view)) {
    const known = state.redemptions.get(key)
    if (known !== undefined && (known.waiting || view.now < known.nextAt)) continue
    const [first] = parts
    if (first === undefined) continue
    const shares = Math.max(...parts.map(heldShares))
    const action = admitAction('redeem', [first.market], shares)
    const attempt = (known?.attempt ?? 0) + 1
    const retryMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempt - 1, 10))
    const { owner, basket } = first
    const redemption: Redemption = {
      ...{ ref: refOf(key, attempt), owner, action, attempt },
      ...(basket === undefined ? {} : { basket }),
      ...{ lookups: 0, waiting: true, again: false, nextAt: timeMs(view.now + retryMs) },
    }
    state.redemptions.set(key, redemption)
    out.push(settleCommand(redemption, action))
  }
  return out
}

const settleCommand = (
  { ref, owner, basket }: Redemption,
  action: Approved<BasketAction>,
): Outcome => ({
  kind: 'settle',
  ref,
  owner,
  ...(basket === undefined ? {} : { basket }),
  action,
})

/**
 * The same attempt has the same reference in every run: one that crashed before it heard of its redemption asks for it
 * by this, and the venue, which does a reference once, answers.
 */
const refOf = (key: string, attempt: number): OrderRef => orderRef(`redeem ${key} ${attempt}`)

const resolvedGroups = (state: PolicyState, view: View): Map<string, Position[]> => {
  const groups = new Map<string, Position[]>()
  for (const position of view.ledger.positions.values()) {
    if (heldShares(position) <= 0) continue
    if (view.market(position.market)?.resolution.state !== 'resolved') continue
    if (isActive(state.baskets.get(position.basket ?? ''))) continue
    const key = keyOf(position.owner, position.market)
    groups.set(key, [...(groups.get(key) ?? []), position])
  }
  return groups
}

const keyOf = (owner: string, market: string | undefined): string => `${owner} ${market}`

/** Learns what came of a redemption: confirmed is over, failed waits, unknown is asked after at the next care. */
export const observeRedemption = (state: PolicyState, { event }: Stamped): readonly Outcome[] => {
  if (event.type !== 'settlement') return []
  const key = keyOf(event.owner, event.action.markets[0])
  const redemption = state.redemptions.get(key)
  if (redemption?.ref !== event.ref || !redemption.waiting) return []
  redemption.waiting = event.status === 'submitted' || event.status === 'unknown'
  if (event.status === 'confirmed') redemption.nextAt = timeMs(0)
  if (event.status !== 'failed') return []
  return [refuse('redeem-failed', 'settled', event.owner, key, { reason: event.reason ?? '' })]
}

/**
 * Learns from an entry of an earlier run's journal which redemptions were asked for. One whose end is not there is
 * asked for again by its own reference: shares that it took provisionally are held no more, and nobody else would ask.
 */
export const rememberRedemption = (state: PolicyState, stamped: Stamped): void => {
  const { event, at } = stamped
  if (event.type !== 'settlement') return
  const key = keyOf(event.owner, event.action.markets[0])
  const attempt = attemptOf(event, key)
  if (attempt === undefined) return
  if ((state.redemptions.get(key)?.attempt ?? 0) < attempt) {
    const { ref, owner, basket, action } = event
    state.redemptions.set(key, {
      ...{ ref, owner, action, attempt },
      ...(basket === undefined ? {} : { basket }),
      ...{ lookups: 0, waiting: true, again: true, nextAt: at },
    })
  }
  observeRedemption(state, stamped)
}

/** Which attempt a report is of; `undefined` for what is no redemption of ours, such as a basket's own action. */
const attemptOf = ({ ref }: SettlementReported, key: string): number | undefined => {
  const start = `redeem ${key} `
  const attempt = ref.startsWith(start) ? Number(ref.slice(start.length)) : Number.NaN
  return Number.isSafeInteger(attempt) ? attempt : undefined
}

/** Asks after redemptions that should have ended by now; for one of an earlier run, by asking for it again. */
export const careForRedemptions = (state: PolicyState, view: View): readonly Outcome[] => {
  const out: Outcome[] = []
  for (const redemption of state.redemptions.values()) {
    if (!redemption.waiting || view.now < redemption.nextAt) continue
    const { ref, action, again } = redemption
    const admitted = admitAction('redeem', action.markets, action.shares)
    out.push(again ? settleCommand(redemption, admitted) : { kind: 'lookup', ref })
    if (!again) redemption.lookups += 1
    redemption.again = false
    const waitMs = FIRST_RETRY_MS * 2 ** Math.min(redemption.lookups, 6)
    redemption.nextAt = timeMs(view.now + waitMs)
  }
  return out
}
