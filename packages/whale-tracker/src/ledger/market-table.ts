import type { EventId, MarketId, TokenId, WalletActivity } from '@bot/core'
import { createTextTable, type TextTable } from './text-table.js'

/** How a market ended: dollars a share in millionths, by outcome index and (if known) by outcome name. */
export type MarketOutcome = Readonly<{
  market: MarketId
  payouts: readonly number[]
  outcomes?: readonly string[]
}>

/**
 * What the ledger can be told of a market beyond its rows.
 *
 * `group` names the negRisk event: conversions need every market of it. `feeBips` is what the group keeps of one.
 */
export type MarketDescription = Readonly<{
  market: MarketId
  event?: EventId
  category?: string
  group?: string
  feeBips?: number
}>

/** An outcome that was seen. `payout` is what a share turned out to be worth, in millionths of a dollar. */
export type OutcomeInfo = {
  readonly id: number
  readonly market: number
  index: number | undefined
  name: string | undefined
  token: TokenId | undefined
  payout: number | undefined
}

/** A market that was seen or told. */
export type MarketInfo = {
  readonly id: number
  readonly market: MarketId
  event: EventId | undefined
  category: string
  group: string | undefined
  feeBips: number
  /** Told how it ended; a redemption in full proves one outcome, and the others to be worth nothing. */
  ending: Omit<MarketOutcome, 'market'> | 'proved' | undefined
  readonly outcomes: OutcomeInfo[]
}

/** The markets and outcomes of a ledger, each with a small number. */
export type MarketTable = Readonly<{
  /** The number of a market, added if new. */
  idOf: (market: MarketId) => number
  /** The number of the outcome that a row names, from columns alone where it is well known; -1 when it names none. */
  outcomeIdOf: (market: number, row: OutcomeNames & Pick<WalletActivity, 'event'>) => number
  /** Markets by name; a name's number is its market's. */
  names: TextTable
  /** The number of a well-known outcome of which a row tells nothing new; -1 for all others. Changes nothing. */
  knownOutcome: (market: number, row: OutcomeNames & Pick<WalletActivity, 'event'>) => number
  /** Finds or adds a market. */
  marketOf: (market: MarketId) => MarketInfo
  find: (market: MarketId) => MarketInfo | undefined
  /** Finds or adds the outcome that a row names by index, name or token; `undefined` when it names none. */
  outcomeOf: (market: MarketInfo, row: OutcomeNames) => OutcomeInfo | undefined
  /** Finds or adds the outcome with an index. */
  outcomeAt: (market: MarketInfo, index: number) => OutcomeInfo
  /** Both outcomes, second ones added where rows named none; `undefined` when it is unclear which they are. */
  bothOutcomes: (market: MarketInfo) => readonly [OutcomeInfo, OutcomeInfo] | undefined
  outcome: (id: number) => OutcomeInfo
  /** Adds the next outcome as it was read. */
  restoreOutcome: (market: number, names: Omit<OutcomeInfo, 'id' | 'market'>) => void
  market: (id: number) => MarketInfo
  describe: (told: MarketDescription) => void
  /** The markets of a negRisk event that were described. */
  groupOf: (group: string) => readonly MarketInfo[]
  all: () => readonly MarketInfo[]
}>

type OutcomeNames = Pick<WalletActivity, 'outcomeIndex' | 'outcome' | 'token'>

/** The name under which an outcome is shown: its index, else its own name, else its token. */
export const outcomeKey = ({ index, name, token }: OutcomeInfo): string =>
  index === undefined ? (name ?? token ?? '') : `#${index}`

