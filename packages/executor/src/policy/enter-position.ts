import {
  type Approved,
  bestAsk,
  mulDiv,
  type OrderIntent,
  type OrderRef,
  positionKey,
  type Size,
  type TimeMs,
  timeMs,
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
import type { EntryPlan, EntryWish } from './entry-wish.js'
import { type MarketTerms, marketTerms } from './market-terms.js'
import {
  claimedDepth,
  type Outcome,
  ownCrossing,
  type PolicyState,
  riskFacts,
  submit,
} from './policy-state.js'
import { refuse } from './refuse.js'
import { type SizedEntry, sizeRest, sizeTake } from './size-entry.js'

/** The venue wants a dated order to live three minutes; a minute of that it keeps for itself. */
const GTD_LEAST_MS = 240_000

/** Enters a position, or says why not: terms, size, limits, in this order. `plan` is what it continues. */
export const enterPosition = (
  state: PolicyState,
  view: View,
  nextRef: () => OrderRef,
  wish: EntryWish,
  plan?: EntryPlan,
): readonly Outcome[] => {
  const no = (reason: string, step: 'sized' | 'risk-passed', context = {}): readonly Outcome[] => [
    refuse(reason, step, wish.strategy, wish.token, { entry: wish.entry, ...context }),
  ]
  const { confidence } = wish
  const facts = riskFacts(state, view)
  const events = [eventKeyOf(view, wish.market)]
  const group = positionKey(wish.strategy, wish.token)
  const claim = { group, events, confidence, continues: plan !== undefined }
  const forbidden = forbidsEntry(facts, claim)
  if (forbidden !== undefined) return no(forbidden, 'risk-passed')
  const terms = marketTerms(view, wish.market, wish.token, state.settings.maxBookAgeMs)
  if (typeof terms === 'string') return no(terms, 'sized')
  const sized = sizeWithin(state, view, { facts, claim, terms, wish, plan })
  if ('refused' in sized) return no(sized.refused, sized.step, sized.context)
  const ref = nextRef()
  const intent = intentOf(wish, sized, ref, view.now)
  if (ownCrossing(state, view, intent).length > 0) return no('own-order-crosses', 'risk-passed')
  const admitted = admitEntry(facts, claim, intent, sized.outlay)
  if (typeof admitted === 'string') return no(admitted, 'risk-passed', { outlay: sized.outlay })
  return [place(state, view, wish, sized, { trade: plan?.trade ?? ref, order: admitted, plan })]
}

type Sizing = Readonly<{
  facts: RiskFacts
  claim: EntryClaim
  terms: MarketTerms
  wish: EntryWish
  plan: EntryPlan | undefined
}>
type Unsized = Readonly<{ refused: string; step: 'sized' | 'risk-passed'; context: object }>

/** Sizes within money and room; names the limit when it is that which leaves too little. */
const sizeWithin = (
  state: PolicyState,
  view: View,
  { facts, claim, terms, wish, plan }: Sizing,
): SizedEntry | Unsized => {
  const room = roomFor(facts, claim)
  const money = plan === undefined ? moneyFor(state, view, wish, terms) : room
  const sized = sizeEntry(state, view, terms, wish, Math.min(money, room) as Usd)
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
): ReturnType<typeof sizeTake> => {
  const { limit, wanted, edgePerShare } = wish
  const { slippage, splitting } = state.settings
  const claimed = claimedDepth(state, view, { ...wish, side: 'buy' })
  const childBudget = splitting.childUsd
  const bounds = { limit, wanted, edgePerShare, budget, childBudget, slippage, claimed }
  return wish.entry === 'take' ? sizeTake(terms, bounds) : sizeRest(terms, bounds)
}

const intentOf = (
  wish: EntryWish,
  { limit, shares, tif, postOnly }: SizedEntry,
  ref: OrderRef,
  now: TimeMs,
): OrderIntent => ({
  ref,
  owner: wish.strategy,
  token: wish.token,
  market: wish.market,
  side: 'buy',
  shares,
  limit,
  tif,
  postOnly,
  ...(tif === 'gtd' ? { expiresAt: timeMs(Math.max(wish.expiresAt, now + GTD_LEAST_MS)) } : {}),
})

type Placing = Readonly<{
  trade: string
  order: Approved<OrderIntent>
  plan: EntryPlan | undefined
}>

const place = (
  state: PolicyState,
  view: View,
  wish: EntryWish,
  sized: SizedEntry,
  { trade, order, plan }: Placing,
): Outcome => {
  const key = positionKey(wish.strategy, wish.token)
  const { target, stop, addOns } = wish
  if (plan === undefined) state.risk.trade(trade, view.now)
  state.marks.set(key, {
    ...(target === undefined ? {} : { target }),
    ...(stop === undefined ? {} : { stop }),
    addOns,
  })
  const left = (sized.target - sized.shares) as Size
  const children = (plan?.children ?? 0) + 1
  const { everyMs, mostChildren } = state.settings.splitting
  if (sized.tif === 'fak' && left > 0 && children < mostChildren) {
    const nextAt = timeMs(view.now + everyMs)
    state.plans.set(key, { wish, trade, left, children, nextAt })
  } else state.plans.delete(key)
  return submit(state, order, view.now, trade, wish.entry === 'rest' ? wish.expiresAt : undefined)
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
    const { wish, left } = plan
    if (view.now >= wish.expiresAt) {
      out.push(refuse('expired-before-whole', 'sent', wish.strategy, wish.token, { left }))
      continue
    }
    out.push(...enterPosition(state, view, nextRef, { ...wish, wanted: left }, plan))
  }
  return out
}
