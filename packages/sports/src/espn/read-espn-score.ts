import type { EspnScoring } from './espn-leagues.js'
import type { EspnCompetitor } from './espn-schema.js'

/** Reads one side's score; `undefined` when the source gives none, `'bad-score'` when it cannot be read. */
export const readEspnScore = (
  side: EspnCompetitor,
  scoring: EspnScoring,
): number | undefined | 'bad-score' => {
  if (scoring === 'bouts') return side.winner === true ? 1 : 0
  if (scoring === 'sets') return side.linescores?.filter((set) => set.winner === true).length ?? 0
  const text = String(side.score ?? '').trim()
  if (text === '') return undefined
  if (scoring === 'points') return /^\d+$/.test(text) ? Number(text) : 'bad-score'
  return readRuns(text)
}

/** Adds the runs of a side's innings: `245 & 120/3 (40 ov)` is 365. */
const readRuns = (text: string): number | 'bad-score' => {
  const innings = text.split('&').map((part) => /^(\d+)(?![\d.])/.exec(part.trim())?.[1])
  return innings.every((runs) => runs !== undefined)
    ? innings.reduce((sum, runs) => sum + Number(runs), 0)
    : 'bad-score'
}
