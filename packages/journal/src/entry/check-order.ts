import { BotError, type Stamped } from '@bot/core'

/**
 * Checks that each entry's `seq` is a whole number above the last.
 *
 * @throws BotError `invalid-argument` naming the first that is not.
 */
export const checkOrder = (entries: readonly Stamped[], lastSeq: number): void => {
  let last = lastSeq
  for (const { seq } of entries) {
    if (!Number.isSafeInteger(seq) || seq <= last) {
      throw new BotError('invalid-argument', `Expected a seq above ${last}, was ${seq}`, {
        lastSeq: last,
        seq,
      })
    }
    last = seq
  }
}
