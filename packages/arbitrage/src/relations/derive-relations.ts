import type { MarketFacts } from '@bot/core'
import type { GroupIsWhole } from '../sets/classify-set.js'
import type { Relation } from './relation.js'
import { dateLadders } from './rules/date-ladders.js'
import { gameSpreads } from './rules/game-spreads.js'
import { gameTotals } from './rules/game-totals.js'
import { negRiskGroups } from './rules/neg-risk-groups.js'
import { thresholdLadders } from './rules/threshold-ladders.js'

/**
 * Derives the relations that structured fields prove: negRisk groups, thresholds, dates, totals and spreads of one
 * event.
 *
 * Text alone proves nothing: a question counts only where it agrees with the event, the label, the outcomes and the
 * end. Needs all markets of an event in one call. What it does not find can be confirmed by a person, in a file that
 * `parseRelationFile` reads.
 */
export const deriveRelations = (
  markets: readonly MarketFacts[],
  groupIsWhole?: GroupIsWhole,
): readonly Relation[] => [
  ...negRiskGroups(markets, groupIsWhole),
  ...thresholdLadders(markets),
  ...dateLadders(markets),
  ...gameTotals(markets),
  ...gameSpreads(markets),
]
