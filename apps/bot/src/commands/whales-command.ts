import { BotError, formatUsd, parseUsd, usdToNumber } from '@bot/core'
import type { WalletProfile, WalletSkill } from '@bot/whale-tracker'
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

type Row = Readonly<{ profile: WalletProfile; byWinRate: string; skill: WalletSkill | undefined }>

/** The wallets that the evidence finds first, then those with the largest volume. */
const rowsOf = (study: WalletStudy, top: number): readonly Row[] => {
  const skills = new Map(study.skill.wallets.map((skill) => [skill.wallet, skill]))
  const rows = study.tracker.profiles().map(({ status, reason, ...profile }) => {
    const byWinRate = status === 'promoted' ? 'promoted' : `${status}: ${reason}`
    return { profile, byWinRate, skill: skills.get(profile.wallet) }
  })
  const found = rows.filter(({ skill }) => isFound(skill))
  return [...found, ...rows.filter(({ skill }) => !isFound(skill))].slice(0, top)
}

const isFound = (skill: WalletSkill | undefined): boolean => (skill?.evidence?.q ?? 1) <= 0.05

const asJson = (study: WalletStudy, top: number) => ({
  files: study.files,
  winners: study.winners,
  stats: study.tracker.stats(),
  population: {
    assessed: study.skill.assessed,
    found: study.skill.wallets.filter(isFound).length,
    prior: study.skill.prior,
    together: study.skill.together,
  },
  wallets: rowsOf(study, top).map(({ profile, byWinRate, skill }) => ({
    ...profile,
    volume: usdToNumber(profile.volume),
    realised: usdToNumber(profile.realised),
    openCost: usdToNumber(profile.openCost),
    byWinRate,
    skill: skill ?? { standing: 'withheld', reason: NO_BETS },
  })),
})

const NO_BETS = '0 of 30 resolved bets'

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
    'A win rate is not skill: the price paid already says how often a bet wins. Edges are dollars a share after fees, against',
  )
  printLine(
    'what such prices were worth on this venue without the wallet (and plain: against the price), shrunk by the population.',
  )
  printLine('')
  printTable([HEAD, ...rowsOf(study, command.top).map(cellsOf)])
  printLine('')
  const { wallets, assessed } = study.skill
  const count = (standing: WalletSkill['standing']): number =>
    wallets.filter((skill) => skill.standing === standing).length
  const { total_wallets_tracked: total } = study.tracker.stats()
  printLine(
    `${total} wallets: ${assessed} assessed, ${wallets.filter(isFound).length} of them skilled at a false-discovery rate of 5 %; ${count('separated')} separated, ${total - assessed - count('separated')} withheld. By win rate: ${study.tracker.stats().active_whales} promoted.`,
  )
  printLine(`Shown: what was found, then the largest volume, ${command.top} in all.`)
}

const HEAD = [
  'wallet',
  'skill',
  'why',
  'edge',
  '95 % interval',
  'chance of skill',
  'q',
  'plain edge',
  'trades',
  'volume $',
  'wins',
  'win rate',
  'by win rate',
  'profit $',
  'labels',
]

const cellsOf = ({ profile, byWinRate, skill }: Row): readonly string[] => {
  const evidence = skill?.evidence
  const { posterior } = evidence ?? {}
  return [
    profile.wallet,
    isFound(skill) ? 'skilled' : (skill?.standing ?? 'withheld'),
    skill?.reason ?? NO_BETS,
    fixed(posterior?.mean),
    posterior === undefined ? '-' : `${fixed(posterior.low)} to ${fixed(posterior.high)}`,
    percent(posterior?.skilled),
    fixed(evidence?.q),
    fixed(evidence?.plainEdge),
    String(profile.trades),
    Number(formatUsd(profile.volume)).toFixed(0),
    `${profile.wins} of ${profile.closedBets}`,
    percent(profile.winRate),
    byWinRate,
    Number(formatUsd(profile.realised)).toFixed(2),
    profile.labels.join(' ') || '-',
  ]
}

const fixed = (value: number | undefined): string => (value === undefined ? '-' : value.toFixed(3))
