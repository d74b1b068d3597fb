import { createSeededRandom, parseUsd, type TimeMs } from '@bot/core'
import { createLocalSigner, type Signer } from '@bot/polymarket'
import { createExchange, createMarketGenerator, type SimExchange } from '@bot/sim'
import { createExchangeVenue, type ExchangeVenue } from '@bot/sim/server'
import { sha256 } from '../../effects/sha256.js'
import type { Effects } from '../life/create-life.js'
import type { Scenario } from '../scenario/scenario.js'
import type { VirtualClock } from '../time/create-virtual-clock.js'
import { type Chain, createChain } from './create-chain.js'
import { type OrderLog, watchOrders } from './watch-orders.js'

/** Everything outside of the bot: a venue with its population, the bot's wallet there, and what is known of both. */
export type World = Readonly<{
  start: TimeMs
  clock: VirtualClock
  exchange: SimExchange
  venue: ExchangeVenue
  signer: Signer
  /** The wallet's address in lower case, as the exchange names owners. */
  wallet: string
  /** What a process can do here. */
  effects: Effects
  /** Every order that was posted. */
  orders: OrderLog
  chain: Chain
  planted: () => number
}>

/** How often the venue moves on by itself. */
const STEP_MS = 250

/** Makes the world of a scenario. The same scenario makes the same world. */
export const openWorld = (
  scenario: Scenario,
  clock: VirtualClock,
  onNote: (note: string) => void,
): World => {
  const start = clock.now()
  const { seed, population, settings } = scenario
  const exchange = createExchange({ start, seed })
  const generator = createMarketGenerator({ exchange, seed, ...population })
  const venue = createExchangeVenue({
    exchange,
    generator,
    clock,
    random: createSeededRandom(`${seed}:venue`),
    stepMs: STEP_MS,
    log: (message, details) => onNote(`venue: ${message} ${JSON.stringify(details ?? {})}`),
    rules: { faucet: parseUsd(settings.startingBalance ?? 0) },
  })
  const signer = createLocalSigner(keyOf(seed))
  const wallet = signer.address.toLowerCase()
  const orders = watchOrders(venue.fetch, clock)
  return {
    start,
    clock,
    exchange,
    venue,
    signer,
    wallet,
    effects: { clock, fetch: orders.fetch, openSocket: venue.openSocket },
    orders: orders.log,
    chain: createChain({ exchange, wallet, clock, random: createSeededRandom(`${seed}:chain`) }),
    planted: () => generator.planted().length,
  }
}

/** A throw-away key: nobody's money is behind it. */
const keyOf = (seed: number): string => {
  const digest = sha256()
  digest.update(`campaign:${seed}`)
  return `0x${digest.hex()}`
}
