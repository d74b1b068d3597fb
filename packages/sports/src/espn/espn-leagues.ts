/**
 * How a sport's score is read: `points` (a number), `runs` (cricket: `245 & 120/3`), `sets` (tennis: sets won),
 * `bouts` (fights: 1 for the winner).
 */
export type EspnScoring = 'points' | 'runs' | 'sets' | 'bouts'

/** One league of ESPN; `path` follows `/apis/site/v2/sports/`. */
export type EspnLeague = Readonly<{
  sport: string
  league: string
  path: string
  scoring: EspnScoring
}>

const team = (sport: string, path: string, scoring: EspnScoring = 'points'): EspnLeague => ({
  sport,
  league: path.slice(path.indexOf('/') + 1),
  path,
  scoring,
})

/** The leagues that are read by default; pass others to `createEspnReads`. Football is soccer. */
export const ESPN_LEAGUES: readonly EspnLeague[] = [
  { sport: 'cricket', league: 'ipl', path: 'cricket/8048', scoring: 'runs' },
  { sport: 'cricket', league: 'world-cup', path: 'cricket/8039', scoring: 'runs' },
  team('football', 'soccer/eng.1'),
  team('football', 'soccer/esp.1'),
  team('football', 'soccer/ger.1'),
  team('football', 'soccer/ita.1'),
  team('football', 'soccer/fra.1'),
  team('football', 'soccer/uefa.champions'),
  team('football', 'soccer/usa.1'),
  team('nba', 'basketball/nba'),
  team('wnba', 'basketball/wnba'),
  team('nfl', 'football/nfl'),
  team('mlb', 'baseball/mlb'),
  team('nhl', 'hockey/nhl'),
  team('tennis', 'tennis/atp', 'sets'),
  team('tennis', 'tennis/wta', 'sets'),
  team('ufc', 'mma/ufc', 'bouts'),
]
