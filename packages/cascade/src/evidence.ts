import type { ClosedPosition, Ledger, Signal } from '@bot/core'

/** What a strategy's recent closed positions came to. `score` is its return on what it invested, shrunk towards 0. */
export type TrackRecord = Readonly<{
  closed: number
  winRate: number
  meanPnl: number
  score: number
}>

/** What is known of how each strategy has done. */
export type Evidence = Readonly<{
  of: (strategy: string) => TrackRecord
  /** Remembers whose baskets were chosen: their positions belong to the basket. */
  expect: (taken: readonly Signal[]) => void
  /** Takes in the positions that were closed since the last time. */
  learn: (ledger: Ledger) => void
}>

const NONE: TrackRecord = { closed: 0, winRate: 0, meanPnl: 0, score: 0 }
/** As if each strategy had also put 50 dollars into something that came to nothing: one lucky trade ranks nobody. */
const PRIOR_INVESTED = 50_000_000
const MOST_BASKETS = 1_000

/**
 * Makes the evidence of nobody. Looks at the last `most` closed positions of each strategy, its baskets' included.
 *
 * A win rate alone would put a buyer of 95-cent favourites first; the return on what was invested does not.
 */
export const createEvidence = (most: number): Evidence => {
  const closed = new Map<string, ClosedPosition[]>()
  const baskets = new Map<string, string>()
  let seen: readonly ClosedPosition[] = []
  let last: ClosedPosition | undefined

  const add = (each: ClosedPosition): void => {
    const owner = baskets.get(each.position.basket ?? '') ?? each.position.owner
    const list = closed.get(owner) ?? []
    closed.set(owner, [...list, each].slice(-most))
  }
  return {
    of: (strategy) => summarise(closed.get(strategy) ?? []),
    expect: (taken) => {
      for (const { basket, strategy } of taken) {
        if (basket !== undefined) baskets.set(basket.id, strategy)
      }
      for (const id of baskets.keys()) {
        if (baskets.size <= MOST_BASKETS) break
        baskets.delete(id)
      }
    },
    learn: (ledger) => {
      if (ledger.closed === seen) return
      const from = last === undefined ? 0 : ledger.closed.lastIndexOf(last) + 1
      for (const each of ledger.closed.slice(from)) add(each)
      seen = ledger.closed
      last = ledger.closed.at(-1) ?? last
    },
  }
}

const summarise = (list: readonly ClosedPosition[]): TrackRecord => {
  if (list.length === 0) return NONE
  const realised = list.reduce((sum, each) => sum + each.realised, 0)
  const invested = list.reduce((sum, each) => sum + each.invested, 0)
  return {
    closed: list.length,
    winRate: list.filter((each) => each.realised > 0).length / list.length,
    meanPnl: realised / list.length / 1_000_000,
    score: realised / (invested + PRIOR_INVESTED),
  }
}
