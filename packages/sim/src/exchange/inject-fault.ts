import { BotError } from '@bot/core'
import type { EngineFault } from './engine-fault.js'
import type { ExchangeState } from './exchange-state.js'
import { setMarketTick } from './market-life.js'
import { failLater } from './settle-trade.js'

/** Sets a fault, or lets it strike at once when it names what it strikes. */
export const injectFault = (state: ExchangeState, fault: EngineFault): (() => void) => {
  check(fault)
  const { now } = state
  if (fault.kind === 'tick-change') {
    setMarketTick(state, fault.market, fault.tick)
    return state.faults.add({ ...fault, count: 1 }, now, 1)
  }
  if (fault.kind === 'failed-settlement' && fault.trade !== undefined) {
    failLater(state, fault.trade)
    return state.faults.add({ ...fault, count: 1 }, now, 1)
  }
  return state.faults.add(fault, now)
}

const check = (fault: EngineFault): void => {
  const { kind, chance = 1, every = 1, count = 1, forMs = 0 } = fault
  const millis = kind === 'matcher-lag' ? fault.millis : 0
  const sound =
    chance >= 0 &&
    chance <= 1 &&
    [every, count].every((number) => Number.isInteger(number) && number > 0) &&
    forMs >= 0 &&
    millis >= 0
  if (sound && (kind !== 'clock-skew' || Number.isSafeInteger(fault.millis))) return
  throw new BotError('invalid-argument', `Expected sound limits of the fault ${kind}`, { ...fault })
}
