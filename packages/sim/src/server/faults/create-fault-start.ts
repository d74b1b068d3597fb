import type { EngineFault, FaultLimits } from '../../exchange/engine-fault.js'
import type { SimExchange } from '../../exchange/exchange.js'
import { findMarket } from '../find-market.js'
import type { Restarts } from '../http/restarts.js'
import type { ServerContext } from '../server-context.js'
import type { Fault } from './fault.js'
import type { StartedFault, StartFault } from './fault-book.js'
import { tickOf } from './tick-of.js'

/** Makes what starts the faults of the venue as a whole: closed doors, modes, and the faults of its engine. */
export const createFaultStart = (context: ServerContext, restarts: Restarts): StartFault => {
  const { exchange, tradingMode } = context
  return (fault, happens) => {
    const { kind, forMs } = fault
    if (kind === 'restart' || kind === 'refused') {
      return once(happens, () => restarts.close(kind === 'restart' ? 'shut' : 'refuse', forMs))
    }
    if (kind === 'trading-mode') {
      return once(happens, () => {
        tradingMode.set(fault.mode ?? 'disabled', forMs)
        return () => tradingMode.set('normal')
      })
    }
    const engineFault = engineFaultOf(exchange, fault)
    if (engineFault === undefined) return undefined
    const isOnce = kind === 'clock-skew' || kind === 'tick-change'
    if (isOnce) return once(happens, () => exchange.inject(engineFault))
    return { undo: exchange.inject(engineFault), state: () => engineState(exchange, engineFault) }
  }
}

const DONE: StartedFault = { undo: () => {} }

/** What happens when it is set, or not at all. */
const once = (happens: () => boolean, act: () => () => void): StartedFault =>
  happens() ? { undo: act() } : DONE

const engineState = (
  exchange: SimExchange,
  fault: EngineFault,
): Readonly<{ hits: number; active: boolean }> | undefined => {
  const found = exchange.injected().find((injected) => injected.fault === fault)
  return found === undefined ? undefined : { hits: found.hits, active: found.active }
}

const LAG_MS = 1_000

const engineFaultOf = (exchange: SimExchange, fault: Fault): EngineFault | undefined => {
  const limits = limitsOf(exchange, fault)
  switch (fault.kind) {
    case 'matcher-lag':
      return { ...limits, kind: 'matcher-lag', millis: fault.delayMs ?? LAG_MS }
    case 'phantom-balance':
      return { ...limits, kind: 'phantom-refusal' }
    case 'failed-settlement':
    case 'retried-settlement':
      return { ...limits, kind: fault.kind }
    case 'missing-resolution':
      return { ...limits, kind: 'lost-resolution' }
    case 'missing-level':
      return { ...limits, kind: 'missing-level', told: fault.told ?? 'not' }
    case 'clock-skew':
      return { ...forOnce(limits), kind: 'clock-skew', millis: fault.skewMs ?? 0 }
    case 'tick-change': {
      const { id } = findMarket(exchange, fault.market ?? '')
      return { kind: 'tick-change', market: id, tick: tickOf(fault.tick ?? '') }
    }
    default:
      return undefined
  }
}

const limitsOf = (exchange: SimExchange, fault: Fault): FaultLimits => ({
  ...(fault.probability === undefined ? {} : { chance: fault.probability }),
  ...(fault.count === undefined ? {} : { count: fault.count }),
  ...(fault.forMs === undefined ? {} : { forMs: fault.forMs }),
  ...(fault.owner === undefined ? {} : { owner: fault.owner.toLowerCase() }),
  ...(fault.market === undefined ? {} : { market: findMarket(exchange, fault.market).id }),
})

/** Whether it happens was drawn already. */
const forOnce = ({ chance: _, ...limits }: FaultLimits): FaultLimits => limits
