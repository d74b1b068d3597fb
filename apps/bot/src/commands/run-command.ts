import { BotError } from '@bot/core'
import { dashboardAssets } from '@bot/dashboard'
import { createTelegramAlerts } from '../alerts/create-telegram-alerts.js'
import { watchStats } from '../alerts/watch-stats.js'
import type { Config } from '../config/load-config.js'
import { SETTINGS, type SettingName } from '../config/settings.js'
import { systemClock } from '../effects/system-clock.js'
import { createLogger, type Logger } from '../log/create-logger.js'
import { setAside, stateFolder } from '../runtime/journal-folder.js'
import { createStatsServer } from '../server/create-stats-server.js'
import { startBot } from '../start-bot.js'
import { chooseVenue } from '../venue/choose-venue.js'
import { openVenue } from '../venue/open-venue.js'
import type { Venue } from '../venue/venue.js'
import { printJson, printLine } from './print.js'
import { stopSignal } from './stop-signal.js'

/** What `bot run` was asked. */
export type RunCommand = Readonly<{ fresh: boolean; json: boolean }>

/** Starts the bot, its stats server and its alerts; resolves with the exit code when it was told to stop. */
export const runCommand = async (command: RunCommand, config: Config): Promise<number> => {
  const { settings } = config
  if (settings.tradingMode === 'live') throw liveRefused()
  const log = createLogger({ debug: settings.debugMode, secrets: secretsOf(config) })
  const choice = await chooseVenue(settings, fetch)
  const folder = stateFolder(settings, choice.venue, 'paper')
  if (command.fresh) {
    const aside = await setAside(folder, new Date().toISOString().replaceAll(':', '-'))
    if (aside !== undefined)
      log.info({ aside }, 'Starting anew; what the earlier run left is kept aside')
  }
  const venue = await openVenue(choice.venue, config, log, folder)
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
  announce(
    bot.execution,
    command,
    venue,
    choice.because,
    server.url,
    settings.dashboardPort !== 0 && server.port !== settings.dashboardPort,
  )
  const reason = await stopSignal()
  log.info({ reason }, 'Stopping: cancelling orders and writing everything down')
  await bot.stop().finally(stopAlerts).finally(server.close)
  log.info('Stopped')
  return 0
}

const liveRefused = (): BotError =>
  new BotError(
    'invalid-config',
    'TRADING_MODE=live is refused: this version trades on paper only. Remove it, or set TRADING_MODE=paper.',
  )

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
    label: venue.simulated ? 'SIMULATED' : 'PAPER',
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
      mode: 'paper',
    })
    return
  }
  printLine('')
  printLine(
    `  Venue      ${venue.label}${venue.simulated ? ' (no real market, no real money)' : ''}: ${because}`,
  )
  printLine(`  Mode       PAPER: ${execution}`)
  printLine(`  Dashboard  ${url}${moved ? ' (the default port is taken)' : ''}`)
  printLine('  Stop       Ctrl-C; the next start goes on where this one ended')
  printLine('')
}
