import { type OrderRef, timeMs, type View } from '@bot/core'
import type { Outcome, PolicyState } from '../policy/policy-state.js'
import { beginAction, careForAction } from './basket-action.js'
import { type BasketRun, isActive, type LegRun } from './basket-run.js'
import { checkBasket } from './check-basket.js'
import { endBasket } from './end-basket.js'
import { incomeOf, isWaiting, type LegsStage, legStates, moneyOf } from './leg-states.js'
import { sellableOf, sendMends, sendStage } from './send-legs.js'
import {
  commonPart,
  excessOf,
  type LegState,
  leastLoss,
  type Money,
  partOf,
  type Repair,
  repairsOfBuys,
  repairsOfSells,
  TOLERANCE,
} from './weigh-repair.js'

const MOST_REPAIRS = 6
/** How long an uneven stage waits for a repair within `maxLegLoss` before it is held. */
const REPAIR_PATIENCE_MS = 60_000

/** Moves every basket on as far as its orders and settlements allow. */
export const advanceBaskets = (
  state: PolicyState,
  view: View,
  nextRef: () => OrderRef,
): readonly Outcome[] => {
  const out: Outcome[] = []
  for (const run of state.baskets.values()) {
    if (isActive(run)) out.push(...advance(state, view, run, nextRef))
  }
  return out
}

/** A stage ends at most once an event, and the next begins at once: as many steps as the basket has stages. */
const advance = (
  state: PolicyState,
  view: View,
  run: BasketRun,
  nextRef: () => OrderRef,
): readonly Outcome[] => {
  const out: Outcome[] = []
  for (let steps = 0; steps <= run.basket.stages.length && isActive(run); steps++) {
    const before = run.stage
    out.push(...step(state, view, run, nextRef))
    if (run.stage === before) break
  }
  return out
}

const step = (
  state: PolicyState,
  view: View,
  run: BasketRun,
  nextRef: () => OrderRef,
): readonly Outcome[] => {
  if (run.notBefore !== undefined) {
    if (view.now < run.notBefore) return []
    run.notBefore = undefined
    const fault = checkBasket(view, run.basket, state.settings.maxBookAgeMs)
    if (fault !== undefined) return endBasket(run, view, 'failed', fault)
    state.risk.trade(run.trade, view.now)
  }
  const stage = run.basket.stages[run.stage]
  if (stage === undefined) return endBasket(run, view, 'completed', 'all-stages')
  if (stage.kind === 'hold-to-resolution') {
    const money = moneyOf(state, run)
    const within = isWithinLoss(money, partOf(money.inflow, run.part))
    return endBasket(run, view, 'held', within ? 'to-resolution' : 'loss-beyond-max')
  }
  if (stage.kind === 'action') {
    return run.action === undefined
      ? beginAction(state, view, run, stage.action, nextRef)
      : careForAction(run, view)
  }
  const legs = run.sent.get(run.stage)
  if (legs === undefined) return sendStage(state, view, run, stage, nextRef)
  if (isWaiting(state, legs)) return []
  return settleLegs(state, view, run, stage, legs, nextRef)
}

/** Voids after a repair can cost more than any repair was allowed to: then the end says so. */
const isWithinLoss = (money: Money, inflow: number): boolean =>
  inflow + money.income - money.outlay >= -money.maxLegLoss

