import {
  type Approved,
  bestAsk,
  floorToLot,
  mulDiv,
  type OrderIntent,
  type OrderRef,
  positionKey,
  type Size,
  type Usd,
  type View,
} from '@bot/core'
import {
  admitEntry,
  type EntryClaim,
  forbidsEntry,
  type RiskFacts,
  roomFor,
  tooLarge,
} from '../risk/entry-gate.js'
import { eventKeyOf } from '../risk/exposure.js'
import { sizeInUsd } from '../risk/sizing.js'
import type { Continued, EntryWish } from './entry-wish.js'
import { type MarketTerms, marketTerms } from './market-terms.js'
import { type Placed, place } from './place.js'
import {
  claimedDepth,
  type Outcome,
  ownCrossing,
  type PolicyState,
  riskFacts,
  submit,
} from './policy-state.js'
import { REST_LOT } from './precision.js'
import { refuse } from './refuse.js'
import { rememberPlan } from './remember-plan.js'
import { restPrice } from './rest-price.js'
import { type SizedEntry, sizeRest, sizeTake } from './size-entry.js'

/**
 * Enters a position, or says why not: terms, size, limits, in this order. `of` is what it continues.
 *
 * What rests and is large goes out over several prices, each order admitted by itself.
 */
export const enterPosition = (
  state: PolicyState,
  view: View,
  nextRef: () => OrderRef,
  wish: EntryWish,
  of?: Continued,
): readonly Outcome[] => {
  const no = (reason: string, step: 'sized' | 'risk-passed', context = {}): readonly Outcome[] => [
    refuse(reason, step, wish.strategy, wish.token, { entry: wish.entry, ...context }),
  ]
  const { confidence, token } = wish
  const facts = riskFacts(state, view)
  const events = [eventKeyOf(view, wish.market)]
  const group = positionKey(wish.strategy, token)
  const claim = { group, events, confidence, token, continues: of !== undefined }
  const forbidden = forbidsEntry(facts, claim)
  if (forbidden !== undefined) return no(forbidden, 'risk-passed')
  const terms = marketTerms(view, wish.market, token, state.settings.maxBookAgeMs)
  if (typeof terms === 'string') return no(terms, 'sized')
  const sized = sizeWithin(state, view, { facts, claim, terms, wish, of })
  if ('refused' in sized) return no(sized.refused, sized.step, sized.context)
  const rungs = of === undefined ? rungsOf(state, terms, sized) : 1
  if (rungs > 1) return enterRungs(state, view, nextRef, wish, sized, rungs)
  const ref = nextRef()
  const placed = place(state, view, wish, sized, ref, of)
  if (ownCrossing(state, view, placed.intent).length > 0)
    return no('own-order-crosses', 'risk-passed')
  const admitted = admitEntry(facts, claim, placed.intent, sized.outlay)
  if (typeof admitted === 'string') return no(admitted, 'risk-passed', { outlay: sized.outlay })
  return [commit(state, view, placed, admitted, of === undefined)]
}

/** How many prices an entry that rests is spread over: none of its orders falls below what the venue takes. */
const rungsOf = (
  { settings }: PolicyState,
  { minimum }: MarketTerms,
  { tif, outlay, shares }: SizedEntry,
): number => {
  if (tif !== 'gtd') return 1
  const { childUsd, levels } = settings.splitting
  const wished = childUsd === 0 ? levels : Math.ceil(outlay / childUsd)
  return Math.max(1, Math.min(wished, levels, Math.floor(shares / Math.max(1, minimum))))
}

const enterRungs = (
  state: PolicyState,
  view: View,
  nextRef: () => OrderRef,
  wish: EntryWish,
  { shares }: SizedEntry,
  rungs: number,
): readonly Outcome[] => {
  const part = { ...wish, wanted: floorToLot(Math.floor(shares / rungs) as Size, REST_LOT) }
  const out: Outcome[] = []
  let trade: string | undefined
  for (let rung = 0; rung < rungs; rung++) {
    const ref = nextRef()
    trade ??= ref
    if (rung === 0) state.risk.trade(trade, view.now)
    out.push(...enterPosition(state, view, () => ref, part, { trade, rung }))
  }
  return out
}

