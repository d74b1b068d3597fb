import {
  type Approved,
  type Clock,
  type SettleRequest,
  type SettleResult,
  USD_ZERO,
  wait,
} from '@bot/core'
import type { ActionResult, SimExchange } from '@bot/sim'
import type { DoneAction } from '../checks/check-actions.js'

/** The chain as the wallet sees it: protocol actions are transactions there, not requests to the venue. */
export type Chain = Readonly<{
  /** Performs an action; the same reference acts once, and asking again tells what came of it. */
  settle: (request: Approved<SettleRequest>) => Promise<SettleResult>
  /** Loses no answer any more. */
  calm: () => void
  /** What took effect, in its order. */
  done: () => readonly DoneAction[]
}>

type ChainParts = Readonly<{
  exchange: SimExchange
  wallet: string
  clock: Clock
  random: () => number
}>

const LONGEST_MS = 3_000
/** How often the answer is lost, before or after the action took effect. */
const LOST = 0.15

/** Makes a chain that takes its time and now and then does not answer. */
export const createChain = ({ exchange, wallet, clock, random }: ChainParts): Chain => {
  const done = new Map<string, SettleResult>()
  const actions: DoneAction[] = []
  let lost = LOST
  const perform = (request: SettleRequest): SettleResult => {
    const known = done.get(request.ref)
    if (known !== undefined) return known
    const result = resultOf(request, act(exchange, wallet, request.action))
    done.set(request.ref, result)
    if (result.status === 'confirmed')
      actions.push({ action: request.action.action, paid: result.cash !== 0 })
    return result
  }
  return {
    settle: async (request) => {
      const [beforeMs, afterMs] = [
        Math.floor(random() * LONGEST_MS),
        Math.floor(random() * LONGEST_MS),
      ]
      const fate = random()
      await wait(clock, beforeMs)
      if (fate < lost / 2) throw new Error('the transaction could not be sent')
      const result = perform(request)
      await wait(clock, afterMs)
      if (fate < lost) throw new Error('the receipt did not come')
      return result
    },
    calm: () => {
      lost = 0
    },
    done: () => actions,
  }
}

const resultOf = ({ ref, action }: SettleRequest, acted: ActionResult): SettleResult => {
  const base = { ref, action } as Pick<SettleResult, 'ref' | 'action'>
  if (acted.ok) return { ...base, status: 'confirmed', cash: acted.cash }
  // The first redemption of a market pays all shares of the wallet; a second one is a transaction that pays nothing.
  return action.action === 'redeem' && acted.reason === 'nothing-to-redeem'
    ? { ...base, status: 'confirmed', cash: USD_ZERO }
    : { ...base, status: 'failed', cash: USD_ZERO, reason: acted.reason }
}

const act = (
  exchange: SimExchange,
  wallet: string,
  { action, markets, shares }: SettleRequest['action'],
): ActionResult => {
  const [first] = markets
  if (first === undefined) return { ok: false, reason: 'unknown-market' }
  switch (action) {
    case 'split':
      return exchange.split(wallet, first, shares)
    case 'merge':
      return exchange.merge(wallet, first, shares)
    case 'convert':
      return exchange.convert(wallet, markets, shares)
    case 'redeem':
      return exchange.redeem(wallet, markets)
  }
}
