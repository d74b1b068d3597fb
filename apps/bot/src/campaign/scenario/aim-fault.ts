import type { SimExchange } from '@bot/sim'
import { FAULT_KINDS, type Fault } from '@bot/sim/server'

/**
 * Aims a fault at what there is when it strikes: half of those that can at the bot's own wallet, a change of tick at a
 * market; `aim` is 0 to 1. Nothing to aim at is `undefined`.
 */
export const aimFault = (
  fault: Fault,
  aim: number,
  exchange: SimExchange,
  wallet: string,
): Fault | undefined => {
  const { takes } = FAULT_KINDS[fault.kind]
  if (takes.includes('tick')) {
    const open = exchange.markets().filter(({ status }) => status === 'open')
    const market = open[Math.floor(aim * open.length)]
    return market && { ...fault, market: market.id, tick: market.tick === 100 ? '0.001' : '0.01' }
  }
  return takes.includes('owner') && aim < 0.5 ? { ...fault, owner: wallet } : fault
}
