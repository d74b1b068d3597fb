import { expect, test } from 'vitest'
import * as api from './index.js'

test('the public surface changes only on purpose', () => {
  expect(Object.keys(api).sort()).toEqual([
    'ESPN_LEAGUES',
    'ODDS_SPORT_KEYS',
    'THE_SPORTS_DB_LEAGUES',
    'createEspnReads',
    'createOddsReads',
    'createTheSportsDbReads',
    'parseEspnScoreboard',
    'parseOddsEvent',
    'parseOddsScores',
    'parseTheSportsDbDay',
    'removeMargin',
  ])
})
