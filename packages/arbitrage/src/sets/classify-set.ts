import type { MarketFacts } from '@bot/core'
import { coversLine } from './covers-line.js'
import { groupOf } from './group-of.js'
import { isRung } from './is-rung.js'
import { readLine } from './read-line.js'

/** Says that the catalogue holds every market of a negRisk group that is not augmented. */
export type GroupIsWhole = (group: string, markets: readonly MarketFacts[]) => boolean

/** What is proven of a set of markets, and why. `exclusive`: at most one wins. `exhaustive`: at least one does. */
export type SetClassification = Readonly<{ exclusive: boolean; exhaustive: boolean; why: string }>

/**
 * Decides what a set of markets proves.
 *
 * Exclusive: only one negRisk group. Exhaustive as well: no "Other", no placeholder, and labels (numbers, places of a
 * ranking, dates with a never) that leave no value out, or, for a group that is not augmented, `groupIsWhole`.
 * Without a proof the answer is no.
 *
 * @see https://docs.polymarket.com/developers/neg-risk/overview
 */
export const classifySet = (
  markets: readonly MarketFacts[],
  groupIsWhole?: GroupIsWhole,
): SetClassification => {
  const [first] = markets
  const group = first === undefined ? undefined : groupOf(first)
  if (first === undefined || group === undefined) return notExclusive(markets)
  if (markets.some((market) => groupOf(market) !== group)) {
    return { exclusive: false, exhaustive: false, why: 'markets of several groups' }
  }
  const unnamed = markets.find(
    ({ negRisk }) => typeof negRisk === 'object' && negRisk.role !== 'named',
  )
  if (unnamed !== undefined) return exclusiveOnly(`has an unnamed outcome: ${unnamed.label}`)
  const line = readLine(markets)
  if (line !== undefined && coversLine(line)) {
    if (line.doubt !== undefined) return exclusiveOnly(line.doubt)
    return { exclusive: true, exhaustive: true, why: 'labels cover the line' }
  }
  if (markets.some(({ negRisk }) => typeof negRisk === 'object' && negRisk.augmented)) {
    return exclusiveOnly('the group is augmented and its labels do not cover a line')
  }
  return groupIsWhole?.(group, markets) === true
    ? { exclusive: true, exhaustive: true, why: 'the catalogue holds the whole group' }
    : exclusiveOnly('labels do not cover a line and nothing proves the group whole')
}

const exclusiveOnly = (why: string): SetClassification => ({
  exclusive: true,
  exhaustive: false,
  why,
})

const notExclusive = (markets: readonly MarketFacts[]): SetClassification => ({
  exclusive: false,
  exhaustive: false,
  why:
    markets.length > 1 && markets.every(isRung)
      ? 'cumulative ladder: one outcome implies the next'
      : 'not one negRisk group',
})
