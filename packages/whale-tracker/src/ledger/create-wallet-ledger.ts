import type { EventId, TimeMs, Usd, WalletActivity } from '@bot/core'
import { type ActivityRules, applyActivity, applyKnownTrade } from './apply-activity.js'
import { createColumns, positionsOf } from './columns.js'
import { applyConversion, type Conversion, createConversionRows } from './convert-shares.js'
import { createPageFetcher } from './fetch-page.js'
import { type LedgerSnapshot, restoreColumns, writeColumns } from './ledger-snapshot.js'
import { type MarketDescription, type MarketOutcome, payoutOf } from './market-table.js'
import { type NetEvent, netEvent } from './net-event.js'
import { readBets } from './read-bets.js'
import { readRecord } from './read-record.js'
import type { ResolvedBet } from './resolved-bet.js'
import type { WalletRecord } from './wallet-ledger.js'

/** How a ledger works. */
export type WalletLedgerOptions = Readonly<{
  /** Dollars of a trade that counts as large, in millionths. Default 500 dollars. */
  largeTradeUsd?: Usd
  /** The fee of a trade in micro-dollars, where the caller can tell; rows themselves carry none. */
  feeOf?: (row: WalletActivity) => number
  snapshot?: LedgerSnapshot
}>

/**
 * The positions, cost, fees and profit of every wallet, exact to the millionth.
 *
 * Rows count in the order in which they come: give them by time, since an average cost depends on it. The rows of one
 * conversion belong together: reading a wallet ends what was read of it.
 */
export type WalletLedger = Readonly<{
  apply: (row: WalletActivity) => void
  /** Applies rows in their order, faster than one by one: what they need comes from memory together. */
  applyAll: (rows: readonly WalletActivity[]) => void
  /** Applies a negRisk conversion; false when its event was not described: its history is then missing. */
  convert: (conversion: Conversion) => boolean
  resolve: (outcome: MarketOutcome) => void
  describe: (market: MarketDescription) => void
  /** Notes that rows of a wallet as a whole are missing: its statistics are withheld. */
  markMissing: (wallet: string, at: TimeMs) => void
  /**
   * Replaces everything known of a wallet by its whole history, given by time; no rows replace nothing. What was missing
   * is no longer: mark it again where rows are.
   */
  rewrite: (wallet: string, rows: readonly WalletActivity[]) => void
  record: (wallet: string) => WalletRecord | undefined
  /** Volume and last time of every wallet, without its positions. */
  summaries: () => Iterable<Readonly<{ wallet: string; volume: number; lastAt: number }>>
  bets: (wallet: string) => readonly ResolvedBet[]
  /** Nets what a wallet holds of a negRisk event whose markets were described. */
  netOf: (wallet: string, event: EventId) => NetEvent | undefined
  size: () => Readonly<{ wallets: number; positions: number; markets: number; bytes: number }>
  /** Everything, or only the wallets that are to stay. */
  snapshot: (stays?: (wallet: string) => boolean) => LedgerSnapshot
  /** Everything, its wallets written as they are asked for: apply nothing before the last is. */
  snapshotLazily: () => LazyLedgerSnapshot
}>

/** A snapshot whose wallets are written one by one. */
export type LazyLedgerSnapshot = Omit<LedgerSnapshot, 'wallets'> &
  Readonly<{ wallets: Iterable<LedgerSnapshot['wallets'][number]> }>

const LARGE_TRADE = 500_000_000 as Usd

/**
 * Makes a ledger, empty or from a snapshot.
 *
 * @throws BotError `invalid-argument` for a snapshot of a later version.
 */
export const createWalletLedger = (options: WalletLedgerOptions = {}): WalletLedger => {
  const rules: ActivityRules = {
    largeTradeUsd: options.largeTradeUsd ?? LARGE_TRADE,
    feeOf: options.feeOf,
  }
  const columns =
    options.snapshot === undefined ? createColumns() : restoreColumns(options.snapshot)
  const { wallets, markets, positions } = columns
  const conversions = createConversionRows(options.snapshot?.openConversions)
  const endConversions = (wallet?: string): void => {
    for (const conversion of conversions.end(wallet)) applyConversion(columns, conversion)
  }
  const record = (wallet: string): WalletRecord | undefined => {
    endConversions(wallet)
    const id = wallets.find(wallet)
    return id < 0 ? undefined : readRecord(columns, id)
  }

  const apply = (row: WalletActivity): void => {
    if (row.kind === 'convert') {
      wallets.enter(row.wallet, row.at)
      const before = conversions.take(row)
      if (before !== undefined) applyConversion(columns, before)
      return
    }
    endConversions(row.wallet)
    applyActivity(columns, row, rules)
  }
  const applyFetched = (row: WalletActivity, wallet: number, outcome: number): void => {
    if (wallet < 0 || outcome < 0) {
      apply(row)
      return
    }
    endConversions(row.wallet)
    wallets.seenAt(wallet, row.at)
    applyKnownTrade(columns, wallet, outcome, row, rules)
  }
  const fetchPage = createPageFetcher(columns, applyFetched)

  return {
    apply,
    applyAll: fetchPage,
    convert: (conversion) => applyConversion(columns, conversion),
    resolve: ({ market, payouts, outcomes }) => {
      const info = markets.marketOf(market)
      info.ending = { payouts, ...(outcomes !== undefined && { outcomes }) }
      for (const outcome of info.outcomes) outcome.payout = payoutOf(info, outcome)
    },
    describe: markets.describe,
    markMissing: (wallet, at) => wallets.markMissing(wallets.enter(wallet, at)),
    rewrite: (wallet, rows) => {
      if (rows.length === 0) return
      const id = wallets.find(wallet)
      // What is open of a conversion is a part of what is replaced.
      conversions.end(wallet)
      if (id >= 0) {
        for (const row of positionsOf(columns, id)) positions.clear(row)
        wallets.clear(id)
        columns.missing.clear(id)
      }
      fetchPage(rows)
    },
    record,
    summaries: function* () {
      endConversions()
      for (let id = 0; id < wallets.size(); id++) {
        const { volume, lastAt } = wallets.totals(id)
        yield { wallet: wallets.nameOf(id), volume, lastAt }
      }
    },
    bets: (wallet) => {
      const found = record(wallet)
      return found === undefined ? [] : readBets(found)
    },
    netOf: (wallet, event) => {
      endConversions(wallet)
      const id = wallets.find(wallet)
      const group = markets.all().find((market) => market.event === event)?.group
      if (id < 0 || group === undefined) return undefined
      const held = new Map<number, { yes: number; no: number }>()
      const inGroup = markets.groupOf(group)
      for (const row of positionsOf(columns, id)) {
        const { outcome, shares } = positions.view(row)
        const { market, index } = markets.outcome(outcome)
        if (markets.market(market).group !== group) continue
        const side = held.get(market) ?? { yes: 0, no: 0 }
        side[index === 0 ? 'yes' : 'no'] += shares
        held.set(market, side)
      }
      return netEvent([...held.values()], inGroup.length)
    },
    size: () => ({
      wallets: wallets.size(),
      positions: positions.size(),
      markets: markets.all().length,
      bytes: wallets.bytes() + positions.bytes(),
    }),
    snapshot: (stays = () => true) => {
      const written = writeColumns(columns, stays)
      const openConversions = conversions.open().filter(({ wallet }) => stays(wallet))
      return { ...written, wallets: [...written.wallets], openConversions }
    },
    snapshotLazily: () => ({
      ...writeColumns(columns, () => true),
      openConversions: conversions.open(),
    }),
  }
}
