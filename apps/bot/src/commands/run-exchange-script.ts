import { type Clock, messageOf } from '@bot/core'
import type { ScriptLine } from './exchange-script.js'

type ScriptParts = Readonly<{
  clock: Clock
  fetch: typeof globalThis.fetch
  /** Base address of the control routes. */
  sim: string
  log: (message: string) => void
}>

/** Runs each line at its moment from now on; a refused one is reported and the rest goes on. Returns what stops it. */
export const runExchangeScript = (
  lines: readonly ScriptLine[],
  { clock, fetch, sim, log }: ScriptParts,
): (() => void) => {
  const run = async (line: ScriptLine): Promise<void> => {
    const answer = await fetch(`${sim}/_sim/${line.do}`, {
      method: line.method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(line.body),
    })
    const text = await answer.text()
    if (answer.ok) log(`script line ${line.number}: ${line.do} done`)
    else log(`script line ${line.number}: ${line.do} refused with ${answer.status}: ${text}`)
  }
  const cancels = lines.map((line) =>
    clock.after(line.at * 1_000, () => {
      run(line).catch((cause: unknown) => {
        log(`script line ${line.number}: ${line.do} failed: ${messageOf(cause)}`)
      })
    }),
  )
  return () => {
    for (const cancel of cancels) cancel()
  }
}