/** Makes an empty table. */
export const createMarketTable = (): MarketTable => {
  const ids = createTextTable()
  const markets: MarketInfo[] = []
  const outcomes: OutcomeInfo[] = []
  const groups = new Map<string, MarketInfo[]>()

  /** By market and index 0 or 1: eight times the outcome's number and one (0: none), and what is known of it. */
  let wellKnown = new Uint32Array(256)

  const idOf = (market: MarketId): number => {
    const id = ids.idOf(market)
    if (id === markets.length) markets.push(emptyMarket(id, ids.textOf(id) as MarketId))
    return id
  }
  const marketOf = (market: MarketId): MarketInfo => at(markets, idOf(market))
  const noteKnown = (market: MarketInfo, outcome: OutcomeInfo): void => {
    const { index } = outcome
    if (index === undefined || index > 1) return
    if (2 * market.id + 1 >= wellKnown.length) {
      const before = wellKnown
      wellKnown = new Uint32Array(Math.max(before.length * 2, 2 * market.id + 2))
      wellKnown.set(before)
    }
    wellKnown[2 * market.id + index] =
      8 * (outcome.id + 1) +
      toldBy({ outcome: outcome.name, event: market.event, token: outcome.token })
  }
  const addOutcome = (market: MarketInfo, names: OutcomeNames): OutcomeInfo => {
    const added: OutcomeInfo = {
      id: outcomes.length,
      market: market.id,
      index: names.outcomeIndex,
      name: nameOf(names),
      token: names.token,
      payout: undefined,
    }
    added.payout = payoutOf(market, added)
    outcomes.push(added)
    market.outcomes.push(added)
    return added
  }

  const outcomeAt = (market: MarketInfo, outcomeIndex: number): OutcomeInfo =>
    findOutcome(market, { outcomeIndex }) ?? addOutcome(market, { outcomeIndex })

  const outcomeOf = (market: MarketInfo, row: OutcomeNames): OutcomeInfo | undefined =>
    findOutcome(market, row) ?? (isNamed(row) ? addOutcome(market, row) : undefined)

  const knownOutcome = (id: number, row: OutcomeNames & Pick<WalletActivity, 'event'>): number => {
    const { outcomeIndex } = row
    if (id < 0 || (outcomeIndex !== 0 && outcomeIndex !== 1)) return -1
    const known = wellKnown[2 * id + outcomeIndex] ?? 0
    return (toldBy(row) & ~known) === 0 ? (known >>> 3) - 1 : -1
  }

  return {
    idOf,
    names: ids,
    knownOutcome,
    outcomeIdOf: (id, row) => {
      const known = knownOutcome(id, row)
      if (known >= 0) return known
      const market = at(markets, id)
      market.event ??= row.event
      const outcome = outcomeOf(market, row)
      if (outcome === undefined) return -1
      noteKnown(market, outcome)
      return outcome.id
    },
    marketOf,
    find: (market) => markets[ids.find(market)],
    outcomeOf,
    outcomeAt,
    bothOutcomes: (market) => {
      for (const index of [0, 1]) {
        if (market.outcomes.length >= 2) break
        if (market.outcomes.some((each) => each.index === undefined)) return undefined
        outcomeAt(market, index)
      }
      const [first, second, ...more] = [...market.outcomes].sort(
        (a, b) => (a.index ?? a.id) - (b.index ?? b.id),
      )
      return first === undefined || second === undefined || more.length > 0
        ? undefined
        : [first, second]
    },
    restoreOutcome: (market, { index, name, token, payout }) => {
      const id = outcomes.length
      const added: OutcomeInfo = { id, market, index, name, token, payout }
      outcomes.push(added)
      at(markets, market).outcomes.push(added)
    },
    outcome: (id) => at(outcomes, id),
    market: (id) => at(markets, id),
    describe: (told) => {
      const market = marketOf(told.market)
      market.event ??= told.event
      market.category = told.category ?? market.category
      market.feeBips = told.feeBips ?? market.feeBips
      if (told.group === undefined || market.group === told.group) return
      market.group = told.group
      groups.set(told.group, [...(groups.get(told.group) ?? []), market])
    },
    groupOf: (group) => groups.get(group) ?? [],
    all: () => markets,
  }
}

const emptyMarket = (id: number, market: MarketId): MarketInfo => ({
  id,
  market,
  event: undefined,
  category: '',
  group: undefined,
  feeBips: 0,
  ending: undefined,
  outcomes: [],
})

const at = <T>(list: readonly T[], id: number): T => list[id] as T

/** Which names a row tells, as bits. */
const toldBy = (told: Readonly<{ outcome?: unknown; event?: unknown; token?: unknown }>): number =>
  Number(told.outcome !== undefined) +
  2 * Number(told.event !== undefined) +
  4 * Number(told.token !== undefined)

const isNamed = (row: OutcomeNames): boolean =>
  row.outcomeIndex !== undefined || nameOf(row) !== undefined || row.token !== undefined

const nameOf = ({ outcome }: OutcomeNames): string | undefined =>
  outcome === undefined || outcome === '' ? undefined : outcome.toLowerCase()

/** Finds an outcome and learns the names that it lacked. */
const findOutcome = (market: MarketInfo, row: OutcomeNames): OutcomeInfo | undefined => {
  const { outcomeIndex } = row
  if (outcomeIndex !== undefined) {
    for (const each of market.outcomes) {
      if (each.index === outcomeIndex && each.name !== undefined) return each
    }
  }
  const name = nameOf(row)
  const found = market.outcomes.find((each) => isMeant(each, row, name))
  if (found === undefined) return undefined
  found.index ??= outcomeIndex
  found.name ??= name
  found.token ??= row.token
  found.payout ??= payoutOf(market, found)
  return found
}

/** The best name that both have decides. */
const isMeant = (each: OutcomeInfo, row: OutcomeNames, name: string | undefined): boolean => {
  if (row.outcomeIndex !== undefined && each.index !== undefined) {
    return each.index === row.outcomeIndex
  }
  if (name !== undefined && each.name !== undefined) return each.name === name
  return row.token !== undefined && each.token === row.token
}

/** What a share of an outcome is worth by what is known of the market's end. */
export const payoutOf = (market: MarketInfo, outcome: OutcomeInfo): number | undefined => {
  const { ending } = market
  if (ending === undefined) return undefined
  if (ending === 'proved') return 0
  const names = ending.outcomes?.map((each) => each.toLowerCase())
  const named = outcome.name === undefined ? -1 : (names?.indexOf(outcome.name) ?? -1)
  if (named >= 0) return ending.payouts[named]
  return outcome.index === undefined ? undefined : ending.payouts[outcome.index]
}
