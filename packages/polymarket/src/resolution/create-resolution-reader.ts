import {
  type Clock,
  type MarketFacts,
  type MarketId,
  messageOf,
  type ResolutionFact,
  type ResolutionWitness,
} from '@bot/core'
import type { ClobReads } from '../clob/create-clob-reads.js'
import type { DataReads } from '../data/create-data-reads.js'
import type { GammaReads } from '../gamma/gamma-reads.js'
import type { PayoutReader } from './create-payout-reader.js'
import type { ResolutionRow } from './parse-resolution-row.js'

/** Who is asked. Without `payouts` nothing is ever final: only the chain's word is. */
export type ResolutionReaderOptions = Readonly<{
  reads: Readonly<{
    gamma: Pick<GammaReads, 'marketsByCondition'>
    clob: Pick<ClobReads, 'market'>
    data: Pick<DataReads, 'resolutions'>
  }>
  payouts?: PayoutReader | undefined
  clock: Clock
}>

/** What was learnt, a fact for each market of which anything is known, and which witnesses could not be asked. */
export type ResolutionsRead = Readonly<{
  facts: readonly ResolutionFact[]
  problems: readonly string[]
}>

/** Asks all witnesses about markets; a witness that fails is a problem that is told, and no reason to stop. */
export type ResolutionReader = (
  markets: readonly MarketId[],
  signal?: AbortSignal,
) => Promise<ResolutionsRead>

/** Proposed questions whose price is asked for in one reading, each with a request of its own. */
const MOST_QUESTIONS = 10

type Said = Map<MarketId, ResolutionWitness[]>
type Asking = Readonly<{ said: Said; options: ResolutionReaderOptions; signal?: AbortSignal }>

/**
 * Makes a reader that asks Gamma (does the market still trade, was an outcome proposed or disputed), the Data API
 * (which one, by which oracle, when is the money expected), the chain (are payouts reported), and for markets with
 * reported payouts the order book (does it take orders, whom does it call the winner).
 */
export const createResolutionReader =
  (options: ResolutionReaderOptions): ResolutionReader =>
  async (markets, signal) => {
    const said: Said = new Map(markets.map((id) => [id, []]))
    const asking: Asking = { said, options, ...(signal === undefined ? {} : { signal }) }
    const problems: string[] = []
    const attempt = async (by: string, ask: () => Promise<void>): Promise<void> => {
      await ask().catch((thrown: unknown) => void problems.push(`${by}: ${messageOf(thrown)}`))
    }
    await Promise.all([
      attempt('listing', () => askListing(asking, markets)),
      attempt('public-data', () => askPublicData(asking, markets)),
      attempt('chain', () => askChain(asking, markets)),
    ])
    const final = markets.filter((id) => said.get(id)?.some((each) => each.final === true))
    await Promise.all(final.map((id) => attempt('order-book', () => askOrderBook(asking, id))))
    const facts = [...said].flatMap(([market, witnesses]) =>
      witnesses.length === 0 ? [] : [{ market, witnesses }],
    )
    return { facts, problems }
  }

const askListing = async (
  { said, options, signal }: Asking,
  markets: readonly MarketId[],
): Promise<void> => {
  const { items } = await options.reads.gamma.marketsByCondition(markets, signal)
  for (const facts of items) said.get(facts.id)?.push(witnessOf('listing', facts, options.clock))
}

/** Closed means that it takes no orders; so does a market that is not tradable for another reason. */
const witnessOf = (
  by: 'listing' | 'order-book',
  { resolution, tradable, closed }: MarketFacts,
  clock: Clock,
): ResolutionWitness => ({
  by,
  state: resolution.state,
  at: clock.now(),
  acceptsOrders: tradable && !closed,
  ...(resolution.state === 'resolved' ? { payouts: resolution.payouts } : {}),
})

const askPublicData = async (
  { said, options, signal }: Asking,
  markets: readonly MarketId[],
): Promise<void> => {
  const { resolutions } = options.reads.data
  const { items } = await resolutions({ markets }, signal)
  let asked = 0
  for (const row of items) {
    const isOpen = row.state === 'proposed' || row.state === 'disputed'
    const needsPrice = isOpen && row.payouts === undefined && row.question !== undefined
    const named =
      needsPrice && asked++ < MOST_QUESTIONS
        ? (await resolutions({ question: row.question ?? '' }, signal)).items[0]
        : undefined
    // A question that moved on between the two answers names what this row does not.
    const payouts = named?.state === row.state ? named.payouts : row.payouts
    if (row.market !== undefined) said.get(row.market)?.push(publicWitness(row, payouts, options))
  }
}

const publicWitness = (
  { state, oracle, settlesAt }: ResolutionRow,
  payouts: readonly number[] | undefined,
  { clock }: ResolutionReaderOptions,
): ResolutionWitness => ({
  by: 'public-data',
  state,
  at: clock.now(),
  ...(payouts === undefined ? {} : { payouts }),
  ...(oracle === undefined ? {} : { oracle }),
  ...(settlesAt === undefined ? {} : { settlesAt }),
})

const askChain = async (
  { said, options: { payouts: read, clock } }: Asking,
  markets: readonly MarketId[],
): Promise<void> => {
  if (read === undefined) return
  // What was true when it was asked is at least as old as the question.
  const at = clock.now()
  const found = await read(markets)
  for (const id of markets) {
    const payouts = found.get(id)
    said
      .get(id)
      ?.push(
        payouts === undefined
          ? { by: 'chain', state: 'unresolved', at }
          : { by: 'chain', state: 'resolved', at, payouts, final: true },
      )
  }
}

const askOrderBook = async ({ said, options, signal }: Asking, id: MarketId): Promise<void> => {
  const facts = await options.reads.clob.market(id, signal)
  if (facts !== undefined) said.get(id)?.push(witnessOf('order-book', facts, options.clock))
}
