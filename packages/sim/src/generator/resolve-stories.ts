import type { MarketId } from '@bot/core'
import { createStory } from './create-story.js'
import { between, type World } from './generator-state.js'
import { decideStory, outcomesOf, type Story } from './story.js'

/** Decides what has ended, resolves what was decided, lets holders redeem, and begins new stories in their place. */
export const resolveStories = (world: World): void => {
  const { state } = world
  for (const story of [...state.stories]) {
    if (story.phase === 'open' && state.at >= story.endsAt) {
      decideStory(story)
      for (const id of story.markets) world.exchange.propose(id)
    } else if (story.phase === 'decided' && state.at >= story.resolvesAt) resolve(world, story)
  }
  const due = state.redeems.filter((each) => each.at <= state.at)
  state.redeems = state.redeems.filter((each) => each.at > state.at)
  for (const { markets } of due) redeemAll(world, markets)
}

const resolve = (world: World, story: Story): void => {
  const { state, exchange } = world
  outcomesOf(story).forEach((isYes, index) => {
    const id = story.markets[index]
    if (id !== undefined) exchange.resolve(id, isYes ? [1_000_000, 0] : [0, 1_000_000])
  })
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
