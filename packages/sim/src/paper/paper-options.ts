import type { ExecutionPort, MarketFacts, MarketId, Size, Stamped, TokenId, Usd } from '@bot/core'

/** Where the venue looks markets up before what it has seen in `market` facts. */
export type PaperMarkets = Readonly<{
  marketOf?: (token: TokenId) => MarketFacts | undefined
  market?: (id: MarketId) => MarketFacts | undefined
  /** All markets of a negRisk group: what is missing here gets no shares from a convert. */
  group?: (group: string) => readonly MarketFacts[]
}>

/** How the paper venue behaves. Times are milliseconds of event time. */
export type PaperVenueOptions = PaperMarkets &
  Readonly<{
    /** Cash at the start, in micro-dollars. */
    startingCash: Usd
    /** Shares at the start, for a run that goes on from a journal; default none. */
    startingHoldings?: ReadonlyMap<TokenId, Size>
    /** From a submit until the order reaches the book; default 250. */
    latencyMs?: number
    /** Up to so much more, drawn from the seed and the order's id; default 0. */
    latencyJitterMs?: number
    /** From a fill until it is confirmed, and what it brought can be used; default 2,000. */
    confirmMs?: number
    /** The chance, 0 to 1, that a fill fails to settle and is undone; drawn from the seed. Default 0. */
    failChance?: number
    /** From a cancel until the order is off the book; default `latencyMs`. With 0 the cancel itself says so. */
    cancelLatencyMs?: number
    /** After how long shares that paper took from a level stand there again; default never, while the level shows. */
    replenishMs?: number
    /** From a protocol action until it is confirmed; default 0, which confirms at once. */
    settleMs?: number
    /** How long before its stated time a `gtd` order expires; default 60,000. */
    expiryLeadMs?: number
    /** How far ahead a `gtd` order's stated time must be at least; default 180,000. */
    leastLifeMs?: number
    /** Determines order ids and jitter; default `'paper'`. */
    seed?: number | string
    /** The venue's name in provenance; default `'paper'`. */
    name?: string
  }>

/** A venue in process that fills orders against books that it is shown. */
export type PaperVenue = Readonly<{
  port: ExecutionPort
  /** Shows it an event; nothing happens otherwise, so that the same events give the same fills. */
  observe: (event: Stamped) => void
  /** Returns cash, holdings and orders as plain JSON; books and markets are not in it. */
  snapshot: () => unknown
  /** @throws BotError `invalid-input-file` when it is no snapshot of this version. */
  restore: (snapshot: unknown) => void
}>
