import { BotError, formatUsd, parseUsd, usdToNumber } from '@bot/core'
import type { Config } from '../config/load-config.js'
import { studyWallets, type WalletStudy } from '../whales/study-wallets.js'
import { printJson, printLine, printTable } from './print.js'

/** What `bot whales` was asked. */
export type WhalesCommand = Readonly<{
  files: readonly string[]
  json: boolean
  top: number
  inferAt: number | undefined
}>

/** Profiles the wallets of trade files and prints them; returns the exit code. */
export const whalesCommand = async (command: WhalesCommand, config: Config): Promise<number> => {
  if (command.files.length === 0) {
    throw new BotError('invalid-argument', 'Expected at least one file: bot whales <trades...>')
  }
  const { settings } = config
  const study = await studyWallets(command.files, {
    rule: {
      minTradeUsd: parseUsd(settings.whaleMinTradeUsd, 'nearest'),
      minWinRate: settings.whaleMinWinRate,
    },
    configured: settings.whaleWallets,
    inferAt: command.inferAt,
  })
  for (const { file, line, problem } of study.damage) {
    process.stderr.write(`${file}:${line}: ${problem}; the sound rows are kept\n`)
  }
  if (command.json) printJson(asJson(study, command.top))
  else printStudy(study, command)
  const unknown = study.files.filter((file) => file.format === 'unknown')
  for (const { file } of unknown) process.stderr.write(`${file}: no known format of trades\n`)
  return study.damage.length + unknown.length === 0 ? 0 : 1
}

const asJson = (study: WalletStudy, top: number) => ({
  files: study.files,
  winners: study.winners,
  stats: study.tracker.stats(),
  wallets: study.tracker.profiles(top).map((profile) => ({
    ...profile,
    volume: usdToNumber(profile.volume),
    realised: usdToNumber(profile.realised),
    openCost: usdToNumber(profile.openCost),
  })),
})

const percent = (share: number | undefined): string =>
  share === undefined ? '-' : `${(share * 100).toFixed(1)}%`

const printStudy = (study: WalletStudy, command: WhalesCommand): void => {
  printTable([
    ['file', 'format', 'rows', 'taken', 'repeated', 'refused'],
    ...study.files.map((file) => [
      file.file,
      file.format,
      String(file.rows),
      String(file.taken),
      String(file.duplicates),
      Object.entries(file.rejected)
        .map(([reason, count]) => `${reason} ${count}`)
        .join(', ') || '-',
    ]),
  ])
  const { told, inferred, unknown } = study.winners
  printLine('')
  printLine(
    `Winners: ${told} told by the files, ${inferred} inferred from a last price${command.inferAt === undefined ? '' : ` of ${command.inferAt} or more`}, ${unknown} unknown.`,
  )
  printLine(
    'A win rate is not skill: the price paid already says how often a bet wins. Edge is the win rate less that price.',
  )
  printLine('')
  printTable([
    [
      'wallet',
      'status',
      'why',
      'trades',
      'volume $',
      'closed',
      'wins',
      'win rate',
      '95 % interval',
      'price paid',
      'edge',
      'profit $',
      'labels',
    ],
    ...study.tracker
      .profiles(command.top)
      .map((profile) => [
        profile.wallet,
        profile.status,
        profile.reason,
        String(profile.trades),
        Number(formatUsd(profile.volume)).toFixed(0),
        String(profile.closedBets),
        String(profile.wins),
        percent(profile.winRate),
        `${percent(profile.winRateInterval.low)} to ${percent(profile.winRateInterval.high)}`,
        percent(profile.meanPricePaid),
        percent(profile.edge),
        Number(formatUsd(profile.realised)).toFixed(2),
        profile.labels.join(' ') || '-',
      ]),
  ])
  printLine('')
  printLine(
    `${study.tracker.stats().total_wallets_tracked} wallets; the ${command.top} with the largest volume are shown.`,
  )
}
