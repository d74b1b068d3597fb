import { createSeededRandom, type MarketId, USD_ONE } from '@bot/core'
import { createStory } from './create-story.js'
import { between, type World } from './generator-state.js'
import { decideStory, isWronglyProposed, outcomesOf, type Story } from './story.js'

/** How many in a hundred proposals of single markets are wrong and overturned, where traps are set. */
const OVERTURNED_PERCENT = 30
/** From a wrong proposal to its dispute, from there to the right proposal and from there to its report. */
const OVERTURN_MS = { least: 14_000, most: 20_000, reported: 8_000 } as const
/** How long the venue goes on trading what is final. */
const OPEN_MS = { least: 25_000, most: 45_000 } as const

/**
 * Has what has ended proposed, now and then wrongly and then disputed, reports payouts, ends the markets a while later,
 * lets holders redeem, and begins new stories in their place.
 */
export const resolveStories = (world: World): void => {
  const { state } = world
  for (const story of [...state.stories]) {
    if (story.phase === 'open' && state.at >= story.endsAt) decide(world, story)
    else if (story.phase === 'decided') settle(world, story)
    else if (story.phase === 'reported' && state.at >= (story.closesAt ?? 0)) end(world, story)
  }
  const due = state.redeems.filter((each) => each.at <= state.at)
  state.redeems = state.redeems.filter((each) => each.at > state.at)
  for (const { markets } of due) redeemAll(world, markets)
}

const decide = (world: World, story: Story): void => {
  const { at, most, least } = { at: world.state.at, ...OVERTURN_MS }
  const random = createSeededRandom(`${world.seed}:${story.id}:proposal`)
  if (world.trapEveryMs > 0 && story.kind === 'binary' && random() * 100 < OVERTURNED_PERCENT) {
    const disputedAt = Math.round(at + least + (most - least) * random())
    story.overturn = { at: disputedAt, planted: false, disputed: false }
    story.resolvesAt = Math.max(story.resolvesAt, disputedAt + OVERTURN_MS.reported)
  }
  decideStory(story)
  propose(world, story)
}

const settle = (world: World, story: Story): void => {
  const { state, exchange } = world
  const { overturn } = story
  if (overturn !== undefined && !overturn.disputed && state.at >= overturn.at) {
    for (const { id } of openMarkets(world, story)) exchange.dispute(id)
    overturn.disputed = true
    decideStory(story)
    propose(world, story)
  } else if (state.at >= story.resolvesAt) {
    for (const { id, isYes } of openMarkets(world, story)) exchange.report(id, payoutsOf(isYes))
    const random = createSeededRandom(`${world.seed}:${story.id}:end`)
    story.closesAt = Math.round(
      state.at + OPEN_MS.least + (OPEN_MS.most - OPEN_MS.least) * random(),
    )
    story.phase = 'reported'
  }
}

const propose = (world: World, story: Story): void => {
  const isWrong = isWronglyProposed(story)
  for (const { id, isYes } of openMarkets(world, story)) {
    world.exchange.propose(id, payoutsOf(isYes !== isWrong))
  }
}

/** Its markets that have no final payouts yet, with their truth; a person may have named some by hand. */
const openMarkets = (
  { exchange }: World,
  story: Story,
): readonly Readonly<{ id: MarketId; isYes: boolean }>[] =>
  outcomesOf(story).flatMap((isYes, index) => {
    const id = story.markets[index]
    const market = id === undefined ? undefined : exchange.market(id)
    return market === undefined || market.payouts !== undefined ? [] : [{ id: market.id, isYes }]
  })

const payoutsOf = (isYes: boolean): readonly [number, number] =>
  isYes ? [USD_ONE, 0] : [0, USD_ONE]

const end = (world: World, story: Story): void => {
  const { state, exchange } = world
  for (const id of story.markets) {
    const payouts = exchange.market(id)?.payouts
    if (payouts !== undefined) exchange.resolve(id, payouts)
  }
  story.phase = 'resolved'
  state.stories = state.stories.filter((other) => other !== story)
  state.desks = state.desks.filter((desk) => desk.story !== story.id)
  state.redeems.push({ at: state.at + between(world, 3_000, 10_000), markets: story.markets })
  createStory(world, story.shape, true)
}

const redeemAll = (world: World, markets: readonly MarketId[]): void => {
  for (const wallet of world.wallets) {
    for (const market of markets) world.exchange.redeem(wallet.address, [market])
  }
}
