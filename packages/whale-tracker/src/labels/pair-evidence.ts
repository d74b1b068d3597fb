import type { WalletActivity } from '@bot/core'

/** What a wallet did together with another. */
export type PairCount = Readonly<{ other: string; count: number; markets: number }>

/** What is known of wallets that act together. */
export type PairEvidence = Readonly<{
  observe: (row: WalletActivity) => void
  /** Tells where a wallet's money came from, where the caller knows: wallets of one source are one hand. */
  fundedBy: (wallet: string, source: string) => void
  /** Trades in which two wallets took the opposite sides of the same shares, for each other wallet. */
  mirrored: (wallet: string) => readonly PairCount[]
  /** Same outcome, same side, same second, for each other wallet; crowds are no pairs. */
  together: (wallet: string) => readonly PairCount[]
  /** How often a wallet bought and sold the same shares within a second. */
  roundTrips: (wallet: string) => number
  /** The other wallets with the same source of money. */
  sameFunding: (wallet: string) => readonly string[]
  snapshot: () => PairSnapshot
}>

/** The evidence as plain JSON. */
export type PairSnapshot = Readonly<{
  open: readonly Bucket[]
  pairs: readonly StoredPair[]
  trips: Readonly<Record<string, number>>
  funding: Readonly<Record<string, string>>
}>

type Leg = Readonly<{ wallet: string; side: 'buy' | 'sell'; size: number }>
type Bucket = Readonly<{ market: string; outcome: string; second: number; legs: readonly Leg[] }>
type StoredPair = Readonly<{
  a: string
  b: string
  kind: Kind
  count: number
  markets: readonly string[]
}>
type Kind = 'mirrored' | 'together'

/** More wallets than this in one second of an outcome are a crowd. */
const CROWD = 8
/** Markets remembered of a pair: enough to tell one game from a habit. */
const MARKETS_OF_PAIR = 16

/** Makes an empty gatherer, or one that goes on. `capacity` bounds the pairs and the open seconds; the oldest go. */
export const createPairEvidence = (capacity = 100_000, saved?: PairSnapshot): PairEvidence => {
  const open = new Map((saved?.open ?? []).map((each) => [keyOf(each.market, each.outcome), each]))
  const pairs = new Map(
    (saved?.pairs ?? []).map((each) => [pairKey(each.a, each.b, each.kind), each]),
  )
  const partners = new Map<string, Set<string>>()
  const trips = new Map(Object.entries(saved?.trips ?? {}))
  const funding = new Map(Object.entries(saved?.funding ?? {}))
  for (const [key, { a, b }] of pairs) link(partners, key, a, b)

  const count = (a: string, b: string, kind: Kind, market: string): void => {
    const key = pairKey(a, b, kind)
    const before = pairs.get(key)
    const markets = before?.markets ?? []
    const isNew = !markets.includes(market) && markets.length < MARKETS_OF_PAIR
    const [first = a, second = b] = [a, b].sort()
    pairs.delete(key)
    pairs.set(key, {
      a: first,
      b: second,
      kind,
      count: (before?.count ?? 0) + 1,
      markets: isNew ? [...markets, market] : markets,
    })
    link(partners, key, a, b)
    if (pairs.size > capacity) forgetOldest(pairs, partners)
  }
  const compare = (bucket: Bucket, leg: Leg): void => {
    const wallets = new Set([...bucket.legs.map(({ wallet }) => wallet), leg.wallet])
    if (wallets.size > CROWD) return
    let trip = false
    const counted = new Set<string>()
    for (const other of bucket.legs) {
      const isOpposite = other.side !== leg.side
      const isSame = other.wallet === leg.wallet
      if (isOpposite && other.size !== leg.size) continue
      if (isSame) trip ||= isOpposite
      else if (!counted.has(other.wallet)) {
        counted.add(other.wallet)
        count(leg.wallet, other.wallet, isOpposite ? 'mirrored' : 'together', bucket.market)
      }
    }
    if (!trip) return
    const before = trips.get(leg.wallet) ?? 0
    trips.delete(leg.wallet)
    trips.set(leg.wallet, before + 1)
    if (trips.size > capacity) trips.delete(trips.keys().next().value ?? '')
  }
  const listOf = (wallet: string, kind: Kind): readonly PairCount[] =>
    [...(partners.get(wallet) ?? [])]
      .map((key) => pairs.get(key))
      .flatMap((pair) => {
        if (pair === undefined || pair.kind !== kind) return []
        const other = pair.a === wallet ? pair.b : pair.a
        return [{ other, count: pair.count, markets: pair.markets.length }]
      })
      .sort((x, y) => y.count - x.count || (x.other < y.other ? -1 : 1))

  return {
    observe: (row) => {
      if (row.kind !== 'trade' || row.side === undefined) return
      const second = Math.floor(row.at / 1_000)
      const outcome = String(row.outcomeIndex ?? row.outcome ?? row.token ?? '')
      const key = keyOf(row.market, outcome)
      const leg: Leg = { wallet: row.wallet, side: row.side, size: row.exchanged.size }
      const before = open.get(key)
      const isSame = before?.second === second
      if (before !== undefined && isSame) compare(before, leg)
      open.delete(key)
      const legs = before !== undefined && isSame ? [...before.legs, leg].slice(-2 * CROWD) : [leg]
      open.set(key, { market: row.market, outcome, second, legs })
      if (open.size > capacity) open.delete(open.keys().next().value ?? '')
    },
    fundedBy: (wallet, source) => void funding.set(wallet, source),
    mirrored: (wallet) => listOf(wallet, 'mirrored'),
    together: (wallet) => listOf(wallet, 'together'),
    roundTrips: (wallet) => trips.get(wallet) ?? 0,
    sameFunding: (wallet) => {
      const source = funding.get(wallet)
      if (source === undefined) return []
      return [...funding].flatMap(([other, its]) =>
        its === source && other !== wallet ? [other] : [],
      )
    },
    snapshot: () => ({
      open: [...open.values()],
      pairs: [...pairs.values()],
      trips: Object.fromEntries(trips),
      funding: Object.fromEntries(funding),
    }),
  }
}

const keyOf = (market: string, outcome: string): string => `${market} ${outcome}`

const pairKey = (a: string, b: string, kind: Kind): string =>
  a < b ? `${kind} ${a} ${b}` : `${kind} ${b} ${a}`

const link = (partners: Map<string, Set<string>>, key: string, a: string, b: string): void => {
  for (const wallet of [a, b]) {
    const keys = partners.get(wallet) ?? new Set<string>()
    partners.set(wallet, keys.add(key))
  }
}

const forgetOldest = (pairs: Map<string, StoredPair>, partners: Map<string, Set<string>>): void => {
  const [key, pair] = pairs.entries().next().value ?? []
  if (key === undefined || pair === undefined) return
  pairs.delete(key)
  for (const wallet of [pair.a, pair.b]) {
    const keys = partners.get(wallet)
    keys?.delete(key)
    if (keys?.size === 0) partners.delete(wallet)
  }
}