/** All orders of the stage are over: go on when they filled alike, end when nothing is left, or mend. */
const settleLegs = (
  state: PolicyState,
  view: View,
  run: BasketRun,
  stage: LegsStage,
  legs: readonly LegRun[],
  nextRef: () => OrderRef,
): readonly Outcome[] => {
  const states = legStates(state, view, run, legs)
  if (states.every(({ wanted, net }) => wanted - net <= TOLERANCE)) return goOn(run, states)
  const money = moneyOf(state, run)
  if (states.some(({ net }) => net < -TOLERANCE)) {
    return endBasket(run, view, 'held', 'sold-what-was-voided')
  }
  if (stage.legs[0]?.side === 'sell') {
    const stageIncome = incomeOf(
      state,
      legs.flatMap((leg) => leg.refs),
    )
    const repairs = repairsOfSells(states, money, run.part, stageIncome)
    return mendOrHold(state, view, run, { legs, states, money, repairs }, nextRef)
  }
  if (states.every(({ net }) => net <= TOLERANCE)) {
    if (money.outlay === 0) return endBasket(run, view, 'failed', 'nothing-filled')
    return endBasket(run, view, 'unwound', isWithinLoss(money, 0) ? 'flat' : 'loss-beyond-max')
  }
  if (isEven(states)) return goOn(run, states)
  const repairs = repairsOfBuys(states, money)
  return mendOrHold(state, view, run, { legs, states, money, repairs }, nextRef)
}

type Uneven = Readonly<{
  legs: readonly LegRun[]
  states: readonly LegState[]
  money: Money
  repairs: readonly Repair[]
}>

/** Takes the repair that loses least; when none is within what may be lost, waits for one, then holds and says so. */
const mendOrHold = (
  state: PolicyState,
  view: View,
  run: BasketRun,
  { legs, states, money, repairs }: Uneven,
  nextRef: () => OrderRef,
): readonly Outcome[] => {
  const exhausted = run.repairs >= MOST_REPAIRS
  const patienceOver = exhausted || (run.repairUntil !== undefined && view.now >= run.repairUntil)
  const mayHold = patienceOver || onlyDust(states)
  const usable = repairs.filter(({ kind }) => (kind === 'hold' ? mayHold : !exhausted))
  const chosen = leastLoss(usable, money)
  if (chosen?.kind === 'hold') return holdUneven(run, view, states)
  if (chosen !== undefined && !isSettled(view, run, chosen)) return []
  if (chosen !== undefined) return repair(state, view, run, legs, chosen, nextRef)
  if (patienceOver) {
    return endBasket(run, view, 'held', exhausted ? 'repairs-exhausted' : 'loss-beyond-max')
  }
  run.repairUntil ??= timeMs(view.now + REPAIR_PATIENCE_MS)
  return []
}

/** Whether all legs reached the same part: a smaller basket, but a whole one. */
const isEven = (states: readonly LegState[]): boolean => {
  const common = commonPart(states)
  return common.of > TOLERANCE && states.every((each) => excessOf(each, common) <= TOLERANCE)
}

/** Whether everything uneven is less than the venue lets anyone trade. */
const onlyDust = (states: readonly LegState[]): boolean => {
  const common = commonPart(states)
  return states.every((each) => {
    const uneven = Math.max(each.wanted - each.net, excessOf(each, common))
    return uneven <= TOLERANCE || uneven < (each.terms?.minimum ?? 0)
  })
}

/** What is to be sold must be settled first; lookups see to it that this ends. */
const isSettled = (view: View, run: BasketRun, { mends }: Repair): boolean =>
  mends.every(
    ({ side, leg, shares }) =>
      side === 'buy' || shares <= sellableOf(view, run.basket.id, leg.token),
  )

const repair = (
  state: PolicyState,
  view: View,
  run: BasketRun,
  legs: readonly LegRun[],
  chosen: Repair,
  nextRef: () => OrderRef,
): readonly Outcome[] => {
  run.repairs += 1
  run.repairUntil = undefined
  return sendMends(state, view, run, legs, chosen.mends, nextRef)
}

/** Goes on with the part that all legs reached; what goes beyond it stays with the basket until resolution. */
const goOn = (run: BasketRun, states: readonly LegState[]): readonly Outcome[] => {
  const common = commonPart(states)
  if (common.of * run.part.from < run.part.of * common.from) run.part = common
  run.stage += 1
  run.repairUntil = undefined
  return []
}

const holdUneven = (run: BasketRun, view: View, states: readonly LegState[]): readonly Outcome[] =>
  commonPart(states).of > TOLERANCE
    ? goOn(run, states)
    : endBasket(run, view, 'held', 'left-unsellable')
