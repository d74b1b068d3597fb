import {
  heldShares,
  type OrderRef,
  type Position,
  type Stamped,
  timeMs,
  type View,
} from '@bot/core'
import { isActive } from '../baskets/basket-run.js'
import { admitAction } from '../risk/admit-action.js'
import type { Outcome, PolicyState } from './policy-state.js'
import { refuse } from './refuse.js'

const FIRST_RETRY_MS = 30_000
const LONGEST_RETRY_MS = 3_600_000

/** Redeems what is held of resolved markets, once for each owner and market; a failed one is tried again later. */
export const redeemResolved = (
  state: PolicyState,
  view: View,
  nextRef: () => OrderRef,
): readonly Outcome[] => {
  const out: Outcome[] = []
  for (const [key, parts] of resolvedGroups(state, view)) {
    const known = state.redemptions.get(key)
    if (known !== undefined && (known.waiting || view.now < known.nextAt)) continue
    const [first] = parts
    if (first === undefined) continue
    const shares = Math.max(...parts.map(heldShares))
    const action = admitAction('redeem', [first.market], shares)
    const ref = nextRef()
    const tries = (known?.tries ?? 0) + 1
    const retryMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(tries - 1, 10))
    state.redemptions.set(key, { ref, tries, waiting: true, nextAt: timeMs(view.now + retryMs) })
    const { owner, basket } = first
    const of = basket === undefined ? { owner } : { owner, basket }
    out.push({ kind: 'settle', ref, ...of, action })
  }
  return out
}

const resolvedGroups = (state: PolicyState, view: View): Map<string, Position[]> => {
  const groups = new Map<string, Position[]>()
  for (const position of view.ledger.positions.values()) {
    if (heldShares(position) <= 0) continue
    if (view.market(position.market)?.resolution.state !== 'resolved') continue
    if (isActive(state.baskets.get(position.basket ?? ''))) continue
    const key = `${position.owner} ${position.market}`
    groups.set(key, [...(groups.get(key) ?? []), position])
  }
  return groups
}

/** Learns what came of a redemption: confirmed is over, failed waits, unknown is asked after at the next care. */
export const observeRedemption = (state: PolicyState, { event }: Stamped): readonly Outcome[] => {
  if (event.type !== 'settlement') return []
  for (const [key, redemption] of state.redemptions) {
    if (redemption.ref !== event.ref) continue
    if (event.status === 'confirmed') state.redemptions.delete(key)
    if (event.status !== 'failed') return []
    redemption.waiting = false
    return [refuse('redeem-failed', 'settled', event.owner, key, { reason: event.reason ?? '' })]
  }
  return []
}

/** Asks after redemptions that should have ended by now. */
export const careForRedemptions = (state: PolicyState, view: View): readonly Outcome[] => {
  const out: Outcome[] = []
  for (const redemption of state.redemptions.values()) {
    if (!redemption.waiting || view.now < redemption.nextAt) continue
    out.push({ kind: 'lookup', ref: redemption.ref })
    redemption.tries += 1
    redemption.nextAt = timeMs(view.now + FIRST_RETRY_MS * 2 ** Math.min(redemption.tries, 6))
  }
  return out
}
