import {
  bestBid,
  bookFault,
  heldShares,
  type OrderRef,
  type Position,
  PRICE_ONE,
  timeMs,
  type View,
} from '@bot/core'
import type { ExitOptions } from './policy-options.js'
import { liveOrdersOf, type Outcome, type PolicyState, type PositionMark } from './policy-state.js'
import { sellPosition } from './sell-position.js'

/** Looks at every position that is no basket's and leaves those that a general exit or their signal wants left. */
export const generalExits = (
  state: PolicyState,
  view: View,
  nextRef: () => OrderRef,
): readonly Outcome[] => {
  const out: Outcome[] = []
  for (const position of view.ledger.positions.values()) {
    if (position.basket !== undefined || heldShares(position) <= 0) continue
    if (view.now < (state.exitWaits.get(position.key) ?? 0)) continue
    const selling = liveOrdersOf(state, position.owner, position.token).some(
      (order) => order.state.intent.side === 'sell',
    )
    if (selling) continue
    const reason = exitReason(state, view, position)
    if (reason === undefined) continue
    const sale = { shares: heldShares(position), reason }
    const results = sellPosition(state, view, nextRef, position, sale)
    const stuck = results.some((each) => each.kind === 'refusal' && isDust(each.refused))
    if (stuck) state.exitWaits.set(position.key, timeMs(view.now + DUST_WAIT_MS))
    out.push(...results)
  }
  return out
}

/** What is too small to be sold stays so until more is bought: it is tried, and told, only now and then. */
const DUST_WAIT_MS = 30_000
const isDust = (reason: string): boolean => reason.startsWith('below-minimum')

const exitReason = (state: PolicyState, view: View, position: Position): string | undefined => {
  const { exits, maxBookAgeMs } = state.settings
  if (view.now - position.openedAt >= exits.maxHoldMinutes * 60_000) return 'max-hold'
  const book = view.book(position.token)
  if (book === undefined || bookFault(book, view.now, maxBookAgeMs) !== undefined) return undefined
  const bid = bestBid(book)
  if (bid === undefined) return undefined
  return markReason(state.marks.get(position.key), bid) ?? gainReason(exits, position, bid)
}

const markReason = (mark: PositionMark | undefined, bid: number): string | undefined => {
  if (mark?.target !== undefined && bid >= mark.target) return 'signal-target'
  return mark?.stop !== undefined && bid <= mark.stop ? 'signal-stop' : undefined
}

const gainReason = (exits: ExitOptions, position: Position, bid: number): string | undefined => {
  if (position.cost <= 0) return undefined
  const held = heldShares(position)
  const gainPercent = (at: number): number => ((at * held) / PRICE_ONE / position.cost - 1) * 100
  const gain = gainPercent(bid)
  if (gain >= exits.takeProfitPercent) return 'take-profit'
  if (gain <= -exits.stopLossPercent) return 'stop-loss'
  const high = position.highWater
  if (exits.trailing === 'off' || high === undefined) return undefined
  const { percent, afterGainPercent } = exits.trailing
  const fallen = (1 - bid / high) * 100 >= percent
  return fallen && gainPercent(high) >= afterGainPercent ? 'trailing-stop' : undefined
}
