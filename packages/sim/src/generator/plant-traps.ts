import { PRICE_ONE } from '@bot/core'
import type { PlantKind, TrapKind } from './generator-options.js'
import { between, freeStories, pickOne, type World } from './generator-state.js'
import { placePlant, planterOf, type WantedPlant } from './place-plant.js'
import {
  feesOf,
  pairLegs,
  setLegs,
  type Top,
  topOf,
  type WantedLeg,
  winnerLegs,
  withRoom,
} from './plant-legs.js'
import type { Story } from './story.js'
import { coversLine } from './story-text.js'

/** How soon it tries again when no trap could be set. */
const RETRY_MS = 1_000
/** How long a trap stands. */
const LIFE_MS = { least: 5_000, most: 12_000 } as const
/** Fewer whole shares than any market takes. */
const TOO_FEW = 2

type Trap = Readonly<{
  kind: TrapKind
  form: PlantKind
  fits: (story: Story) => boolean
  legs: (world: World, tops: readonly Top[]) => readonly WantedLeg[]
  stands?: WantedPlant['stands']
}>

/** A gap that would pay well, if it were one. */
const tempting = (world: World, tops: readonly Top[]): number =>
  between(world, 200, 500) + feesOf(world, tops)

/** The dearest outcome alone is so cheap that the set is: once it is gone, nothing is left to earn. */
const oneCheapLeg = (world: World, tops: readonly Top[]): readonly WantedLeg[] => {
  const [dearest, ...others] = [...tops].sort((a, b) => b.ask - a.ask)
  if (dearest === undefined) return []
  const rest = others.reduce((sum, { ask }) => sum + ask, 0)
  const raw = PRICE_ONE - rest - tempting(world, tops)
  const legs = [{ ...dearest, ask: Math.floor(raw / dearest.tick) * dearest.tick }, ...others]
  return legs.map(({ market, ask }) => ({ market, side: 'ask', price: ask }))
}

const isWhole = ({ shape, id }: Story): boolean =>
  shape === 'exhaustive' && coversLine(Number(id.slice('story-'.length)))

const wholeSet = {
  form: 'negrisk-asks',
  fits: isWhole,
  legs: (world: World, tops: readonly Top[]) => setLegs(tops, 'ask', tempting(world, tops)),
} as const

const traps: readonly Trap[] = [
  {
    kind: 'matcher-lag',
    form: 'logical-pair',
    fits: ({ shape }) => shape === 'binary',
    legs: (_world, [top]) => (top === undefined ? [] : crossedLegs(top)),
  },
  { ...wholeSet, kind: 'stale-side', legs: oneCheapLeg },
  {
    ...wholeSet,
    kind: 'non-exhaustive-set',
    fits: ({ shape }) => shape === 'augmented',
  },
  { ...wholeSet, kind: 'cumulative-ladder', fits: ({ shape }) => shape === 'ladder' },
  {
    ...wholeSet,
    kind: 'fee-eaten-edge',
    legs: (world, tops) => setLegs(tops, 'ask', feesOf(world, tops) * between(world, 0.1, 0.5)),
    stands: ({ best, profitAfterFees }) => best <= 0 && profitAfterFees < 0,
  },
  {
    ...wholeSet,
    kind: 'below-minimum-size',
    legs: (world, tops) => setLegs(tops, 'ask', feesOf(world, tops) + 20),
    stands: ({ best, profitAfterFees }) => best <= 0 && profitAfterFees > 0,
  },
  { ...wholeSet, kind: 'cancelled-depth', legs: oneCheapLeg },
  {
    kind: 'wrong-equivalence',
    form: 'logical-pair',
    fits: ({ shape }) => shape === 'twins',
    legs: (world, tops) => pairLegs(tops, tempting(world, tops)),
  },
]

/** The same question by two dates, but of two sources: a person who reads the rules does not confirm it. */
const unconfirmed: Trap = {
  kind: 'unconfirmed-relation',
  form: 'logical-pair',
  fits: ({ shape }) => shape === 'sources',
  legs: (world, tops) => pairLegs(tops, tempting(world, tops)),
}

