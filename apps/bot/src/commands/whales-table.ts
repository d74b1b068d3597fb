import { formatUsd } from '@bot/core'
import type { MarkedWallet, WalletLabel, WalletProfile, WalletSkill } from '@bot/whale-tracker'
import { groupWallets } from '../whales/group-wallets.js'
import type { FileReport, WalletStudy } from '../whales/study-wallets.js'
import { printLine, printTable } from './print.js'

/** A wallet with everything that the study says of it. */
export type StudiedWallet = Readonly<{
  profile: WalletProfile
  byWinRate: string
  skill: WalletSkill | undefined
  labels: readonly WalletLabel[]
  marked: MarkedWallet | undefined
}>

/** What is said of a wallet without a resolved bet. */
export const NO_BETS = '0 of 30 resolved bets'

/** Tells whether the evidence finds a wallet at a false-discovery rate of 5 %. */
export const isFound = (skill: WalletSkill | undefined): boolean =>
  (skill?.evidence?.q ?? 1) <= 0.05

/** Prints a study for people. */
export const printStudy = (
  study: WalletStudy,
  shown: readonly StudiedWallet[],
  inferAt: number | undefined,
): void => {
  printTable([FILE_HEAD, ...study.files.map(fileCells)])
  if (study.tracker.stats().total_wallets_tracked === 0) {
    printLine('')
    printLine('No wallet in these files.')
    return
  }
  const { told, proved, inferred, unknown } = study.winners
  const from = inferAt === undefined ? '' : ` of ${inferAt} or more`
  printLine('')
  printLine(
    `Winners: ${told} told by the files, ${proved} proved by redemptions, ${inferred} inferred from a last price${from}, ${unknown} unknown.`,
  )
  printLine(
    'A win rate is not skill: the price paid already says how often a bet wins. Edges are dollars a share after fees, against',
  )
  printLine(
    'what such prices were worth on this venue without the wallet (and plain: against the price), shrunk by the population.',
  )
  printLine('')
  printTable([HEAD, ...shown.map(cellsOf)])
  printLine('')
  for (const group of groupWallets(study.labels).slice(0, MOST_GROUPS)) {
    printLine(`One hand, ${group.length} wallets: ${group.join(', ')}`)
  }
  printCounts(study, shown.length)
}

const MOST_GROUPS = 5
const FILE_HEAD = ['file', 'format', 'rows', 'taken', 'repeated', 'refused']

const fileCells = (file: FileReport): readonly string[] => [
  file.file,
  file.format,
  String(file.rows),
  String(file.taken),
  String(file.duplicates),
  Object.entries(file.rejected)
    .map(([reason, count]) => `${reason} ${count}`)
    .join(', ') || '-',
]

const printCounts = ({ skill, tracker }: WalletStudy, shown: number): void => {
  const separated = skill.wallets.filter(({ standing }) => standing === 'separated').length
  const { total_wallets_tracked: total, active_whales: active } = tracker.stats()
  const found = skill.wallets.filter(isFound).length
  printLine(
    `${total} wallets: ${skill.assessed} assessed, ${found} of them skilled at a false-discovery rate of 5 %; ${separated} separated, ${total - skill.assessed - separated} withheld. By win rate: ${active} promoted.`,
  )
  printLine(
    `Shown: ${shown}, what was found first. Unrealised profit is at the last prices of the files.`,
  )
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
  'unrealised $',
  'labels',
]

const cellsOf = ({
  profile,
  byWinRate,
  skill,
  labels,
  marked,
}: StudiedWallet): readonly string[] => {
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
    unrealised(marked),
    [...new Set([...labels.map(({ label }) => label), ...profile.labels])].join(' ') || '-',
  ]
}

const fixed = (value: number | undefined): string => (value === undefined ? '-' : value.toFixed(3))

const percent = (share: number | undefined): string =>
  share === undefined ? '-' : `${(share * 100).toFixed(1)}%`

const unrealised = (marked: MarkedWallet | undefined): string => {
  if (marked === undefined || marked.positions.length === 0) return '-'
  const unpriced = marked.unpriced === 0 ? '' : ` (${marked.unpriced} without a price)`
  return `${(marked.unrealised / 1e6).toFixed(2)}${unpriced}`
}
