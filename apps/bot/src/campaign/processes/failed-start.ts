import { objectOf } from './run-program.js'

/** Names why a start failed, from the lines that it wrote: doctor's failed checks, or else a known error's code. */
export const causeOfFailedStart = (lines: readonly string[]): string => {
  const failed = lines.flatMap((line) => {
    const said = objectOf(line)
    return said?.['state'] === 'failed' ? [String(said['check'])] : []
  })
  if (failed.length > 0) return `doctor: ${[...new Set(failed)].sort().join(', ')}`
  const code = lines.flatMap((line) => /docs\/errors\.md#([a-z-]+)/.exec(line)?.[1] ?? []).at(-1)
  return code ?? 'no reason was given'
}
