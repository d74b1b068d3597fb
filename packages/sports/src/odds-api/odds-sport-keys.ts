/** The keys of The Odds API for each sport; tennis has one for each tournament, which `sports()` lists. */
export const ODDS_SPORT_KEYS: Readonly<Record<string, readonly string[]>> = {
  cricket: ['cricket_ipl', 'cricket_test_match', 'cricket_odi', 'cricket_international_t20'],
  football: [
    'soccer_epl',
    'soccer_spain_la_liga',
    'soccer_germany_bundesliga',
    'soccer_italy_serie_a',
    'soccer_france_ligue_one',
    'soccer_uefa_champs_league',
    'soccer_usa_mls',
  ],
  nba: ['basketball_nba'],
  wnba: ['basketball_wnba'],
  nfl: ['americanfootball_nfl'],
  mlb: ['baseball_mlb'],
  nhl: ['icehockey_nhl'],
  ufc: ['mma_mixed_martial_arts'],
}
