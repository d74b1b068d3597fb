import type { Config } from '../config/load-config.js'
import { systemClock } from '../effects/system-clock.js'
import { openSim } from '../venue/open-sim.js'
import { printJson, printLine } from './print.js'
import { stopSignal } from './stop-signal.js'

/** What `bot exchange` was asked. */
export type ExchangeCommand = Readonly<{
  port?: number
  seed?: number
  speed?: number
  json: boolean
}>

/** Runs the simulated exchange alone until it is told to stop; it starts anew each time. */
export const exchangeCommand = async (
  command: ExchangeCommand,
  config: Config,
): Promise<number> => {
  const { port, speed } = command
  const seed = command.seed ?? config.settings.seed
  const venue = await openSim({
    seed,
    clock: systemClock,
    fetch,
    log: (message, details) =>
      process.stderr.write(`${message} ${details === undefined ? '' : JSON.stringify(details)}\n`),
    ...(port === undefined ? {} : { port }),
    ...(speed === undefined ? {} : { speed }),
  })
  const { urls } = venue.server
  if (command.json) printJson({ urls, seed })
  else {
    printLine(
      `SIMULATED exchange, seed ${seed}. It speaks Polymarket's protocol; nothing here is real.`,
    )
    printLine(`  Gamma  ${urls.gamma}`)
    printLine(`  CLOB   ${urls.clob}`)
    printLine(`  Data   ${urls.data}`)
    printLine(`  WS     ${urls.ws}/ws/market and ${urls.ws}/ws/user`)
    printLine(
      `  Faults POST ${urls.sim}/_sim/faults; what was planted: GET ${urls.sim}/_sim/planted`,
    )
  }
  await stopSignal()
  await venue.close()
  return 0
}
