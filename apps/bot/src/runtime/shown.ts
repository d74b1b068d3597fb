import type { Stamped } from '@bot/core'

/** Passes entries on and shows each to somebody on the way. */
export async function* shown(
  entries: AsyncIterable<Stamped>,
  to: (entry: Stamped) => void,
): AsyncGenerator<Stamped> {
  for await (const entry of entries) {
    to(entry)
    yield entry
  }
}
