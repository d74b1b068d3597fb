import { BotError } from '@bot/core'

/**
 * A part of a journal that cannot be read.
 *
 * `line` counts from 1 in the unzipped segment; in the database it is the entry's seq; 0 means the file as a whole.
 * `firstSeq` and `lastSeq` say which entries are lost with it, where that is known.
 */
export type Damage = Readonly<{
  file: string
  line: number
  problem: string
  firstSeq?: number
  lastSeq?: number
}>

/** Is told of each damaged part, and may throw to stop. */
export type OnDamage = (damage: Damage) => void

/** Stops at the first damage. @throws BotError `journal-corrupt` naming file and line. */
export const refuseDamage: OnDamage = (damage) => {
  const { file, line, problem } = damage
  const text = `Expected ${file} to be sound, line ${line} ${problem}; "journal verify" lists all damage and "journal export" saves what is sound`
  throw new BotError('journal-corrupt', text, { ...damage })
}
