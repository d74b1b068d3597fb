import { createInterface } from 'node:readline/promises'
import { dashboardAssets } from '@bot/dashboard'
import { createTelegramAlerts } from '../alerts/create-telegram-alerts.js'
import { watchStats } from '../alerts/watch-stats.js'
import type { Config } from '../config/load-config.js'
import { SETTINGS, type SettingName } from '../config/settings.js'
import { systemClock } from '../effects/system-clock.js'
import { beginLive } from '../live/begin-live.js'
import { createLogger, type Logger } from '../log/create-logger.js'
import { setAside, stateFolder } from '../runtime/journal-folder.js'
import { createStatsServer } from '../server/create-stats-server.js'
import { startBot } from '../start-bot.js'
import { chooseVenue } from '../venue/choose-venue.js'
import { openVenue } from '../venue/open-venue.js'
import { PAPER_ACCOUNT, type Venue } from '../venue/venue.js'
import { printJson, printLine } from './print.js'
import { stopSignal } from './stop-signal.js'

/** What `bot run` was asked. */
export type RunCommand = Readonly<{ fresh: boolean; json: boolean }>

/** Starts the bot, its stats server and its alerts; resolves with the exit code when it was told to stop. */
export const runCommand = async (command: RunCommand, given: Config): Promise<number> => {
  const log = createLogger({ debug: given.settings.debugMode, secrets: secretsOf(given) })
  const { config, venue, because } = await (given.settings.tradingMode === 'live'
    ? openForLive(command, given, log)
    : openForPaper(command, given, log))
  const { settings } = config
  const bot = await startBot({ config, venue, clock: systemClock, log }).catch(
    // Why it did not start matters more than what fails on the way out.
    async (thrown: unknown) => {
      await venue.close().catch(() => undefined)
      throw thrown
    },
  )
  const server = await createStatsServer({
    source: bot.stats,
    host: settings.dashboardHost ?? '127.0.0.1',
    port: settings.dashboardPort,
    portWasSet: config.sources.dashboardPort !== 'default',
    assets: dashboardAssets,
    log,
    clock: systemClock,
    ...(settings.dashboardToken === undefined ? {} : { token: settings.dashboardToken }),
  }).catch(async (thrown: unknown) => {
    await bot.stop().catch(() => undefined)
    throw thrown
  })
  const stopAlerts = startAlerts(config, venue, bot.stats, log)
  // Whoever reads that it is up may stop it at once.
  const stopped = stopSignal()
  announce(
    bot.execution,
    command,
    venue,
    because,
    server.url,
    settings.dashboardPort !== 0 && server.port !== settings.dashboardPort,
  )
  const reason = await stopped
  log.info({ reason }, 'Stopping: cancelling orders and writing everything down')
  await bot.stop().finally(stopAlerts).finally(server.close)
  log.info('Stopped')
  return 0
}

type Opened = Readonly<{ config: Config; venue: Venue; because: string }>

const openForPaper = async (command: RunCommand, config: Config, log: Logger): Promise<Opened> => {
  const { settings } = config
  const { venue: name, because } = await chooseVenue(settings, fetch)
  const folder = stateFolder(settings, name, PAPER_ACCOUNT)
  await startAnew(command, folder, log)
  return { config, venue: await openVenue(name, config, log, folder), because }
}

const openForLive = async (command: RunCommand, given: Config, log: Logger): Promise<Opened> => {
  const { config, venue } = await beginLive({
    config: given,
    fetch,
    clock: systemClock,
    onChecks: (checks) => {
      for (const { name, state, detail, advice } of checks)
        log[state === 'failed' ? 'error' : 'info'](
          { check: name, state, advice },
          `Doctor: ${detail}`,
        )
    },
    onFolder: (folder) => startAnew(command, folder, log),
    ...(process.stdin.isTTY ? { ask: askOnTerminal } : {}),
  })
  return { config, venue, because: 'TRADING_MODE=live' }
}

const askOnTerminal = async (question: string): Promise<string> => {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return await terminal.question(question)
  } finally {
    terminal.close()
  }
}

const startAnew = async ({ fresh }: RunCommand, folder: string, log: Logger): Promise<void> => {
  if (!fresh) return
  const aside = await setAside(folder, new Date().toISOString().replaceAll(':', '-'))
  if (aside !== undefined)
    log.info({ aside }, 'Starting anew; what the earlier run left is kept aside')
}

const secretsOf = ({ settings }: Config): readonly string[] =>
  (Object.keys(SETTINGS) as SettingName[]).flatMap((name) => {
    const value = settings[name]
    return SETTINGS[name].secret && typeof value === 'string' ? [value] : []
  })

const startAlerts = (
  { settings }: Config,
  venue: Venue,
  source: Parameters<typeof watchStats>[0]['source'],
  log: Logger,
): (() => Promise<void>) => {
  const { telegramToken, telegramChatId } = settings
  if (telegramToken === undefined || telegramChatId === undefined) {
    const stop = watchStats({
      source,
      send: (alert) => {
        if (alert.kind === 'summary') log.info({ summary: alert }, 'Summary')
      },
      clock: systemClock,
      summaryHours: settings.summaryIntervalHours,
      onError: (thrown) => log.warn({ err: thrown }, 'A summary could not be made'),
    })
    return async () => stop()
  }
  const alerts = createTelegramAlerts({
    token: telegramToken,
    chatId: telegramChatId,
    apiRoot: settings.telegramUrl,
    label: venue.simulated ? 'SIMULATED' : venue.mode.toUpperCase(),
    on: {
      entry: settings.alertOnEntry,
      exit: settings.alertOnExit,
      signal: settings.alertOnSignal,
    },
    clock: systemClock,
    log,
  })
  const stopWatching = watchStats({
    source,
    send: alerts.send,
    clock: systemClock,
    summaryHours: settings.summaryIntervalHours,
    onError: (thrown) => log.warn({ err: thrown }, 'An alert could not be made'),
  })
  return async () => {
    stopWatching()
    await alerts.close()
  }
}

const announce = (
  execution: string,
  command: RunCommand,
  venue: Venue,
  because: string,
  url: string,
  moved: boolean,
): void => {
  if (command.json) {
    printJson({
      url,
      venue: venue.name,
      simulated: venue.simulated,
      hosts: venue.hosts,
      mode: venue.mode,
    })
    return
  }
  printLine('')
  printLine(
    `  Venue      ${venue.label}${venue.simulated ? ' (no real market, no real money)' : ''}: ${because}`,
  )
  printLine(`  Mode       ${venue.mode.toUpperCase()}: ${execution}`)
  const gamma = venue.hosts['gamma']
  if (venue.name === 'sim' && gamma !== undefined) {
    const { origin } = new URL(gamma)
    printLine(
      `  Exchange   ${origin}/_sim/planted lists the mispricings and traps that were planted`,
    )
  }
  printLine(`  Dashboard  ${url}${moved ? ' (the default port is taken)' : ''}`)
  printLine('  Stop       Ctrl-C; the next start goes on where this one ended')
  printLine('')
}
