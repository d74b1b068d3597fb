import { isFields } from '../wire/is-fields.js'
import { readAmount } from '../wire/read-amount.js'
import { readText } from '../wire/read-text.js'

/** A wallet on a leaderboard; profit and volume in dollars as floats, over the venue's calendar period. */
export type LeaderboardEntry = Readonly<{
  rank: number
  wallet: string
  name: string
  pnl: number
  volume: number
}>

/** An entry that could be read, or a short kebab-case reason why not. */
export type ParsedLeader = Readonly<{ entry: LeaderboardEntry } | { rejected: string }>

/** Reads one row of a leaderboard (v1), whose rank is text. Never throws. */
export const parseLeaderboardRow = (raw: unknown): ParsedLeader => {
  if (!isFields(raw)) return { rejected: 'not-an-object' }
  const wallet = readText(raw['proxyWallet'])
  if (wallet === undefined) return { rejected: 'missing-wallet' }
  const rank = readAmount(raw['rank'])
  if (!Number.isInteger(rank) || rank < 1) return { rejected: 'bad-rank' }
  if (typeof raw['pnl'] !== 'number' || typeof raw['vol'] !== 'number') {
    return { rejected: 'bad-amount' }
  }
  return {
    entry: {
      rank,
      wallet: wallet.toLowerCase(),
      name: readText(raw['userName']) ?? '',
      pnl: raw['pnl'],
      volume: raw['vol'],
    },
  }
}
