import { type TimeMs, timeMs } from '@bot/core'
import type { WhaleTracker } from '@bot/whale-tracker'
import type { Logger } from '../log/create-logger.js'
import type { WalletHistories, WalletHistory } from './wallet-histories.js'

/** Rows of a history that sources may tell again are recognised: those of the last hour. */
const REPEATED_MS = 3_600_000

/**
 * Replaces what is known of a wallet by its history. Where that is not whole, rows are missing: what a wallet did besides
 * taking offers is nowhere else, so that its statistics are withheld.
 */
export const applyHistory = (
  { wallet, rows, truncated }: WalletHistory,
  tracker: Pick<WhaleTracker, 'rewrite' | 'markMissing' | 'profile'>,
  now: TimeMs,
  log: Logger,
): void => {
  const isTaken = tracker.rewrite(wallet, rows, timeMs(now - REPEATED_MS))
  const why = truncated ?? (isTaken ? undefined : 'fewer trades than were seen')
  if (why !== undefined) tracker.markMissing(wallet, now)
  const missing = why === undefined ? '' : `; some are missing (${why}), it is not judged`
  const short = `${wallet.slice(0, 5)}...`
  const trades = tracker.profile(wallet)?.trades ?? 0
  log.info({ wallet }, `Whale Discovery: Wallet ${short} made ${trades} trades so far${missing}`)
}

/** Words how far histories are, when any is read or waits. */
export const historiesText = ({
  read,
  waiting,
  problem,
}: ReturnType<WalletHistories['status']>): readonly string[] => {
  if (read + waiting === 0) return []
  const why = problem === undefined ? '' : ` (${problem})`
  return [`histories: ${read} read, ${waiting} waiting${why}`]
}
