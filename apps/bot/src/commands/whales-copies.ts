import { BotError, type TokenId } from '@bot/core'
import type { CopyEdge } from '@bot/whale-tracker'
import { openRecording } from '../recording/read-recording.js'
import { studyPrints } from '../whales/copy-prints.js'
import { type CopyStudy, studyCopies, type WalletCopies } from '../whales/copy-study.js'
import type { WalletStudy } from '../whales/study-wallets.js'
import { printLine, printTable } from './print.js'

/** Where copies are tried: at recorded books, or at what others traded later. */
export type CopySource = Readonly<{ books: readonly string[]; prints: boolean; delayMs: number }>

/** A taker's fee where nobody recorded one: the highest that is known, since a fee that is not known is no gift. */
const WORST_FEE = { ratePpm: 70_000, exponent: 1, takerOnly: true }

/**
 * Tries to copy wallets of a study.
 *
 * @throws BotError `invalid-argument` for recordings and prints at once, `invalid-input-file` for what is no recording
 */
export const copiesOfStudy = async (
  study: WalletStudy,
  wallets: readonly string[],
  { books, prints, delayMs }: CopySource,
): Promise<CopyStudy | undefined> => {
  if (books.length === 0 && !prints) return undefined
  if (books.length > 0 && prints) {
    throw new BotError('invalid-argument', 'Expected --books or --prints, were both; choose one')
  }
  const chosen = new Set(wallets)
  const rows = study.rows.filter(({ wallet }) => chosen.has(wallet))
  const question = { rows, wallets, delayMs, payoutOf: payoutsOf(study) }
  if (prints) return studyPrints(study.rows, { ...question, fee: WORST_FEE })
  const recordings = []
  for (const folder of books) recordings.push(await openRecording(folder))
  return studyCopies(recordings, question)
}

/** What a share of a token paid, as the ledger knows it of any wallet that had some. */
const payoutsOf = (study: WalletStudy): ((token: TokenId) => number | undefined) => {
  const payouts = new Map<TokenId, number>()
  const ledger = study.tracker.ledger()
  for (const { wallet } of ledger.summaries()) {
    for (const market of ledger.record(wallet)?.markets.values() ?? []) {
      for (const { token, payout } of market.outcomes.values()) {
        if (token !== undefined && payout !== undefined) payouts.set(token, payout)
      }
    }
  }
  return (token) => payouts.get(token)
}

/** Copies for machines. */
export const copiesAsJson = (copies: CopyStudy) => ({
  source: copies.source,
  markets: copies.markets,
  overlapping: copies.overlapping,
  wallets: copies.wallets.map(({ copyability, ...rest }) => ({ ...rest, ...copyability })),
})

/** Copies for people: what is left, its reverse beside it, and what could not be copied and why. */
export const printCopies = (copies: CopyStudy, delayMs: number): void => {
  const { source, markets, overlapping } = copies
  const seconds = delayMs / 1_000
  printLine('')
  if (overlapping === 0) {
    printLine(
      `Copies: no trade of these wallets is in one of the ${markets} markets ${source === 'books' ? 'with recorded books' : 'of which both outcomes were traded'}: nothing can be tried.`,
    )
    return
  }
  printLine(
    `Copies ${seconds} s after the wallet, ${source === 'books' ? 'at recorded books' : 'at what others traded in the minute after'}, fee paid, exits followed; ${overlapping} of ${markets} markets.`,
  )
  printLine(
    'Cents a share with a 95 % interval; sure is a bound that holds however often one looks. These purchases also made the wallets look as they do: only copies after a promotion are a test.',
  )
  printTable([HEAD, ...copies.wallets.map(cellsOf)])
}

const HEAD = [
  ...['wallet', 'purchases', 'copies', 'events', 'own', 'copy', '95 % interval', 'sure'],
  ...['reverse', '95 % interval', 'sure', 'no end known', 'not copied'],
]

const cellsOf = ({ wallet, purchases, copyability, missed, open }: WalletCopies) => {
  const { trades, events, own, copy, reverse } = copyability
  const figures =
    trades === 0
      ? new Array<string>(7).fill('-')
      : [cents(own), ...edgeCells(copy), ...edgeCells(reverse)]
  const why = Object.entries(missed).map(([reason, count]) => `${reason} ${count}`)
  return [
    ...[wallet, `${purchases}`, `${trades}`, `${events}`, ...figures],
    ...[`${open}`, why.join(', ') || '-'],
  ]
}

const edgeCells = ({ edge, low, high, sure }: CopyEdge): readonly string[] => [
  ...[cents(edge), `${cents(low)} to ${cents(high)}`, sure > -1 ? `over ${cents(sure)}` : '-'],
]

const cents = (edge: number): string => (edge * 100).toFixed(1)
