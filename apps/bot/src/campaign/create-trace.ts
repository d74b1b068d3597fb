import type { Clock } from '@bot/core'
import { sha256 } from '../effects/sha256.js'

/** What happened, line by line, and a hash over it. */
export type Trace = Readonly<{
  note: (what: string) => void
  lines: () => readonly string[]
  hash: () => string
}>

/** Starts a trace whose lines begin with the milliseconds since now. */
export const createTrace = (clock: Clock): Trace => {
  const start = clock.now()
  const lines: string[] = []
  return {
    note: (what) => void lines.push(`${clock.now() - start} ${what}`),
    lines: () => lines,
    hash: () => {
      const digest = sha256()
      digest.update(lines.join('\n'))
      return digest.hex()
    },
  }
}
