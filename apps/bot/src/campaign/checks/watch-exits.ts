import type { TimeMs } from '@bot/core'
import type { SupervisorEvent } from '../life/supervise-bot.js'
import type { World } from '../world/open-world.js'
import type { Report } from './violation.js'

/** A silence of so long cancels every order at the venue; a little more for the order in which timers fire. */
const SILENCE_MS = 10_500

/**
 * Watches what stays open at the exchange after the bot has ended: nothing after a stop that the venue could hear, and
 * nothing that was there before once the venue has missed the heartbeat.
 */
export const watchExits = (world: World, report: Report) => {
  const { clock, exchange, wallet, venue } = world
  let ends = 0
  const openSince = (before: TimeMs): readonly string[] =>
    exchange
      .openOrders(wallet)
      .filter(({ createdAt }) => createdAt <= before)
      .map(({ id }) => id)
  const expectNone = (before: TimeMs, when: string): void => {
    const left = openSince(before)
    if (left.length > 0) report('orders-left-open', `${when}: ${left.join(', ')}`)
  }
  return {
    observe: ({ kind }: SupervisorEvent): void => {
      ends += 1
      const end = ends
      if (kind === 'stopped' && !venue.faults.list().some(({ active }) => active))
        expectNone(clock.now(), 'after a stop')
      if (kind !== 'crashed' && kind !== 'stopped' && kind !== 'stop-failed') return
      clock.after(SILENCE_MS, () => {
        if (end === ends) expectNone(clock.now(), 'after the heartbeat was lost')
      })
    },
  }
}
