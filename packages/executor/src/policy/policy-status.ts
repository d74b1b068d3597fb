import type { View } from '@bot/core'
import { isActive } from '../baskets/basket-run.js'
import { eventCost, openPositions } from '../risk/exposure.js'
import { entryBlock, type PolicyState, riskFacts } from './policy-state.js'

const ENDED_SHOWN = 20

/** Shows risk, orders and baskets as plain data: dollars in millionths, times in Unix milliseconds. */
export const policyStatus = (state: PolicyState, view: View): Readonly<Record<string, unknown>> => {
  const facts = riskFacts(state, view)
  const live = state.tracker.live()
  const runs = [...state.baskets.values()]
  return {
    blocked: facts.blocked ?? 'no',
    basketsBlocked: entryBlock(state, view, 'basket') ?? 'no',
    pausedUntil: state.risk.pausedUntil() ?? 0,
    dailyPnl: state.risk.dailyPnl(view.ledger),
    tradesThisHour: facts.tradesThisHour,
    losingStreak: state.risk.losingStreak(),
    openPositions: openPositions(facts.exposure),
    atRisk: [...facts.exposure.values()].reduce((sum, holding) => sum + holding.cost, 0),
    freeCash: facts.freeCash,
    events: [...new Set([...facts.exposure.values()].flatMap(({ events }) => [...events]))].map(
      (event) => ({
        event,
        cost: eventCost(facts.exposure, event),
        positions: openPositions(facts.exposure, event),
      }),
    ),
    liveOrders: live.length,
    unknownOrders: live.filter((order) => order.state.status === 'unknown').length,
    splitEntries: state.plans.size,
    restingEntries: state.resting.size,
    orderErrorPercent: state.breaker.errorPercent(view.now),
    accountDifferences: state.account.halted().map((each) => ({ ...each })),
    redemptions: state.redemptions.size,
    activeBaskets: runs.filter(isActive).map(({ basket, stage, repairs }) => ({
      id: basket.id,
      stage,
      repairs,
    })),
    endedBaskets: runs
      .flatMap(({ basket, ended }) => (ended === undefined ? [] : [{ id: basket.id, ...ended }]))
      .slice(-ENDED_SHOWN),
    limits: { ...state.settings.limits },
    sizing: state.settings.sizing.kind,
  }
}
