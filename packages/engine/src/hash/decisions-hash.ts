import type { Stamped, Tick } from '@bot/core'

/** A running digest, for example of `node:crypto`'s `createHash('sha256')`. */
export type Digest = Readonly<{ update: (text: string) => void; hex: () => string }>

/** Folds ticks into one hash of everything that was decided. */
export type DecisionsHash = Readonly<{
  add: (stamped: Stamped, tick: Tick) => void
  /** Returns the hash so far and how many ticks decided something. */
  result: () => Readonly<{ hash: string; ticks: number }>
}>

/**
 * Makes the hash over `Tick.decisions` and `Tick.commands`, with the `seq` they belong to.
 *
 * Commands hold intents: no signature, salt or order id is in them, so a run and its replay agree.
 */
export const createDecisionsHash = (digest: Digest): DecisionsHash => {
  let ticks = 0
  return {
    add: ({ seq }, tick) => {
      if (tick.decisions.length === 0 && tick.commands.length === 0) return
      ticks += 1
      digest.update(`${seq}${JSON.stringify(tick.decisions)}${JSON.stringify(tick.commands)}\n`)
    },
    result: () => ({ hash: digest.hex(), ticks }),
  }
}
