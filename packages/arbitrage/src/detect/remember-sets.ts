import type { MarketFacts } from '@bot/core'
import { classifySet, type SetClassification } from '../sets/classify-set.js'

/**
 * Makes a `classifySet` that reads the labels of a list of markets once: of the same list, not of an equal one.
 *
 * Facts do not change inside a list: whoever holds them makes a new one. What `groupIsWhole` says may change at any
 * time and is asked again, unless labels prove the set without it.
 */
export const rememberSets = (): typeof classifySet => {
  const known = new WeakMap<readonly MarketFacts[], SetClassification>()
  return (markets, groupIsWhole) => {
    const before = known.get(markets)
    const set = before ?? classifySet(markets)
    if (before === undefined) known.set(markets, set)
    const mayBeWhole = set.exclusive && !set.exhaustive && groupIsWhole !== undefined
    return mayBeWhole ? classifySet(markets, groupIsWhole) : set
  }
}
