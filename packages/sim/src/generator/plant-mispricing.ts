import type { PlantKind } from './generator-options.js'
import {
  between,
  endPlant,
  freeStories,
  type Plant,
  pickOne,
  type World,
} from './generator-state.js'
import { edgeOf, measurePlant } from './measure-plant.js'
import { placePlant, withdraw } from './place-plant.js'
import { plantLegs, type WantedLeg } from './plant-legs.js'
import type { Story } from './story.js'
import { coversLine } from './story-text.js'

/** A story that ends sooner is left alone. */
const LEAST_LIFE_MS = 40_000
/** What is final is planted in no shorter before the venue ends it. */
const LEAST_OPEN_MS = 10_000
/** How soon it tries again when nothing could be planted. */
const RETRY_MS = 2_000

/** Ends what is over, and now and then plants a new mispricing: a planter trades clumsily and leaves a remainder. */
export const plantMispricings = (world: World): void => {
  const { state } = world
  for (const plant of [...state.plants]) reviewPlant(world, plant)
  if (world.plantEveryMs <= 0 || state.at < state.nextPlantAt) return
  const planted = plantOne(world)
  const pause = world.plantEveryMs * between(world, 0.5, 1.5)
  state.nextPlantAt = state.at + (planted ? pause : Math.min(pause, RETRY_MS))
}

const KINDS: readonly PlantKind[] = [
  'negrisk-asks',
  'negrisk-bids',
  'logical-pair',
  'resolved-winner',
]
const RELATED: readonly PlantKind[] = ['threshold-pair', 'total-pair', 'spread-pair', 'worded-pair']

const plantOne = (world: World): boolean => {
  const kind = pickOne(world, world.scale.related > 0 ? [...KINDS, ...RELATED] : KINDS)
  const story = kind === undefined ? undefined : pickOne(world, storiesFor(world, kind))
  if (kind === undefined || story === undefined) return false
  const legs = plantLegs(world, kind, story)
  return legs.length > 0 && plant(world, kind, story, legs)
}

/** Which stories have a pair of a kind. Of a pair in one event only words say that who wins has reached the final. */
const PAIRS: Readonly<Partial<Record<PlantKind, Story['shape']>>> = {
  'logical-pair': 'ladder',
  'threshold-pair': 'thresholds',
  'total-pair': 'totals',
  'spread-pair': 'spreads',
  'worded-pair': 'stages',
}

const storiesFor = (world: World, kind: PlantKind): readonly Story[] =>
  freeStories(world).filter((story) => {
    if (kind === 'resolved-winner') {
      return story.phase === 'reported' && openFor(world, story) > LEAST_OPEN_MS
    }
    if (story.phase !== 'open' || story.endsAt - world.state.at < LEAST_LIFE_MS) return false
    const pairs = PAIRS[kind]
    if (pairs !== undefined) return story.shape === pairs
    // Selling every YES needs only that no two can win; buying every YES needs a proof that one of the listed must.
    return story.kind === 'group' && (kind === 'negrisk-bids' || isProvenWhole(story))
  })

const openFor = ({ state }: World, { closesAt = 0 }: Story): number => closesAt - state.at

const isProvenWhole = ({ id, shape }: Story): boolean =>
  shape === 'exhaustive' && coversLine(Number(id.slice('story-'.length)))

const plant = (
  world: World,
  kind: PlantKind,
  story: Story,
  wanted: readonly WantedLeg[],
): boolean => {
  const until = Math.min(
    world.state.at + between(world, 8_000, 25_000),
    story.closesAt ?? Number.POSITIVE_INFINITY,
  )
  return placePlant(world, {
    ...{ kind, form: kind, trap: false, story, wanted, until },
    shares: wanted.map(() => 0).fill(Math.round(between(world, 40, 250))),
    stands: ({ best }) => best > 0,
  })
}

const reviewPlant = (world: World, plant: Plant): void => {
  const { exchange, state } = world
  const isTaken = plant.legs.some(({ orders: [order] }) => {
    return order !== undefined && exchange.order(order)?.status === 'matched'
  })
  const stands = edgeOf(exchange, plant.form, plant.legs) > 0
  // Who takes one leg finds the others, also where one is gone: their makers know nothing of each other.
  // What makers offer by now may leave more than the fees.
  const isNoTrap = plant.kind === 'fee-eaten-edge' && (measurePlant(exchange, plant)?.best ?? 0) > 0
  if (state.at < plant.until && !isNoTrap && (stands || isTaken || plant.breaks)) return
  withdraw(world, plant)
  endPlant(world, plant, isTaken ? 'taken' : stands ? 'withdrawn' : 'faded')
}
