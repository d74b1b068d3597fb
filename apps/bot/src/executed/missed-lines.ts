import type { PlantScore } from './score-planted.js'
import { reasonToLeaveOut } from './sum-scores.js'

/** Names each plant that counts and was realised by less than 95 %: the last gate that it reached, and what was said. */
export const missedLines = (scores: readonly PlantScore[]): readonly string[] =>
  scores
    .filter((each) => !each.trap && reasonToLeaveOut(each) === undefined)
    .filter(({ expected, realised }) => realised < 0.95 * expected)
    .map(({ plant, livedMs, expected, realised, gate, why }) => {
      const money = `${realised.toFixed(2)} of ${expected.toFixed(2)}`
      return `${plant.id} ${plant.kind}, ${livedMs} ms, ${money}: ${gate} (${why})`
    })
