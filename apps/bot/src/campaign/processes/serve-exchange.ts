import { createSeededRandom, parseUsd } from '@bot/core'
import { createExchange, createMarketGenerator } from '@bot/sim'
import { createExchangeServer } from '@bot/sim/server'
import { printJson } from '../../commands/print.js'
import { stopSignal } from '../../commands/stop-signal.js'
import { systemClock } from '../../effects/system-clock.js'
import type { Population } from '../scenario/scenario.js'

/** What a process is told that is to be the exchange of a scenario. */
export type ServedExchange = Readonly<{
  seed: number
  population: Population
  /** Dollars of a new wallet. */
  faucet: number
}>

/** What takes minutes at the real venue must fit into a scenario of seconds: a block, and how a resolution gets around. */
const SOON = { blockMs: 500, resolvedLagMs: 2_000, gammaLagMs: 2_000 }

/** Serves an exchange with the population of a scenario, as `bot exchange` does, until the process is told to stop. */
export const serveExchange = async (text: string): Promise<void> => {
  const { seed, population, faucet } = JSON.parse(text) as ServedExchange
  const exchange = createExchange({ start: systemClock.now(), seed })
  const server = await createExchangeServer({
    exchange,
    generator: createMarketGenerator({ exchange, seed, ...population }),
    clock: systemClock,
    random: createSeededRandom(`${seed}:server`),
    rules: { ...SOON, faucet: parseUsd(faucet) },
    log: (message, details) =>
      void process.stderr.write(`${message} ${JSON.stringify(details ?? {})}\n`),
  })
  printJson({ urls: server.urls })
  await stopSignal()
  await server.close()
}
