import { type MarketId, mulDiv, type OrderId, type Stamped } from '@bot/core'
import { type BasketOrder, type BasketStory, basketStories } from './basket-story.js'
import type { BotBooks } from './bot-books.js'
import type { MatchedFill } from './check-fills.js'
import type { Report } from './violation.js'

type BasketParts = Readonly<{
  entries: readonly Stamped[]
  /** Every fill of the wallet, as the exchange has it. */
  fills: readonly MatchedFill[]
  books: BotBooks
  report: Report
}>

/** A lot and what the venue may truncate, in millionths of a share: what a leg may be off by. */
const TOLERANCE = 20_000
/** Less than this of a token the venue lets nobody sell. */
const MINIMUM = 5_000_000
/** Matches are told to the second. */
const SECOND_MS = 1_000

/**
 * Checks every basket of a journal by the fills of the exchange: no leg bought twice, no more spent than it may cost,
 * every basket at its end, and what it keeps then is what it says.
 */
export const checkBaskets = ({ entries, fills, books, report }: BasketParts): void => {
  const of = fillsByOrder(fills)
  const toldAt = firstTold(entries)
  for (const story of basketStories(entries)) {
    for (const order of story.orders) checkLeg(story, order, { of, toldAt, report })
    if (story.ended === undefined) {
      report('basket-left-open', `${story.id} with ${story.orders.length} orders has no end`)
      continue
    }
    const all = story.orders.flatMap(({ id }) => of(id))
    checkKept(story, story.ended, { of, books, report })
    // What is undone after its repair was paid for cannot be kept within any bound.
    if (all.every(({ failed }) => !failed)) checkSpent(story, books, report)
  }
}

type FillsOf = (order: OrderId) => readonly MatchedFill[]

const fillsByOrder = (fills: readonly MatchedFill[]): FillsOf => {
  const byOrder = new Map<OrderId, MatchedFill[]>()
  for (const fill of fills) byOrder.set(fill.order, [...(byOrder.get(fill.order) ?? []), fill])
  return (order) => byOrder.get(order) ?? []
}

/** When each trade was first told to the bot, by the number of the entry. */
const firstTold = (entries: readonly Stamped[]): ReadonlyMap<string, number> => {
  const told = new Map<string, number>()
  for (const { seq, event } of entries) {
    if (event.type !== 'execution' || event.report.tradeId === undefined) continue
    const key = `${event.report.order} ${event.report.tradeId}`
    if (!told.has(key)) told.set(key, seq)
  }
  return told
}

type LegParts = Readonly<{ of: FillsOf; toldAt: ReadonlyMap<string, number>; report: Report }>

/** An order that goes a leg's way must not bring it beyond what was planned, with all that was filled by then. */
const checkLeg = (story: BasketStory, order: BasketOrder, parts: LegParts): void => {
  const { token, side, shares } = order.intent
  const planned = plannedOf(story, token, side)
  if (planned === undefined) return
  const before = story.orders
    .filter((each) => each.seq < order.seq && each.intent.token === token)
    .reduce((sum, each) => {
      const filled = parts.of(each.id).filter((fill) => hadHappened(fill, order, parts.toldAt))
      const size = filled.reduce((all, fill) => all + fill.size, 0)
      return sum + (each.intent.side === side ? size : -size)
    }, 0)
  const most = planned + TOLERANCE
  if (before + shares > most)
    parts.report(
      'leg-sent-twice',
      `${order.intent.ref} of ${story.id}: ${shares} on top of ${before}, planned ${planned}`,
    )
}

const hadHappened = (
  { at, failed, order, trade }: MatchedFill,
  { at: signedAt, seq }: BasketOrder,
  toldAt: ReadonlyMap<string, number>,
): boolean => {
  if (failed) return false
  const told = toldAt.get(`${order} ${trade}`) ?? Number.POSITIVE_INFINITY
  return told < seq || at + SECOND_MS <= signedAt
}

/** Shares that the legs of a basket are to trade of a token this way; `undefined` when the order undoes a leg. */
const plannedOf = ({ plan }: BasketStory, token: string, side: string): number | undefined => {
  const legs = plan.stages
    .flatMap((stage) => (stage.kind === 'legs' ? stage.legs : []))
    .filter((leg) => leg.token === token && leg.side === side)
  return legs.length === 0 ? undefined : legs.reduce((sum, leg) => sum + leg.shares, 0)
}