/** Now and then sets a trap: what looks like profit to whoever does not look closely. */
export const plantTraps = (world: World): void => {
  const { state } = world
  breakTraps(world)
  for (const story of state.stories) offerProposed(world, story)
  if (world.trapEveryMs <= 0 || state.at < state.nextTrapAt) return
  const trap = pickOne(world, world.scale.related > 0 ? [...traps, unconfirmed] : traps)
  const story = trap === undefined ? undefined : pickOne(world, storiesFor(world, trap))
  const isSet = trap !== undefined && story !== undefined && setTrap(world, trap, story)
  const pause = world.trapEveryMs * between(world, 0.5, 1.5)
  state.nextTrapAt = state.at + (isSet ? pause : Math.min(pause, RETRY_MS))
}

/** From a wrong proposal until the wrong outcome is offered below a dollar, and from then on until the dispute. */
const PROPOSED_MS = { after: 2_000, before: 4_000 } as const

/** Offers a proposed outcome below a dollar that a dispute is going to overturn. */
const offerProposed = (world: World, story: Story): void => {
  const { overturn } = story
  if (story.phase !== 'decided' || overturn === undefined || overturn.planted) return
  const { at } = world.state
  if (at < story.endsAt + PROPOSED_MS.after || at > overturn.at - PROPOSED_MS.before) return
  const wanted = withRoom(world, winnerLegs(world, story, 0))
  if (wanted.length === 0) return
  overturn.planted = placePlant(world, {
    ...{ kind: 'overturned-proposal', form: 'resolved-winner', trap: true, story, wanted },
    shares: [Math.round(between(world, 40, 250))],
    until: overturn.at,
    stands: ({ profitAfterFees }) => profitAfterFees > 0,
  })
}

const storiesFor = (world: World, trap: Trap): readonly Story[] =>
  freeStories(world).filter(
    (story) =>
      story.phase === 'open' &&
      story.endsAt - world.state.at > 2 * LIFE_MS.most &&
      trap.fits(story),
  )

const setTrap = (world: World, { kind, form, legs, stands }: Trap, story: Story): boolean => {
  const tops = story.markets.flatMap((market) => topOf(world, market))
  const wanted = withRoom(world, legs(world, tops))
  if (wanted.length < 2) return false
  const until = world.state.at + between(world, LIFE_MS.least, LIFE_MS.most)
  const many = Math.round(between(world, 40, 250))
  const shares = wanted.map(() => (kind === 'below-minimum-size' ? TOO_FEW : many))
  const breaks = breaksOf(world, kind)
  const undo = kind === 'matcher-lag' ? holdMatcher(world, wanted, until) : undefined
  try {
    return placePlant(world, {
      ...{ kind, form, trap: true, story, wanted, shares, until },
      ...(breaks === undefined ? {} : { breaks }),
      stands: stands ?? (({ profitAfterFees }) => profitAfterFees > 0),
    })
  } finally {
    undo?.()
  }
}

/** Both outcomes far below a dollar together: the second order crosses the first, and rests while the matcher lags. */
const crossedLegs = ({ market, ask, bid, tick }: Top): readonly WantedLeg[] => {
  const at = Math.round((ask + bid) / 2 / tick) * tick
  return [
    { market, side: 'ask', price: at },
    { market, side: 'bid', price: Math.min(PRICE_ONE - tick, at + 5 * tick) },
  ]
}

const holdMatcher = (world: World, [leg]: readonly WantedLeg[], until: number): (() => void) =>
  world.exchange.inject({
    kind: 'matcher-lag',
    millis: Math.round(until - world.state.at),
    owner: planterOf(world),
    ...(leg === undefined ? {} : { market: leg.market }),
  })

const breaksOf = (world: World, kind: TrapKind): WantedPlant['breaks'] => {
  if (kind !== 'stale-side' && kind !== 'cancelled-depth') return undefined
  return { at: world.state.at + world.tickMs, silently: kind === 'stale-side' }
}

/** Withdraws the first leg of what breaks; the rest stays, and nobody is told of a leg that goes silently. */
const breakTraps = (world: World): void => {
  const { exchange, state } = world
  state.plants = state.plants.map((plant) => {
    const [leg, ...rest] = plant.legs
    const { breaks } = plant
    const isDue = breaks !== undefined && state.at >= breaks.at
    if (!isDue || leg === undefined || leg.orders.length === 0) return plant
    const { market } = leg
    const undo = breaks.silently
      ? exchange.inject({ kind: 'missing-level', market, count: 1 })
      : undefined
    exchange.cancel(planterOf(world), leg.orders)
    undo?.()
    return { ...plant, legs: [{ ...leg, orders: [] }, ...rest] }
  })
}
