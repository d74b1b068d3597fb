import type { BasketAction, Stamped } from '@bot/core'
import type { Report } from './violation.js'

/** A protocol action that took effect at the exchange; `paid` tells whether dollars moved. */
export type DoneAction = Readonly<{ action: BasketAction['action']; paid: boolean }>

const KINDS = ['split', 'merge', 'convert', 'redeem'] as const

/**
 * Compares the protocol actions that took effect with those that the journal calls confirmed, kind by kind: none done
 * twice, none only believed. What each moved is compared with cash and shares.
 */
export const checkActions = (
  done: readonly DoneAction[],
  entries: readonly Stamped[],
  report: Report,
): void => {
  const told = new Map<string, DoneAction>()
  for (const { event } of entries) {
    if (event.type === 'settlement' && event.status === 'confirmed')
      told.set(event.ref, { action: event.action.action, paid: event.cash !== 0 })
  }
  // The first redemption of a market pays for all shares of the wallet, and later ones nothing.
  const counts = (each: DoneAction): boolean => each.action !== 'redeem' || each.paid
  const ours = [...told.values()].filter(counts)
  const theirs = done.filter(counts)
  for (const kind of KINDS) {
    const [at, known] = [theirs, ours].map(
      (list) => list.filter(({ action }) => action === kind).length,
    )
    if (at !== known)
      report('actions-differ', `${at} of ${kind} at the exchange, ${known} in the journal`)
  }
}
