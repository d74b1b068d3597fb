/** One league of TheSportsDB by its number. */
export type TheSportsDbLeague = Readonly<{ sport: string; league: string; id: string }>

/** The leagues that are read by default; it names no sides for tennis and fights. Football is soccer. */
export const THE_SPORTS_DB_LEAGUES: readonly TheSportsDbLeague[] = [
  { sport: 'cricket', league: 'ipl', id: '4460' },
  { sport: 'football', league: 'eng.1', id: '4328' },
  { sport: 'football', league: 'esp.1', id: '4335' },
  { sport: 'football', league: 'ger.1', id: '4331' },
  { sport: 'football', league: 'ita.1', id: '4332' },
  { sport: 'football', league: 'fra.1', id: '4334' },
  { sport: 'football', league: 'uefa.champions', id: '4480' },
  { sport: 'nba', league: 'nba', id: '4387' },
  { sport: 'nfl', league: 'nfl', id: '4391' },
  { sport: 'mlb', league: 'mlb', id: '4424' },
  { sport: 'nhl', league: 'nhl', id: '4380' },
]
