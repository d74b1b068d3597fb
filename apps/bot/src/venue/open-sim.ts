import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Clock, createSeededRandom, messageOf } from '@bot/core'
import { createPolymarketReads } from '@bot/polymarket'
import { createExchange, createMarketGenerator } from '@bot/sim'
import { createExchangeServer, type ExchangeServer } from '@bot/sim/server'
import { writeFileWhole } from '../effects/write-file-whole.js'
import type { Venue } from './venue.js'

/** How the simulated exchange is opened. */
export type SimOptions = Readonly<{
  seed: number
  clock: Clock
  fetch: typeof globalThis.fetch
  /** Where its ledger is kept between runs; without one it starts anew. */
  folder?: string
  port?: number
  /** How much faster than the clock its time runs. */
  speed?: number
  log: (message: string, details?: object) => void
}>

/** The simulated exchange as a venue, with the server itself for scripts and tests. */
export type SimVenue = Venue & Readonly<{ server: ExchangeServer }>

/** Starts the simulated exchange with its population on a port of the loopback, and speaks to it over real sockets. */
export const openSim = async (options: SimOptions): Promise<SimVenue> => {
  const { seed, clock, fetch, folder, log } = options
  const file = folder === undefined ? undefined : join(folder, 'exchange.json')
  const exchange = createExchange({ start: clock.now(), seed })
  const generator = createMarketGenerator({ exchange, seed })
  if (file !== undefined && existsSync(file)) {
    try {
      const saved = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>
      exchange.restore(saved['exchange'] as Parameters<typeof exchange.restore>[0])
      generator.restore(saved['generator'])
    } catch (thrown) {
      log('The simulated exchange starts anew: its snapshot cannot be read', {
        file,
        reason: messageOf(thrown),
      })
    }
  }
  const save = (): void => {
    if (file === undefined) return
    const snapshot = { exchange: exchange.snapshot(), generator: generator.snapshot() }
    writeFileWhole(file, JSON.stringify(snapshot))
  }
  const server = await createExchangeServer({
    exchange,
    generator,
    clock,
    random: createSeededRandom(`${seed}:server`),
    log,
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.speed === undefined ? {} : { speed: options.speed }),
  })
  const { gamma, clob, data, ws } = server.urls
  const hosts = { gamma, clob, data, ws }
  return {
    name: 'sim',
    simulated: true,
    label: 'SIMULATED exchange on this machine',
    reads: createPolymarketReads({ fetch, clock, hosts }),
    hosts,
    save,
    close: async () => {
      save()
      await server.close()
    },
    server,
  }
}
