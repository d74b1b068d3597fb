import { BotError, parseUsd, usdToNumber } from '@bot/core'
import type { Config } from '../config/load-config.js'
import { groupWallets } from '../whales/group-wallets.js'
import { studyWallets, type WalletStudy } from '../whales/study-wallets.js'
import { printJson } from './print.js'
import { copiesAsJson, copiesOfStudy, printCopies } from './whales-copies.js'
import { isFound, NO_BETS, printStudy, type StudiedWallet } from './whales-table.js'

/** What `bot whales` was asked. */
export type WhalesCommand = Readonly<{
  files: readonly string[]
  json: boolean
  top: number
  /** What is found comes first; the others by this. */
  by: 'volume' | 'profit'
  inferAt: number | undefined
  /** Recordings at whose books copies are tried. */
  books?: readonly string[]
  /** Whether copies are tried at what others traded later, where no book was recorded. */
  prints?: boolean
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
  const wallets = walletsOf(study, command)
  const delayMs = settings.whaleCopyDelaySeconds * 1_000
  const shown = wallets.map(({ profile }) => profile.wallet)
  const { books = [], prints = false } = command
  const copies = await copiesOfStudy(study, shown, { books, prints, delayMs })
  if (command.json) {
    const copied = copies === undefined ? {} : { copies: copiesAsJson(copies) }
    printJson({ ...asJson(study, wallets), ...copied })
  } else {
    printStudy(study, wallets, command.inferAt)
    if (copies !== undefined) printCopies(copies, delayMs)
  }
  const unread = study.files.filter(({ format }) => format === 'unknown')
  for (const line of complaintsOf(study)) process.stderr.write(`${line}\n`)
  return study.damage.length + unread.length === 0 ? 0 : 1
}

/** Lines of damage told one by one; the rest is counted in the file's report. */
const MOST_LINES = 5

/** What could not be read, file by file. */
const complaintsOf = ({ files, damage }: WalletStudy): readonly string[] =>
  files.flatMap(({ file, path, rows, format }) => {
    const own = damage.filter((each) => each.file === path)
    const kept = rows === 0 ? '' : '; the sound rows are kept'
    const told = own
      .slice(0, MOST_LINES)
      .map(({ line, problem }) => `${path}${rows === 0 ? '' : `:${line}`}: ${problem}${kept}`)
    const more = own.length > told.length ? [`${file}: ${own.length - told.length} more`] : []
    if (format !== 'unknown' || (rows === 0 && own.length > 0)) return [...told, ...more]
    return [...told, ...more, `${file}: ${rows === 0 ? 'no rows' : 'no known format of trades'}`]
  })

/** The wallets that the evidence finds first, then those with the largest volume or profit. */
const walletsOf = (study: WalletStudy, { top, by }: WhalesCommand): readonly StudiedWallet[] => {
  const skills = new Map(study.skill.wallets.map((skill) => [skill.wallet, skill]))
  const profiles = [...study.tracker.profiles()]
  if (by === 'profit') profiles.sort((a, b) => b.realised - a.realised)
  const found = profiles.filter(({ wallet }) => isFound(skills.get(wallet)))
  const rest = profiles.filter(({ wallet }) => !isFound(skills.get(wallet)))
  return [...found, ...rest].slice(0, top).map(({ status, reason, ...profile }) => ({
    profile,
    byWinRate: status === 'promoted' ? 'promoted' : `${status}: ${reason}`,
    skill: skills.get(profile.wallet),
    labels: study.labels.get(profile.wallet) ?? [],
    marked: study.marked(profile.wallet),
  }))
}

/** Dollars and shares of a dollar are numbers; everything else is as `@bot/whale-tracker` has it. */
const asJson = (study: WalletStudy, wallets: readonly StudiedWallet[]) => ({
  files: study.files,
  winners: study.winners,
  stats: study.tracker.stats(),
  population: {
    assessed: study.skill.assessed,
    found: study.skill.wallets.filter(isFound).length,
    prior: study.skill.prior,
    together: study.skill.together,
  },
  groups: groupWallets(study.labels),
  wallets: wallets.map(({ profile, byWinRate, skill, labels, marked }) => ({
    ...profile,
    volume: usdToNumber(profile.volume),
    realised: usdToNumber(profile.realised),
    openCost: usdToNumber(profile.openCost),
    unrealised: marked === undefined ? 0 : marked.unrealised / 1e6,
    openValue: marked === undefined ? 0 : marked.value / 1e6,
    unpriced: marked?.unpriced ?? 0,
    unpricedCost: (marked?.unpricedCost ?? 0) / 1e6,
    byWinRate,
    hands: labels,
    skill: skill ?? { standing: 'withheld', reason: NO_BETS },
  })),
})
