import { readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import type { Clock } from '@bot/core'
import { type Journal, openJournal } from '@bot/journal'
import { writeFileWhole } from './write-file-whole.js'

/** What a bot does to its machine beside its venue, its clock and its log: all of it can be replaced. */
export type MachineEffects = Readonly<{
  openJournal: (options: Readonly<{ folder: string; clock: Clock }>) => Promise<Journal>
  /** Milliseconds of a clock that never goes back: how long strategies take. */
  monotonic: () => number
  /** Reads a small file that an earlier run kept; `undefined` when there is none. */
  readFile: (file: string) => string | undefined
  /** Writes a small file so that a crash leaves the old or the new one. */
  writeFile: (file: string, text: string) => void
}>

/** The real machine. */
export const machineEffects: MachineEffects = {
  openJournal,
  monotonic: () => performance.now(),
  readFile: (file) => {
    try {
      return readFileSync(file, 'utf8')
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw thrown
    }
  },
  writeFile: writeFileWhole,
}
