import { type MarketFacts, type MarketId, USD_ONE } from '@bot/core'
import type { Ending, OutcomeStates } from './outcome-states.js'
import type { Relation } from './relation.js'
import { marketsOf, type Row, relationRows } from './relation-rows.js'

/** More states than these are refused. */
const MOST_STATES = 200

/** Steps of the search after which it gives up: relations that hardly bind each other. */
const MOST_STEPS = 100_000

type Search = {
  readonly factors: readonly (readonly Row[])[]
  readonly relations: readonly Relation[]
  readonly members: readonly MarketId[]
  readonly won: Map<MarketId, 0 | 1>
  readonly found: Ending[][]
  readonly most: number
  steps: number
}

/**
 * Lists every consistent way in which related markets can end, even splits included.
 *
 * Joins the ways that each relation allows, the longest list first. Markets that are resolved keep their result.
 * `undefined` when there are more than `most`.
 */
export const buildStates = (
  relations: readonly Relation[],
  markets: readonly MarketFacts[],
  most: number = MOST_STATES,
): OutcomeStates | undefined => {
  const members = [...new Set(relations.flatMap(marketsOf))].sort()
  const factors = relations.flatMap((relation) => {
    const rows = relationRows(relation)
    return rows === undefined ? [] : [rows]
  })
  const search: Search = {
    factors: [...factors].sort((a, b) => b.length - a.length),
    relations,
    members,
    won: settledOf(members, markets),
    found: [],
    most,
    steps: 0,
  }
  joinFrom(search, 0)
  if (search.found.length > most || search.steps > MOST_STEPS) return undefined
  const states = withSplits(search.found, relations, members, markets)
  return states.length > most ? undefined : { members, states }
}

const joinFrom = (search: Search, depth: number): void => {
  search.steps += 1
  if (search.found.length > search.most || search.steps > MOST_STEPS) return
  const rows = search.factors[depth]
  if (rows === undefined) {
    finish(search)
    return
  }
  for (const row of rows) {
    if (row.some(({ market, outcome }) => (search.won.get(market) ?? outcome) !== outcome)) continue
    const fresh = row.filter(({ market }) => !search.won.has(market))
    for (const { market, outcome } of fresh) search.won.set(market, outcome)
    joinFrom(search, depth + 1)
    for (const { market } of fresh) search.won.delete(market)
  }
}

/** Branches over the markets that no list named, and keeps what satisfies every exhaustion. */
const finish = (search: Search): void => {
  const open = search.members.find((member) => !search.won.has(member))
  if (open !== undefined) {
    for (const outcome of [0, 1] as const) {
      search.won.set(open, outcome)
      search.steps += 1
      if (search.found.length <= search.most && search.steps <= MOST_STEPS) finish(search)
      search.won.delete(open)
    }
    return
  }
  const covered = search.relations.every(
    (relation) =>
      relation.kind !== 'exhaustion' ||
      relation.of.some(({ market, outcome }) => search.won.get(market) === outcome),
  )
  if (covered) search.found.push(search.members.map((id) => (search.won.get(id) === 0 ? 2 : 0)))
}

const settledOf = (
  members: readonly MarketId[],
  markets: readonly MarketFacts[],
): Map<MarketId, 0 | 1> => {
  const settled = new Map<MarketId, 0 | 1>()
  for (const { id, resolution } of markets) {
    if (resolution.state !== 'resolved' || !members.includes(id)) continue
    if (resolution.payouts[0] === USD_ONE) settled.set(id, 0)
    if (resolution.payouts[0] === 0) settled.set(id, 1)
  }
  return settled
}

/** Adds, to every state, the one in which all markets that split together do. */
const withSplits = (
  found: readonly Ending[][],
  relations: readonly Relation[],
  members: readonly MarketId[],
  markets: readonly MarketFacts[],
): readonly (readonly Ending[])[] => {
  const settled = settledOf(members, markets)
  const splitting = new Set(
    relations.flatMap((relation) => (relation.splits === 'together' ? marketsOf(relation) : [])),
  )
  const isSplit = members.map((id) => {
    const market = markets.find((each) => each.id === id)
    return splitting.has(id) && !settled.has(id) && typeof market?.negRisk !== 'object'
  })
  if (!isSplit.includes(true)) return found
  const split = new Map<string, Ending[]>()
  for (const state of found) {
    const halves = state.map((ending, index): Ending => (isSplit[index] ? 1 : ending))
    split.set(halves.join(''), halves)
  }
  return [...found, ...split.values()]
}
