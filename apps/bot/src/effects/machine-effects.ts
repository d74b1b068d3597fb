import { readFileSync } from 'node:fs'
import type { Clock } from '@bot/core'
import { type Journal, openJournal } from '@bot/journal'
import { beginFile, type FileParts, writeFileWhole } from './write-file-whole.js'

/** What a bot does to its machine beside its venue, its clock and its log: all of it can be replaced. */
export type MachineEffects = Readonly<{
  openJournal: (options: Readonly<{ folder: string; clock: Clock }>) => Promise<Journal>
  /**
   * Milliseconds of a clock that never goes back, to time strategies by. The real one counts the time that this process
   * computed, not the time that passed: on a busy machine any code can be kept waiting, and is no slower for it.
   */
  monotonic: () => number
  /** Reads a small file that an earlier run kept; `undefined` when there is none. */
  readFile: (file: string) => string | undefined
  /** Writes a small file so that a crash leaves the old or the new one. */
  writeFile: (file: string, text: string) => void
  /** Begins a large file that is written in parts; where it is absent, parts are put together and written at once. */
  beginFile?: (file: string) => FileParts
}>

const MICROS_A_MILLI = 1_000

/** The real machine. */
export const machineEffects: MachineEffects = {
  openJournal,
  monotonic: () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / MICROS_A_MILLI
  },
  readFile: (file) => {
    try {
      return readFileSync(file, 'utf8')
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw thrown
    }
  },
  writeFile: writeFileWhole,
  beginFile,
}
