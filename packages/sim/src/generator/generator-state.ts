import type { MarketId, OrderId, TimeMs, TokenId } from '@bot/core'
import type { SimExchange } from '../exchange/exchange.js'
import type { IdMaker } from '../exchange/id-maker.js'
import type {
  GeneratorScale,
  PlantEnd,
  PlantedMispricing,
  PlantKind,
  SimWallet,
  TrapKind,
} from './generator-options.js'
import type { Story } from './story.js'

/** A maker's resting order, in YES terms. */
export type Quote = Readonly<{ id: OrderId; side: 'bid' | 'ask'; price: number }>

/** One maker in one market: its quotes, and the belief that they were made at. */
export type Desk = {
  readonly market: MarketId
  readonly maker: string
  readonly story: string
  belief: number
  quotes: readonly Quote[]
}

/** One leg of a mispricing: the side in YES terms that is mispriced, its price, and the orders that make it. */
export type PlantLeg = Readonly<{
  market: MarketId
  side: 'bid' | 'ask'
  price: number
  orders: readonly OrderId[]
}>

/**
 * A mispricing that stands. `form` says what its legs would pay; `breaks` is when a trap's first leg goes although
 * the others stay, and whether that is told.
 */
export type Plant = Readonly<{
  id: string
  kind: PlantKind | TrapKind
  form: PlantKind
  legs: readonly PlantLeg[]
  until: number
  breaks?: Readonly<{ at: number; silently: boolean }>
}>

/** All that changes in a generator, as plain data. */
export type GeneratorState = {
  at: number
  ticks: number
  orders: number
  storiesMade: number
  stories: Story[]
  desks: Desk[]
  plants: Plant[]
  planted: PlantedMispricing[]
  plantsMade: number
  nextPlantAt: number
  nextTrapAt: number
  redeems: { at: number; markets: readonly MarketId[] }[]
}

/** What every part of the generator works with. `random` is renewed each tick from the seed and the tick's number. */
export type World = {
  readonly exchange: SimExchange
  readonly seed: number | string
  readonly ids: IdMaker
  readonly scale: Required<GeneratorScale>
  readonly tickMs: number
  readonly tradesPerMinute: number
  readonly shortLifeMs: Readonly<{ least: number; most: number }>
  readonly plantEveryMs: number
  readonly trapEveryMs: number
  readonly wallets: readonly SimWallet[]
  readonly state: GeneratorState
  random: () => number
}

/** Returns the shares that a wallet can sell or merge now: mined ones that no order of its needs. */
export const sellable = ({ exchange }: World, owner: string, token: TokenId): number => {
  const { holdings, reservedHoldings, incomingHoldings } = exchange.balances(owner)
  return (
    (holdings.get(token) ?? 0) -
    (reservedHoldings.get(token) ?? 0) -
    (incomingHoldings.get(token) ?? 0)
  )
}

/** Returns a draw between two numbers. */
export const between = (world: World, least: number, most: number): number =>
  least + (most - least) * world.random()

/** Returns one of a list, or `undefined` when it is empty. */
export const pickOne = <T>(world: World, list: readonly T[]): T | undefined =>
  list[Math.floor(world.random() * list.length)]

/** Tells whether something that happens so often a second happens in this tick. */
export const happens = (world: World, perSecond: number): boolean =>
  world.random() < (perSecond * world.tickMs) / 1_000

/** Returns the stories in which no mispricing stands. */
export const freeStories = ({ state }: World): readonly Story[] => {
  const taken = new Set(state.plants.flatMap(({ legs }) => legs.map((leg) => leg.market)))
  return state.stories.filter((story) => !story.markets.some((market) => taken.has(market)))
}

/** Notes how a mispricing ended. */
export const endPlant = (world: World, plant: Plant, ended: PlantEnd): void => {
  const { state, exchange } = world
  state.plants = state.plants.filter((other) => other !== plant)
  const to: TimeMs = exchange.actualNow()
  state.planted = state.planted.map((entry) =>
    entry.id === plant.id ? { ...entry, to, ended } : entry,
  )
}
