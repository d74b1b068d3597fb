import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Clock, createSeededRandom, messageOf, type Usd, usd } from '@bot/core'
import { createPayoutReader, createPolymarketReads, createRpc } from '@bot/polymarket'
import { createExchange, createMarketGenerator } from '@bot/sim'
import { createExchangeServer, type ExchangeServer } from '@bot/sim/server'
import { writeFileWhole } from '../effects/write-file-whole.js'
import { openSimExecution } from './sim-execution.js'
import { PAPER_ACCOUNT, type Venue } from './venue.js'

/** How the simulated exchange is opened. */
export type SimOptions = Readonly<{
  seed: number
  clock: Clock
  fetch: typeof globalThis.fetch
  /** What a new account is given; default $1,000. */
  faucet?: Usd
  /** Where its ledger and the throw-away key are kept between runs; without one it starts anew. */
  folder?: string
  port?: number
  /** How much faster than the clock its time runs. */
  speed?: number
  log: (message: string, details?: object) => void
}>

/** The simulated exchange as a venue, with the server itself for scripts and tests. */
export type SimVenue = Venue & Readonly<{ server: ExchangeServer }>

/** Trades, actions and finished orders that the exchange remembers each: its snapshot stays small. */
const KEEP = 4_000
const DEFAULT_FAUCET = usd(1_000_000_000)
/** Own reports come in bursts; the exchange is written down once for all that came within this time. */
const SAVE_AFTER_MS = 500

/** Starts the simulated exchange with its population on a port of the loopback, and speaks to it over real sockets. */
export const openSim = async (options: SimOptions): Promise<SimVenue> => {
  const { seed, clock, fetch, folder, log } = options
  const file = folder === undefined ? undefined : join(folder, 'exchange.json')
  const exchange = createExchange({ start: clock.now(), seed, keep: KEEP })
  const generator = createMarketGenerator({ exchange, seed, scale: { related: 1 } })
  const chain = file === undefined ? undefined : restore(file, exchange, generator, log)
  const save = (): void => {
    if (file === undefined) return
    const parts = { exchange, generator, chain: server.chain }
    const saved = Object.entries(parts).map(([name, part]) => [name, part.snapshot()])
    writeFileWhole(file, JSON.stringify(Object.fromEntries(saved)))
  }
  let cancelSave: (() => void) | undefined
  const saveSoon = (): void => {
    cancelSave ??= clock.after(SAVE_AFTER_MS, () => {
      cancelSave = undefined
      try {
        save()
      } catch (thrown) {
        log('The simulated exchange could not be saved', { file, reason: messageOf(thrown) })
      }
    })
  }
  const server = await createExchangeServer({
    exchange,
    generator,
    clock,
    random: createSeededRandom(`${seed}:server`),
    rules: { faucet: options.faucet ?? DEFAULT_FAUCET },
    log,
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.speed === undefined ? {} : { speed: options.speed }),
  })
  server.chain.restore(chain)
  const { gamma, clob, data, ws, rtds, sim } = server.urls
  const hosts = { gamma, clob, data, ws, rtds }
  const rpcUrl = `${sim}/rpc`
  const venue: Venue = {
    name: 'sim',
    mode: 'paper',
    account: PAPER_ACCOUNT,
    simulated: true,
    label: 'SIMULATED exchange on this machine',
    reads: createPolymarketReads({ fetch, clock, hosts }),
    payouts: createPayoutReader({ request: createRpc({ url: rpcUrl, fetch, clock }) }),
    hosts,
    execution: (parts) =>
      openSimExecution(parts, {
        ...{ venue, seed, fetch, rpcUrl, onReport: saveSoon },
        ...(folder === undefined ? {} : { folder }),
      }),
    save,
    close: async () => {
      cancelSave?.()
      try {
        save()
      } finally {
        await server.close()
      }
    },
  }
  return { ...venue, server }
}

/** Puts back what the last run saved; returns what its chain remembered. */
const restore = (
  file: string,
  exchange: ReturnType<typeof createExchange>,
  generator: ReturnType<typeof createMarketGenerator>,
  log: SimOptions['log'],
): unknown => {
  if (!existsSync(file)) return undefined
  try {
    const saved = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>
    exchange.restore(saved['exchange'] as Parameters<typeof exchange.restore>[0])
    generator.restore(saved['generator'])
    return saved['chain']
  } catch (thrown) {
    log('The simulated exchange starts anew: its snapshot cannot be read', {
      file,
      reason: messageOf(thrown),
    })
    return undefined
  }
}