type KeptParts = Readonly<{ of: FillsOf; books: BotBooks; report: Report }>

/** What fills and actions left to a basket, and what its end says of that. */
const checkKept = (
  story: BasketStory,
  ended: NonNullable<BasketStory['ended']>,
  { of, books, report }: KeptParts,
): void => {
  const held = heldBy(story, of, books)
  for (const [token, shares] of held) {
    if (shares < 0)
      report('basket-differs', `${story.id} sold ${-shares} more of ${token} than it had`)
  }
  const isRedeemed = [...story.actions.values()].some(
    ({ event, seq }) => event.action.action === 'redeem' && seq < ended.seq,
  )
  if (isRedeemed) return
  const own = new Set(marketsOf(story).flatMap((id) => books.markets.market(id)?.tokens ?? []))
  const kept = [...held].filter(([token]) => own.has(token as never))
  const left = kept.reduce((sum, [, shares]) => sum + Math.max(0, shares), 0)
  const needed = ended.reason === 'to-resolution' ? neededBy(story, ended) : new Map()
  for (const [token, shares] of needed) {
    if ((held.get(token) ?? 0) + TOLERANCE < shares)
      report(
        'basket-differs',
        `${story.id} is held with ${held.get(token)} of ${token} instead of ${shares}`,
      )
  }
  const paired = [...needed.values()].reduce((sum, shares) => sum + shares, 0)
  if (Math.abs(left - paired - ended.unpaired) > TOLERANCE * Math.max(1, needed.size))
    report(
      'basket-differs',
      `${story.id} ${ended.how} keeps ${left}, needs ${paired}, says ${ended.unpaired} more`,
    )
  if (ended.how !== 'unwound' && ended.how !== 'failed') return
  for (const [token, shares] of kept) {
    if (shares >= MINIMUM)
      report('basket-differs', `${story.id} ${ended.how} with ${shares} of ${token}`)
  }
}

const heldBy = (
  { orders, actions }: BasketStory,
  of: FillsOf,
  books: BotBooks,
): ReadonlyMap<string, number> => {
  const held = new Map<string, number>()
  const add = (token: string | undefined, shares: number): void => {
    if (token !== undefined) held.set(token, (held.get(token) ?? 0) + shares)
  }
  for (const { id, intent } of orders) {
    for (const { failed, size } of of(id)) {
      if (!failed) add(intent.token, intent.side === 'buy' ? size : -size)
    }
  }
  for (const { event } of actions.values()) {
    if (event.status !== 'confirmed') continue
    const { action, markets, shares } = event.action
    for (const { id, tokens } of books.markets.ofAction(event.action)) {
      const sign = action === 'split' ? 1 : -1
      if (action === 'split' || action === 'merge')
        for (const token of tokens) add(token, sign * shares)
      if (action === 'convert') {
        if (markets.includes(id)) add(tokens[1], -shares)
        else add(tokens[0], shares)
      }
    }
  }
  return held
}

const marketsOf = ({ plan }: BasketStory): readonly MarketId[] => [
  ...new Set(
    plan.stages.flatMap((stage) => {
      if (stage.kind === 'legs') return stage.legs.map(({ market }) => market)
      return stage.kind === 'action' ? stage.action.markets : []
    }),
  ),
]

const neededBy = (
  { plan }: BasketStory,
  { part }: NonNullable<BasketStory['ended']>,
): ReadonlyMap<string, number> =>
  new Map(
    plan.stages
      .flatMap((stage) => (stage.kind === 'legs' ? stage.legs : []))
      .filter(({ side }) => side === 'buy')
      .map(({ token, shares }) => [token, mulDiv(shares, part.of, part.from, 'down')]),
  )

/** What the buys of a basket cost with fees is at most what it may cost and lose; what was sold again makes no room. */
const checkSpent = ({ id, plan, orders }: BasketStory, books: BotBooks, report: Report): void => {
  const spent = orders
    .filter(({ intent }) => intent.side === 'buy')
    .flatMap(({ intent }) => books.account.order(intent.ref)?.trades ?? [])
    .reduce((sum, { exchanged, fee }) => sum + exchanged.notional + fee, 0)
  const most = plan.maxCost + Math.max(0, plan.maxLegLoss)
  if (spent > most) report('basket-differs', `${id} spent ${spent}, may spend ${most}`)
}
