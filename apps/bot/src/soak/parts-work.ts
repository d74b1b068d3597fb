import type { StatsSource } from '../stats/stats-source.js'

type Running = Readonly<{ stats: Pick<StatsSource, 'health' | 'status'> }>

/** Whether all parts run: nothing is polled, sources answer, and the accounts agree. */
export const partsWork = ({ stats }: Running): boolean => {
  const { feed, components } = stats.status()
  return (
    stats.health().ok &&
    feed.tokens.live > 0 &&
    feed.tokens['polling-fast'] + feed.tokens['polling-slow'] === 0 &&
    components.every(({ state }) => state === 'running') &&
    components.some(({ detail }) => detail === 'venue and journal agree')
  )
}
