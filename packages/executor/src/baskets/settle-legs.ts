import { timeMs } from '@bot/core'
import type { Outcome } from '../policy/policy-state.js'
import type { BasketRun, StageRun } from './basket-run.js'
import type { BasketStep } from './basket-step.js'
import { finishBasket } from './finish-basket.js'
import { isWaiting, type LegsStage, legStates, moneyOf } from './leg-states.js'
import type { LegState, Mend } from './mend-leg.js'
import { sellableOf, sendStage } from './send-legs.js'
import {
  commonPart,
  excessOf,
  leastLoss,
  type Money,
  type Repair,
  repairsOf,
  TOLERANCE,
} from './weigh-repair.js'

const MOST_COMPLETIONS = 6
const MOST_REPAIRS = 12
/** How long an uneven stage waits for a repair within `maxLegLoss` before it is held. */
const REPAIR_PATIENCE_MS = 60_000
/** How long a stage waits for a book that can't be read before it goes on without. */
const BLIND_PATIENCE_MS = 15_000
/** How long shares may take to settle that are to be sold, and how long no way on at all may be visible. */
const STUCK_PATIENCE_MS = 600_000

/**
 * Moves a stage of legs on once none of its orders is open or unknown: goes on when all legs reached the same part,
 * ends when nothing is left, and otherwise completes, unwinds or holds, whichever is expected to lose least.
 */
export const settleLegs = (step: BasketStep, stage: LegsStage): readonly Outcome[] => {
  const { state, run } = step
  const opened = run.sent.get(run.stage) ?? open(run, stage)
  if (isWaiting(state, opened.legs)) return []
  const states = legStates(step, opened.legs)
  if (states.some(({ net }) => net < -TOLERANCE)) {
    return finishBasket(step, 'held', 'sold-what-was-voided')
  }
  if (isEven(states)) return goOn(run, states)
  const money = moneyOf(step, stage)
  const empty = states.every(({ net }) => net <= TOLERANCE)
  if (empty && states.some(({ begun }) => begun)) {
    if (money.outlay === 0) return finishBasket(step, 'failed', 'nothing-filled')
    if (stage.legs[0]?.side === 'buy') return finishBasket(step, 'unwound', 'flat')
  }
  return mend(step, { opened, states, money, empty })
}

const open = (run: BasketRun, { legs }: LegsStage): StageRun => {
  const runs = legs.map((leg) => ({ leg, refs: [], begun: false }))
  const opened = { part: run.part, legs: runs }
  run.sent.set(run.stage, opened)
  return opened
}

type Uneven = Readonly<{
  opened: StageRun
  states: readonly LegState[]
  money: Money
  empty: boolean
}>

const mend = (step: BasketStep, uneven: Uneven): readonly Outcome[] => {
  const { view, run } = step
  const { opened, states, money } = uneven
  const all = repairsOf(states, money, run.part)
  const patienceOver = isPatienceOver(step)
  const mayHold = patienceOver || uneven.empty || onlyDust(states) || isWhole(states)
  const usable = all.filter(({ kind, blind }) => {
    if (kind === 'hold') return mayHold && hasBegun(uneven)
    return !blind && run.repairs < (kind === 'complete' ? MOST_COMPLETIONS : MOST_REPAIRS)
  })
  const chosen = leastLoss(usable, money)
  if (chosen?.kind !== 'complete' && all.some(({ blind }) => blind)) {
    run.blindUntil ??= timeMs(view.now + BLIND_PATIENCE_MS)
    if (view.now < run.blindUntil) return []
    if (chosen === undefined && !isStuck(step)) return []
  }
  if (chosen === undefined) return waitForBetter(step, uneven, patienceOver)
  if (chosen.kind === 'hold') return hold(step, uneven)
  const next = nextOf(chosen)
  if (!isSettled(step, next)) return waitForSettlement(step, uneven)
  run.repairUntil = undefined
  run.blindUntil = undefined
  run.stuckUntil = undefined
  return sendStage(step, opened.legs, states, next)
}

const hasBegun = ({ states, money }: Uneven): boolean =>
  money.outlay > 0 || states.some(({ begun }) => begun)

const isPatienceOver = ({ run, view }: BasketStep): boolean =>
  run.repairs >= MOST_REPAIRS || (run.repairUntil !== undefined && view.now >= run.repairUntil)

/** No way on is within what may be lost: waits for one, then holds and says so. */
const waitForBetter = (
  step: BasketStep,
  uneven: Uneven,
  patienceOver: boolean,
): readonly Outcome[] => {
  const { run, view } = step
  if (!hasBegun(uneven)) return finishBasket(step, 'failed', 'depth-gone')
  if (patienceOver) {
    const exhausted = run.repairs >= MOST_REPAIRS
    return finishBasket(step, 'held', exhausted ? 'repairs-exhausted' : 'loss-beyond-max')
  }
  run.repairUntil ??= timeMs(view.now + REPAIR_PATIENCE_MS)
  return []
}

/** What is missing goes before what is too much: the one may soon be gone, the other must settle first. */
const nextOf = ({ mends }: Repair): readonly Mend[] => {
  const missing = mends.filter(({ leg, side }) => leg.side === side)
  return missing.length > 0 ? missing : mends
}

/** What is to be sold must be settled first; lookups see to it that this ends. */
const isSettled = ({ view, run }: BasketStep, mends: readonly Mend[]): boolean =>
  mends.every(
    ({ side, leg, shares }) =>
      side === 'buy' || shares <= sellableOf(view, run.basket.id, leg.token),
  )

const waitForSettlement = (step: BasketStep, uneven: Uneven): readonly Outcome[] =>
  isStuck(step) ? hold(step, uneven) : []

const isStuck = ({ run, view }: BasketStep): boolean => {
  run.stuckUntil ??= timeMs(view.now + STUCK_PATIENCE_MS)
  return view.now >= run.stuckUntil
}

/** Whether all legs reached the same part: a smaller basket, but a whole one. */
const isEven = (states: readonly LegState[]): boolean => {
  const common = commonPart(states)
  return common.of > TOLERANCE && states.every((each) => excessOf(each, common) <= TOLERANCE)
}

/** Whether every leg has all that is wanted of it: what goes beyond is no reason to sell the whole. */
const isWhole = (states: readonly LegState[]): boolean =>
  states.every(({ net, wanted }) => net >= wanted - TOLERANCE)

/** Whether everything uneven is less than the venue lets anyone trade. */
const onlyDust = (states: readonly LegState[]): boolean => {
  const common = commonPart(states)
  return states.every((each) => {
    const uneven = Math.max(each.wanted - each.net, excessOf(each, common))
    const minimum = typeof each.terms === 'string' ? 0 : each.terms.minimum
    return uneven <= TOLERANCE || uneven < minimum
  })
}

/** Goes on with the part that all legs reached; what goes beyond it stays with the basket and is counted at its end. */
const goOn = (run: BasketRun, states: readonly LegState[]): readonly Outcome[] => {
  const common = commonPart(states)
  if (common.of * run.part.from < run.part.of * common.from) run.part = common
  run.stage += 1
  run.repairUntil = undefined
  run.blindUntil = undefined
  run.stuckUntil = undefined
  run.dirty = true
  return []
}

const hold = (step: BasketStep, { states, empty }: Uneven): readonly Outcome[] => {
  if (commonPart(states).of > TOLERANCE) return goOn(step.run, states)
  return empty
    ? finishBasket(step, 'unwound', 'flat')
    : finishBasket(step, 'held', 'left-unsellable')
}
