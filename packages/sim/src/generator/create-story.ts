import { type MarketId, size, timeMs } from '@bot/core'
import { groupIdOf } from '../exchange/chain-ids.js'
import type { MarketSpec, SimEvent } from '../exchange/sim-market.js'
import { between, type Desk, type World } from './generator-state.js'
import { relatedText } from './related-text.js'
import { beliefsOf, normal, type Story } from './story.js'
import {
  augmentedText,
  binaryText,
  exhaustiveText,
  ladderText,
  pairText,
  type StoryText,
  twinsText,
} from './story-text.js'

const DAY_MS = 86_400_000
const NAMED = { exhaustive: 4, augmented: 3 } as const
const KINDS = {
  binary: 'binary',
  short: 'binary',
  pair: 'pair',
  ladder: 'pair',
  exhaustive: 'group',
  augmented: 'group',
  twins: 'twins',
  thresholds: 'pair',
  totals: 'pair',
  spreads: 'pair',
  stages: 'pair',
  sources: 'twins',
} as const
/** What these are about is no one happening to whoever reads the listing: each market is an event of its own. */
const APART: ReadonlySet<Story['shape']> = new Set(['twins', 'stages', 'sources'])
/** A placeholder has no name yet, so that nobody believes in it. */
const PLACEHOLDER_LOGIT = -9

/** Begins a story: its truth, its markets on the exchange, and makers for them. */
export const createStory = (world: World, shape: Story['shape'], isShort: boolean): Story => {
  const number = ++world.state.storiesMade
  const text = textOf(shape, number)
  const logits = startingLogits(world, shape)
  const kind = KINDS[shape]
  const { least, most } = world.shortLifeMs
  const life = isShort ? between(world, least, most) : between(world, DAY_MS, 30 * DAY_MS)
  const endsAt = Math.round(world.state.at + life)
  const markets = createMarkets(world, { shape, text, number, endsAt })
  const story: Story = {
    id: `story-${number}`,
    kind,
    shape,
    ...(kind === 'binary' || APART.has(shape) ? {} : { event: `event-${number}` }),
    markets,
    truths: drawTruths(world, kind, logits),
    logits,
    // A short story learns nearly everything before its end; a long one moves a few cents a minute.
    sigma: isShort ? Math.sqrt(7_000 / life) : between(world, 0.008, 0.02),
    depth: Math.round(between(world, 60, 400)),
    endsAt,
    resolvesAt: Math.round(endsAt + between(world, 15_000, 30_000)),
    phase: 'open',
  }
  world.state.stories.push(story)
  world.state.desks.push(...staff(world, story))
  return story
}

const textOf = (shape: Story['shape'], number: number): StoryText => {
  if (shape === 'pair') return pairText(number)
  if (shape === 'ladder') return ladderText(number)
  if (shape === 'twins' || shape === 'sources') return twinsText(number)
  if (shape === 'binary' || shape === 'short') return binaryText(number, shape === 'short')
  if (shape === 'exhaustive') return exhaustiveText(number)
  return shape === 'augmented' ? augmentedText(number) : relatedText(shape, number)
}

const startingLogits = (world: World, shape: Story['shape']): number[] => {
  if (shape === 'pair' || shape === 'stages')
    return [0.6 * normal(world.random), between(world, 0.5, 1.5)]
  if (isLadder(shape)) return [0.5, 0, 0].map((mean) => mean + 0.3 * normal(world.random))
  if (shape === 'twins') return [0, 0].map(() => 0.6 * normal(world.random))
  if (shape === 'binary' || shape === 'short') return [0.9 * normal(world.random)]
  const isWhole = shape === 'exhaustive'
  const length = isWhole ? NAMED.exhaustive : NAMED.augmented
  const named = Array.from({ length }, () => 0.6 * normal(world.random))
  return isWhole ? named : [...named, -0.5, PLACEHOLDER_LOGIT]
}

const isLadder = (shape: Story['shape']): boolean =>
  shape === 'ladder' || shape === 'thresholds' || shape === 'totals' || shape === 'spreads'

const drawTruths = (world: World, kind: Story['kind'], logits: number[]): readonly boolean[] => {
  if (kind !== 'group') return logits.map((logit) => world.random() < 1 / (1 + Math.exp(-logit)))
  const beliefs = beliefsOf({ kind, logits } as Story)
  let left = world.random()
  let winner = beliefs.findIndex((belief) => {
    left -= belief
    return left < 0
  })
  if (winner < 0 || logits[winner] === PLACEHOLDER_LOGIT) winner = 0
  return logits.map((_, index) => index === winner)
}

type MarketParts = Readonly<{
  shape: Story['shape']
  text: StoryText
  number: number
  endsAt: number
}>

const createMarkets = (world: World, parts: MarketParts): readonly MarketId[] => {
  const { shape, text, number, endsAt } = parts
  const isGroup = shape === 'exhaustive' || shape === 'augmented'
  const group = groupIdOf(world.ids.hex('group', number))
  const event: SimEvent = {
    id: String(10_000 + number),
    slug: text.slug,
    title: text.title,
    ...(isGroup ? { negRisk: { group, augmented: shape === 'augmented' } } : {}),
  }
  return text.questions.map((question, index) => {
    const own = {
      ...event,
      id: `${event.id}${index + 1}`,
      slug: `${event.slug}-${index + 1}`,
      title: text.titles?.[index] ?? question,
    }
    const label = text.labels[index] ?? question
    const role = label === 'Other' ? 'other' : label === 'Person A' ? 'placeholder' : 'named'
    const spec: MarketSpec = {
      slug: text.questions.length === 1 ? text.slug : `${text.slug}-${index + 1}`,
      question,
      label,
      event: APART.has(shape) ? own : event,
      ...(text.outcomes === undefined ? {} : { outcomes: text.outcomes }),
      ...(isGroup ? { negRiskRole: role } : {}),
      minimumSize: size(5_000_000),
      fee: text.fee,
      category: text.category,
      status: isGroup && role === 'placeholder' ? 'paused' : 'open',
      endsAt: timeMs(DATED.has(shape) ? endOfRung(world, endsAt, index) : endsAt),
    }
    return world.exchange.createMarket(spec).id
  })
}

/** Questions by dates, the latest first. */
const DATED: ReadonlySet<Story['shape']> = new Set(['ladder', 'sources'])

/** An earlier date ends earlier; all of them are decided at the last. */
const endOfRung = (world: World, endsAt: number, index: number): number =>
  Math.round(endsAt - ((endsAt - world.state.at) * index) / 4)

/** Two makers quote each market that takes orders. */
const staff = (world: World, story: Story): Desk[] => {
  const makers = world.wallets.filter((wallet) => wallet.role === 'maker')
  return story.markets
    .filter((id) => world.exchange.market(id)?.status === 'open')
    .flatMap((market, index) =>
      [0, 1].flatMap((turn): Desk[] => {
        const maker = makers[(world.state.storiesMade + index + turn * 3) % makers.length]
        if (maker === undefined) return []
        return [{ market, maker: maker.address, story: story.id, belief: -1, quotes: [] }]
      }),
    )
}
