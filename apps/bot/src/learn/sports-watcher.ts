import { type Arrived, type Clock, type GameFact, messageOf, type OddsFact } from '@bot/core'
import { createSourceChain, type Datum, type SourceHealth } from '@bot/data-aggregator'
import {
  createEspnReads,
  createOddsReads,
  createTheSportsDbReads,
  ESPN_LEAGUES,
  ODDS_SPORT_KEYS,
  type Scoreboard,
} from '@bot/sports'
import type { Settings } from '../config/settings.js'
import type { Logger } from '../log/create-logger.js'

/** Reads scores and odds and tells the engine by facts. */
export type SportsWatcher = Readonly<{
  /** Reads every sport once; tells how many games are known. */
  refresh: (signal: AbortSignal) => Promise<string>
  /** Reads the odds of every sport once; does nothing without a key. */
  refreshOdds: (signal: AbortSignal) => Promise<string>
  health: () => readonly SourceHealth[]
}>

/** What the watcher needs. */
export type SportsWatcherOptions = Readonly<{
  settings: Settings
  fetch: typeof globalThis.fetch
  clock: Clock
  log: Logger
  onEvents: (arrived: readonly Arrived[]) => void
}>

const SOURCE_NAMES = { espn: 'ESPN API', 'the-sports-db': 'TheSportsDB' } as const

/** Makes the watcher: ESPN, then a second free source, then what is remembered. */
export const createSportsWatcher = (options: SportsWatcherOptions): SportsWatcher => {
  const { settings, fetch, clock, log, onEvents } = options
  const espn = createEspnReads({ fetch, clock, baseUrl: settings.espnUrl })
  const second = createTheSportsDbReads({ fetch, clock, baseUrl: settings.theSportsDbUrl })
  const told = new Map<string, string>()
  // What the last reading of a sport could not use: counted aloud, so that "0 games" has its reason.
  const unusable = new Map<string, string>()
  const gamesOf = (sport: string, board: Scoreboard): readonly GameFact[] => {
    const parts = [
      ...Object.entries(board.rejected).map(([reason, count]) => `${reason} ${count}`),
      ...board.failed.map(({ league, error }) => `${league}: ${messageOf(error)}`),
    ]
    if (parts.length === 0) unusable.delete(sport)
    else unusable.set(sport, `${sport} refused ${parts.join(', ')}`)
    return board.games
  }
  const chain = createSourceChain<string, readonly GameFact[]>({
    kind: 'sports',
    clock,
    sources: [
      {
        name: 'espn',
        read: async (sport, signal) => gamesOf(sport, await espn.scoreboard(sport, signal)),
      },
      ...(settings.freeSportsApis
        ? [
            {
              name: 'the-sports-db',
              read: async (sport: string, signal: AbortSignal) =>
                gamesOf(sport, await second.scoreboard(sport, signal)),
            },
          ]
        : []),
    ],
    onFallback: ({ from, to, reason }) => {
      const name = SOURCE_NAMES[from as keyof typeof SOURCE_NAMES] ?? from
      const stand = to === 'cached' || to === 'last-known' ? `${to} sports data` : to
      log.warn({ from, to, reason }, `${name} failed, falling back to ${stand}`)
    },
  })
  const tell = ({ value, provenance }: Datum<readonly GameFact[]>): void => {
    const at = clock.now()
    const changed = value.filter((game) => told.get(game.id) !== JSON.stringify(game))
    for (const game of changed) told.set(game.id, JSON.stringify(game))
    onEvents(
      changed.map((game) => ({
        at,
        event: { type: 'fact', kind: 'game', key: game.id, value: game, provenance },
      })),
    )
  }
  const known = new Set(ESPN_LEAGUES.map(({ sport }) => sport))
  const sports = settings.prioritySports.filter((sport) => known.has(sport))
  const unknown = settings.prioritySports.filter((sport) => !known.has(sport))
  if (unknown.length > 0)
    log.warn({ unknown }, `PRIORITY_SPORTS: no source knows ${unknown.join(', ')}`)
  return {
    refresh: async (signal) => {
      const failures: string[] = []
      for (const sport of sports) {
        try {
          tell(await chain.read(sport, signal))
        } catch (thrown) {
          failures.push(`${sport}: ${messageOf(thrown)}`)
        }
      }
      if (failures.length > 0 && failures.length === sports.length)
        throw new Error(failures.join('; '))
      const counted = `${told.size} games of ${sports.length} sports`
      return [counted, ...failures, ...unusable.values()].join('; ')
    },
    refreshOdds: createOddsRefresh(options, sports),
    health: chain.health,
  }
}

const createOddsRefresh = (
  { settings, fetch, clock, onEvents }: SportsWatcherOptions,
  sports: readonly string[],
): SportsWatcher['refreshOdds'] => {
  const apiKey = settings.oddsApiKey
  if (apiKey === undefined) return async () => 'no ODDS_API_KEY: odds are skipped'
  const odds = createOddsReads({ fetch, clock, apiKey, baseUrl: settings.oddsUrl })
  const keys = sports.flatMap((sport) => ODDS_SPORT_KEYS[sport] ?? [])
  return async (signal) => {
    let count = 0
    for (const key of keys) {
      const board = await odds.odds(key, signal)
      count += board.odds.length
      const at = clock.now()
      const provenance = {
        source: 'the-odds-api',
        ageMs: 0,
        state: 'live',
        simulated: false,
      } as const
      onEvents(
        board.odds.map((value: OddsFact) => ({
          at,
          event: {
            type: 'fact',
            kind: 'odds',
            key: `${value.game} ${value.outcome}`,
            value,
            provenance,
          },
        })),
      )
    }
    return `${count} outcomes priced`
  }
}
