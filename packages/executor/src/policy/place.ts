import {
  type OrderIntent,
  type OrderRef,
  type Size,
  type TimeMs,
  timeMs,
  type View,
} from '@bot/core'
import type { Continued, EntryPlan, EntryWish, RestingEntry } from './entry-wish.js'
import type { OrderMemo } from './order-memo.js'
import type { PolicyState } from './policy-state.js'
import type { SizedEntry } from './size-entry.js'

/** The venue wants a dated order to live three minutes; a minute of that it keeps for itself. */
const GTD_LEAST_MS = 240_000

/** An order with all that is remembered of it once it is sent. */
export type Placed = Readonly<{ intent: OrderIntent; memo: OrderMemo }>

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

/** Builds the order of an entry that was sized, with all that its journal entry must bring back. */
export const place = (
  state: PolicyState,
  view: View,
  wish: EntryWish,
  sized: SizedEntry,
  ref: OrderRef,
  of: Continued | undefined,
): Placed => {
  const trade = of?.trade ?? ref
  const { target, stop, addOns } = wish
  const mark = {
    ...(target === undefined ? {} : { target }),
    ...(stop === undefined ? {} : { stop }),
    addOns,
  }
  const memo: OrderMemo = {
    trade,
    mark,
    ...(sized.tif === 'gtd'
      ? { cancelAt: wish.expiresAt, resting: restingOf(wish, sized, ref, trade, of) }
      : planOf(state, view, wish, sized, trade, of)),
  }
  return { intent: { ...intentOf(wish, sized, ref, view.now), memo }, memo }
}

const restingOf = (
  wish: EntryWish,
  sized: SizedEntry,
  ref: OrderRef,
  trade: string,
  of: Continued | undefined,
): RestingEntry => ({
  wish,
  trade,
  rung: of?.rung ?? 0,
  whole: of?.whole ?? sized.shares,
  refs: [...(of?.refs ?? []), ref],
})

/** What is still to come of an entry that takes, in the next part. */
const planOf = (
  { settings }: PolicyState,
  view: View,
  wish: EntryWish,
  sized: SizedEntry,
  trade: string,
  of: Continued | undefined,
): Readonly<{ plan?: EntryPlan }> => {
  const left = (sized.target - sized.shares) as Size
  const children = (of?.children ?? 0) + 1
  const { everyMs, mostChildren } = settings.splitting
  if (sized.tif !== 'fak' || left <= 0 || children >= mostChildren) return {}
  const whole = of?.whole ?? sized.target
  return { plan: { wish, trade, whole, left, children, nextAt: timeMs(view.now + everyMs) } }
}
