import { createSeededRandom } from '@bot/core'
import { createExchange, createMarketGenerator } from '@bot/sim'
import { createExchangeServer, type Fault, type VenueUrls } from '@bot/sim/server'
import type { Config } from '../config/load-config.js'
import { systemClock } from '../effects/system-clock.js'
import { readExchangeScript, readFaults } from './exchange-script.js'
import { printJson, printLine } from './print.js'
import { runExchangeScript } from './run-exchange-script.js'
import { stopSignal } from './stop-signal.js'

/** What `bot exchange` was asked. */
export type ExchangeCommand = Readonly<{
  port?: number
  /** Gamma, CLOB and Data on a port each, for clients that drop the path of an address. */
  ownPorts?: boolean
  seed?: number
  speed?: number
  /** Without population: only what is made by requests. */
  empty?: boolean
  /** Faults to set at the start: JSON, or a file of it. */
  faults?: string
  /** A file of JSON lines: what to do, and when. */
  script?: string
  json: boolean
}>

/**
 * Runs the simulated exchange alone `until` it is told to stop; it starts anew each time.
 *
 * @throws BotError `invalid-input-file` for faults or a script that cannot be read, `invalid-argument` for a fault that
 *   does not exist, `port-in-use`
 */
export const exchangeCommand = async (
  command: ExchangeCommand,
  config: Config,
  until: (urls: VenueUrls) => Promise<unknown> = stopSignal,
): Promise<number> => {
  const { faults, script, empty = false, json } = command
  const seed = command.seed ?? config.settings.seed
  const lines = script === undefined ? [] : readExchangeScript(script)
  const set = faults === undefined ? [] : readFaults(faults)
  const server = await openExchange(command, seed, empty)
  try {
    server.faults.set(set as readonly Fault[])
    if (json) printJson({ urls: server.urls, seed })
    else printWelcome(server.urls, seed, empty)
    const stop = runExchangeScript(lines, { clock: systemClock, fetch, sim: server.urls.sim, log })
    await until(server.urls)
    stop()
    return 0
  } finally {
    await server.close()
  }
}

const log = (message: string, details?: object): void =>
  void process.stderr.write(
    `${message}${details === undefined ? '' : ` ${JSON.stringify(details)}`}\n`,
  )

const openExchange = (
  { port, speed, ownPorts = false }: ExchangeCommand,
  seed: number,
  empty: boolean,
): ReturnType<typeof createExchangeServer> => {
  const exchange = createExchange({ start: systemClock.now(), seed })
  return createExchangeServer({
    exchange,
    clock: systemClock,
    random: createSeededRandom(`${seed}:server`),
    log,
    ownPorts,
    ...(empty
      ? {}
      : { generator: createMarketGenerator({ exchange, seed, scale: { related: 1 } }) }),
    ...(port === undefined ? {} : { port }),
    ...(speed === undefined ? {} : { speed }),
  })
}

const printWelcome = (urls: VenueUrls, seed: number, empty: boolean): void => {
  const population = empty ? 'without population' : 'with a population that trades'
  printLine(`SIMULATED exchange ${population}, seed ${seed}. Nothing here is real.`)
  printLine("It speaks Polymarket's protocol: give a client these addresses.")
  printLine(`  Gamma    ${urls.gamma}`)
  printLine(`  CLOB     ${urls.clob}`)
  printLine(`  Data     ${urls.data}`)
  printLine(`  Sockets  ${urls.ws}/ws/market and ${urls.ws}/ws/user`)
  printLine(`  Chain    ${urls.sim}/rpc`)
  printLine(`  Geoblock ${urls.sim}/api/geoblock`)
  printLine(`  Control  ${urls.sim}/_sim/state, /_sim/faults, /_sim/wallets, /_sim/markets, ...`)
}
