import {
  type Approved,
  type BasketAction,
  heldShares,
  type MarketId,
  type OrderRef,
  orderRef,
  type Position,
  type SettlementReported,
  type Stamped,
  timeMs,
  type View,
} from '@bot/core'
import { isActive } from '../baskets/basket-run.js'
import { admitRedeem } from '../risk/admit-action.js'
import { finalPayouts, mayRedeemEarly } from './final-payouts.js'
import type { Outcome, PolicyState, Redemption } from './policy-state.js'
import { refuse } from './refuse.js'

const FIRST_RETRY_MS = 30_000
const LONGEST_RETRY_MS = 3_600_000

/**
 * Redeems what is held of resolved markets, once for each owner and market; a failed one is tried again later. Payouts
 * that the chain holds finally are enough, though the venue still trades the market.
 */
export const redeemResolved = (state: PolicyState, view: View): readonly Outcome[] => {
  const out: Outcome[] = []
  for (const [key, { parts, payouts }] of resolvedGroups(state, view)) {
    const known = state.redemptions.get(key)
    if (known !== undefined && (known.waiting || view.now < known.nextAt)) continue
    const [first] = parts
    if (first === undefined || isUnderWay(state, first.market)) continue
    const shares = Math.max(...parts.map(heldShares))
    const action = admitRedeem(first.market, shares, payouts)
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

/** On chain a redemption pays all shares of a wallet: the next owner's waits until it is over, and then finds it done. */
const isUnderWay = ({ redemptions }: PolicyState, market: MarketId): boolean =>
  [...redemptions.values()].some(
    ({ action, waiting }) => waiting && action.markets.includes(market),
  )

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

/** What an owner holds of a market; `payouts` where the venue has not ended it, and the chain says what it pays. */
type Redeemable = Readonly<{ parts: readonly Position[]; payouts?: readonly number[] }>

const resolvedGroups = (state: PolicyState, view: View): Map<string, Redeemable> => {
  const groups = new Map<string, Redeemable>()
  for (const position of view.ledger.positions.values()) {
    if (heldShares(position) <= 0) continue
    if (isActive(state.baskets.get(position.basket ?? ''))) continue
    const key = keyOf(position.owner, position.market)
    const known = groups.get(key)
    const found = known ?? readRedeemable(state, view, position)
    if (found !== undefined) groups.set(key, { ...found, parts: [...found.parts, position] })
  }
  return groups
}

const readRedeemable = (
  state: PolicyState,
  view: View,
  { market }: Position,
): Redeemable | undefined => {
  const resolution = view.market(market)?.resolution
  if (resolution === undefined) return undefined
  if (resolution.state === 'resolved') return { parts: [] }
  const payouts = finalPayouts(view, market)
  return payouts !== undefined && mayRedeemEarly(state, view, market, payouts)
    ? { parts: [], payouts }
    : undefined
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
    const [market] = action.markets
    if (again && market !== undefined) {
      out.push(settleCommand(redemption, admitRedeem(market, action.shares, action.payouts)))
    } else out.push({ kind: 'lookup', ref })
    if (!again) redemption.lookups += 1
    redemption.again = false
    const waitMs = FIRST_RETRY_MS * 2 ** Math.min(redemption.lookups, 6)
    redemption.nextAt = timeMs(view.now + waitMs)
  }
  return out
}
