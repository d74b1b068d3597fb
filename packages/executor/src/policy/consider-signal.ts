import {
  bestBid,
  complement,
  heldShares,
  type OrderRef,
  type Position,
  type Price,
  positionKey,
  type Signal,
  type TokenId,
  type View,
} from '@bot/core'
import { enterPosition } from './enter-position.js'
import type { EntryWish } from './entry-wish.js'
import { liveOrdersOf, type Outcome, type PolicyState } from './policy-state.js'
import { refuse } from './refuse.js'
import { sellPosition } from './sell-position.js'

/** How long after an order that came to nothing the same entry is left alone, in milliseconds of event time. */
const COOLING_MS = 5_000

/** Turns one signal into an order or a reason: what is held is sold, what is not is bought as the other outcome. */
export const considerSignal = (
  state: PolicyState,
  signal: Signal,
  view: View,
  nextRef: () => OrderRef,
): readonly Outcome[] => {
  const no = (reason: string): readonly Outcome[] => [
    refuse(reason, 'sized', signal.strategy, signal.token, { side: signal.side }),
  ]
  if (signal.expiresAt <= view.now) return no('signal-expired')
  const market = view.market(signal.market)
  if (market === undefined) return no('unknown-market')
  if (!market.tokens.includes(signal.token)) return no('token-not-in-market')
  const held = heldBy(view, signal.strategy, signal.token)
  if (signal.side === 'sell' && held !== undefined) {
    const shares = signal.wanted === 'max' ? heldShares(held) : signal.wanted
    const sale = { shares, reason: signal.because, worst: signal.limit }
    return sellPosition(state, view, nextRef, held, sale)
  }
  const other = market.tokens.find((token) => token !== signal.token)
  if (other === undefined || market.tokens.length !== 2) return no('no-other-outcome')
  const bought = signal.side === 'buy' ? wishOf(signal, signal.token) : mirrored(signal, other)
  const wish = { placement: state.settings.resting.placement, ...bought }
  const opposite = wish.token === signal.token ? other : signal.token
  const obstacle = obstacleTo(state, view, wish, opposite)
  if (obstacle !== undefined) return no(obstacle)
  const position = heldBy(view, wish.strategy, wish.token)
  if (position === undefined) return enterPosition(state, view, nextRef, wish)
  const more = addOn(state, view, position, wish)
  return more === undefined ? no('already-held') : enterPosition(state, view, nextRef, more)
}

/** What of the strategy's own doing stands in the way of an entry. */
const obstacleTo = (
  state: PolicyState,
  view: View,
  { strategy, token }: EntryWish,
  opposite: TokenId,
): string | undefined => {
  if (heldBy(view, strategy, opposite) !== undefined) return 'other-outcome-held'
  const pending = liveOrdersOf(state, strategy, token).length > 0
  if (pending || hasMoreToCome(state, strategy, token)) return 'order-pending'
  const empty = state.tracker.emptyAt(strategy, token)
  return empty !== undefined && view.now - empty < COOLING_MS ? 'entry-cooling-down' : undefined
}

const hasMoreToCome = ({ plans, resting }: PolicyState, strategy: string, token: TokenId) =>
  plans.has(positionKey(strategy, token)) ||
  [...resting.values()].some(({ wish }) => wish.strategy === strategy && wish.token === token)

const heldBy = (view: View, owner: string, token: TokenId): Position | undefined => {
  const position = view.ledger.positions.get(positionKey(owner, token))
  return position !== undefined && heldShares(position) > 0 ? position : undefined
}

/** A wish without a placement takes the policy's. */
type Wished = Omit<EntryWish, 'placement'> & Partial<Pick<EntryWish, 'placement'>>

const wishOf = (signal: Signal, token: TokenId): Wished => ({
  strategy: signal.strategy,
  token,
  market: signal.market,
  entry: signal.entry,
  limit: signal.limit,
  wanted: signal.wanted,
  edgePerShare: signal.edgePerShare,
  confidence: signal.confidence,
  expiresAt: signal.expiresAt,
  ...(signal.target === undefined ? {} : { target: signal.target }),
  ...(signal.stop === undefined ? {} : { stop: signal.stop }),
  ...(signal.placement === undefined ? {} : { placement: signal.placement }),
  part: 1,
  addOns: 0,
})

/** A sell of what is not held: buy the other outcome, every price turned around. */
const mirrored = (signal: Signal, other: TokenId): Wished => {
  const turned = (name: 'target' | 'stop', at: Price | undefined) =>
    at === undefined ? {} : { [name]: complement(at) }
  return {
    ...wishOf(signal, other),
    limit: complement(signal.limit),
    ...turned('target', signal.target),
    ...turned('stop', signal.stop),
  }
}

/** An aggressive profile adds to a position at each further gain, so many times. */
const addOn = (
  { settings: { sizing }, marks }: PolicyState,
  view: View,
  position: Position,
  wish: EntryWish,
): EntryWish | undefined => {
  if (sizing.kind !== 'aggressive') return undefined
  const { most, everyGainPercent, part } = sizing.addOns
  const done = marks.get(position.key)?.addOns ?? 0
  const book = view.book(position.token)
  const bid = book === undefined ? undefined : bestBid(book)
  if (done >= most || bid === undefined || position.cost <= 0) return undefined
  const gain = (bid * heldShares(position)) / 10_000 / position.cost - 1
  if (gain * 100 < everyGainPercent * (done + 1)) return undefined
  return { ...wish, part, addOns: done + 1 }
}
