import type { MarketId, TimeMs, WalletActivity, WalletFact } from '@bot/core'
import { createSeenRows } from './dedupe/seen-rows.js'
import { applyActivity, resolveHolding } from './ledger/apply-activity.js'
import { createWalletRecord, type WalletRecord } from './ledger/wallet-ledger.js'
import { profileWallet, type WalletProfile } from './profile/profile-wallet.js'
import { FIRST_SYSTEM_RULE, judgeWallet, type PromotionRule } from './promotion/judge-wallet.js'
import { restoreRecords, type TrackerSnapshot, writeRecords } from './snapshot.js'

/** How a tracker works. Everything has a default. */
export type WhaleTrackerOptions = Readonly<{
  rule?: Partial<PromotionRule>
  /** Wallets to follow whatever their record; lower case. */
  configured?: readonly string[]
  /** Whether wallets that are not configured are followed. Default true. */
  autoDiscover?: boolean
  /** Most wallets kept; the longest idle go first. Default 200,000. */
  maxWallets?: number
  /** Rows remembered to recognise repeated ones. Default 200,000. */
  rowsRemembered?: number
  snapshot?: TrackerSnapshot
}>

/** What became of a row. */
export type RowOutcome = 'taken' | 'duplicate' | 'not-followed'

/** How a market ended: dollars a share in millionths, by outcome index and (if known) by outcome name. */
export type MarketOutcome = Readonly<{
  market: MarketId
  payouts: readonly number[]
  outcomes?: readonly string[]
}>

/** Wallets' ledgers, profiles and promotions. A reducer: it learns only from what it is given. */
export type WhaleTracker = Readonly<{
  observe: (row: WalletActivity) => RowOutcome
  resolve: (outcome: MarketOutcome) => void
  /** Judges all wallets as of a time; returns those whose status changed. */
  judge: (now: TimeMs) => readonly WalletFact[]
  profile: (wallet: string) => WalletProfile | undefined
  /** Profiles by volume, largest first. */
  profiles: (most?: number) => readonly (WalletProfile & Pick<WalletFact, 'status' | 'reason'>)[]
  stats: () => WhaleStats
  snapshot: () => TrackerSnapshot
}>

/** The stats that users of the first system read, under the names they know. */
export type WhaleStats = Readonly<{
  configured_wallets: number
  discovered_whales: number
  active_whales: number
  total_wallets_tracked: number
  trades_observed: number
}>

type Verdict = Pick<WalletFact, 'status' | 'reason'>
const UNJUDGED: Verdict = { status: 'observed', reason: 'not judged yet' }
const LOSER = 0

/** Makes a tracker, empty or from a snapshot. */
export const createWhaleTracker = (options: WhaleTrackerOptions = {}): WhaleTracker => {
  const rule = { ...FIRST_SYSTEM_RULE, ...options.rule }
  const configured = new Set((options.configured ?? []).map((wallet) => wallet.toLowerCase()))
  const { autoDiscover = true, maxWallets = 200_000, rowsRemembered = 200_000 } = options
  const records = restoreRecords(options.snapshot)
  const verdicts = new Map<string, Verdict>(Object.entries(options.snapshot?.verdicts ?? {}))
  const discovered = new Set(options.snapshot?.discovered ?? [])
  const seen = createSeenRows(rowsRemembered)
  const holders = indexHolders(records)
  let observed = options.snapshot?.observed ?? 0

  const recordOf = (row: WalletActivity): WalletRecord => {
    let record = records.get(row.wallet)
    if (record === undefined) {
      record = createWalletRecord(row.wallet, row.at)
      records.set(row.wallet, record)
      if (records.size > maxWallets) forgetIdle(records, verdicts, configured, maxWallets)
    }
    return record
  }

  const resolveBy = (market: MarketId, payoutOf: (outcome: string) => number | undefined): void => {
    for (const wallet of holders.get(market) ?? []) {
      const holding = records.get(wallet)?.markets.get(market)
      if (holding !== undefined) resolveHolding(holding, payoutOf)
    }
  }

  return {
    observe: (row) => {
      if (!autoDiscover && !configured.has(row.wallet)) return 'not-followed'
      if (!seen.isNew(row)) return 'duplicate'
      observed += 1
      const record = recordOf(row)
      const paidOut = applyActivity(record, row, rule.minTradeUsd)
      let market = holders.get(row.market)
      if (market === undefined) {
        market = new Set()
        holders.set(row.market, market)
      }
      market.add(row.wallet)
      if (paidOut !== undefined) {
        resolveBy(row.market, (name) => (name === paidOut.outcome ? paidOut.payout : LOSER))
      }
      return 'taken'
    },
    resolve: ({ market, payouts, outcomes }) => {
      const byName = new Map<string, number>()
      for (const [index, payout] of payouts.entries()) {
        byName.set(`#${index}`, payout)
        const name = outcomes?.[index]?.toLowerCase()
        if (name !== undefined) byName.set(name, payout)
      }
      resolveBy(market, (name) => byName.get(name))
    },
    judge: (now) => {
      const changed: WalletFact[] = []
      for (const record of records.values()) {
        const profile = profileWallet(record)
        const before = verdicts.get(record.wallet) ?? UNJUDGED
        const verdict = judgeWallet(profile, before.status, rule, now)
        verdicts.set(record.wallet, verdict)
        if (verdict.status === 'promoted') discovered.add(record.wallet)
        if (verdict.status !== before.status) changed.push(factOf(profile, verdict))
      }
      return changed.filter(({ status }) => status === 'promoted' || status === 'demoted')
    },
    profile: (wallet) => {
      const record = records.get(wallet.toLowerCase()) ?? records.get(wallet)
      return record === undefined ? undefined : profileWallet(record)
    },
    profiles: (most = Number.POSITIVE_INFINITY) =>
      [...records.values()]
        .sort((a, b) => b.volume - a.volume)
        .slice(0, most)
        .map((record) => ({
          ...profileWallet(record),
          ...(verdicts.get(record.wallet) ?? UNJUDGED),
        })),
    stats: () => ({
      configured_wallets: configured.size,
      discovered_whales: discovered.size,
      active_whales: [...verdicts.values()].filter(({ status }) => status === 'promoted').length,
      total_wallets_tracked: records.size,
      trades_observed: observed,
    }),
    snapshot: () => writeRecords(records, verdicts, discovered, observed),
  }
}

const factOf = (profile: WalletProfile, verdict: Verdict): WalletFact => ({
  wallet: profile.wallet,
  ...verdict,
  trades: profile.trades,
  ...(profile.winRate === undefined ? {} : { winRate: profile.winRate }),
})

const indexHolders = (records: ReadonlyMap<string, WalletRecord>): Map<MarketId, Set<string>> => {
  const holders = new Map<MarketId, Set<string>>()
  for (const record of records.values()) {
    for (const market of record.markets.keys()) {
      const wallets = holders.get(market) ?? new Set()
      wallets.add(record.wallet)
      holders.set(market, wallets)
    }
  }
  return holders
}

/** Forgets the longest idle tenth, but never a configured or promoted wallet. */
const forgetIdle = (
  records: Map<string, WalletRecord>,
  verdicts: Map<string, Verdict>,
  configured: ReadonlySet<string>,
  keep: number,
): void => {
  const dispensable = [...records.values()]
    .filter(({ wallet }) => !configured.has(wallet) && verdicts.get(wallet)?.status !== 'promoted')
    .sort((a, b) => a.lastAt - b.lastAt)
  for (const { wallet } of dispensable.slice(0, Math.ceil(keep / 10))) {
    records.delete(wallet)
    verdicts.delete(wallet)
  }
}