type Sizing = Readonly<{
  facts: RiskFacts
  claim: EntryClaim
  terms: MarketTerms
  wish: EntryWish
  of: Continued | undefined
}>
type Unsized = Readonly<{ refused: string; step: 'sized' | 'risk-passed'; context: object }>

/** Sizes within money and room; names the limit when it is that which leaves too little. */
const sizeWithin = (
  state: PolicyState,
  view: View,
  { facts, claim, terms, wish, of }: Sizing,
): SizedEntry | Unsized => {
  const room = roomFor(facts, claim)
  const money = of === undefined ? moneyFor(state, view, wish, terms) : room
  const sized = sizeEntry(state, view, terms, wish, Math.min(money, room) as Usd, of?.rung ?? 0)
  if (typeof sized !== 'string') return sized
  const context = { money, room }
  const limited = room < money && sized.startsWith('below-minimum')
  const limit = limited ? tooLarge(facts, claim, money) : undefined
  return limit === undefined
    ? { refused: sized, step: 'sized', context }
    : { refused: limit, step: 'risk-passed', context }
}

const moneyFor = (state: PolicyState, view: View, wish: EntryWish, terms: MarketTerms): Usd => {
  const { settings, risk } = state
  const whole = sizeInUsd(settings.sizing, settings.limits, {
    confidence: wish.confidence,
    edge: wish.edgePerShare,
    priceNow: (bestAsk(terms.book) ?? wish.limit) / 10_000,
    losingStreak: risk.losingStreak(),
    todaysLoss: -risk.dailyPnl(view.ledger),
    ledger: view.ledger,
  })
  return mulDiv(whole, Math.round(wish.part * 1_000), 1_000, 'down') as Usd
}

const sizeEntry = (
  state: PolicyState,
  view: View,
  terms: MarketTerms,
  wish: EntryWish,
  budget: Usd,
  rung: number,
): ReturnType<typeof sizeTake> => {
  const { limit, wanted, edgePerShare, placement } = wish
  const { slippage, splitting } = state.settings
  const claimed = claimedDepth(state, view, { ...wish, side: 'buy' })
  const childBudget = splitting.childUsd
  const bounds = { limit, wanted, edgePerShare, budget, childBudget, slippage, claimed }
  if (wish.entry === 'take') return sizeTake(terms, bounds)
  const own = state.tracker.live().map((order) => order.state)
  const at = restPrice(terms, { placement, limit, rung }, own)
  return at === undefined ? 'price-beyond-limit' : sizeRest(terms, bounds, at)
}

/** Remembers all of an admitted order and commands it. */
const commit = (
  state: PolicyState,
  view: View,
  { memo }: Placed,
  order: Approved<OrderIntent>,
  isNew: boolean,
): Outcome => {
  if (isNew) state.risk.trade(memo.trade, view.now)
  rememberPlan(state, order, memo)
  return submit(state, order, view.now, memo.trade, memo.cancelAt)
}

/** Sends the next part of every entry that is due; one that is refused or too late ends with its reason. */
export const continuePlans = (
  state: PolicyState,
  view: View,
  nextRef: () => OrderRef,
): readonly Outcome[] => {
  const out: Outcome[] = []
  for (const [key, plan] of state.plans) {
    if (view.now < plan.nextAt) continue
    const waiting = state.tracker.live().some((order) => order.trade === plan.trade)
    if (waiting) continue
    state.plans.delete(key)
    const { wish, trade, children, whole } = plan
    const left = Math.min(plan.left, whole - state.tracker.boughtBy(trade)) as Size
    if (left <= 0) continue
    if (view.now >= wish.expiresAt) {
      out.push(refuse('expired-before-whole', 'sent', wish.strategy, wish.token, { left }))
      continue
    }
    const of = { trade, rung: 0, whole, children }
    out.push(...enterPosition(state, view, nextRef, { ...wish, wanted: left }, of))
  }
  return out
}
