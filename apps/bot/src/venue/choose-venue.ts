import type { Settings } from '../config/settings.js'

/** What was chosen and why. */
export type VenueChoice = Readonly<{ venue: 'polymarket' | 'sim'; because: string }>

const PROBE_MS = 3_000

/** Chooses the venue once, at the start: `auto` takes Polymarket when it answers within three seconds. */
export const chooseVenue = async (
  settings: Settings,
  fetch: typeof globalThis.fetch,
): Promise<VenueChoice> => {
  if (settings.venue !== 'auto')
    return { venue: settings.venue, because: `VENUE=${settings.venue}` }
  try {
    const answer = await fetch(`${settings.clobUrl}/time`, {
      signal: AbortSignal.timeout(PROBE_MS),
    })
    if (answer.ok) return { venue: 'polymarket', because: 'Polymarket answers' }
    return { venue: 'sim', because: `Polymarket answered ${answer.status}` }
  } catch (thrown) {
    const reason =
      thrown instanceof Error && thrown.name === 'TimeoutError'
        ? 'no answer within 3 s'
        : 'no network'
    return { venue: 'sim', because: `Polymarket cannot be reached (${reason})` }
  }
}
