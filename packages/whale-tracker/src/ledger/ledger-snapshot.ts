import { BotError } from '@bot/core'
import { type Columns, createColumns, positionsOf } from './columns.js'
import type { OpenConversion } from './convert-shares.js'
import type { MarketInfo, OutcomeInfo } from './market-table.js'
import type { MissingReach } from './missing-history.js'
import { type PositionRecord, readPosition, writePosition } from './position-record.js'
import type { PositionView } from './position-table.js'
import type { WalletTotals } from './wallet-table.js'

/** A ledger as plain JSON. Positions name outcomes by their place in the list of all markets' outcomes. */
export type LedgerSnapshot = Readonly<{
  /** Absent in the first version, which is read too. */
  version?: typeof VERSION
  openConversions: readonly OpenConversion[]
  markets: readonly Omit<MarketInfo, 'id' | 'outcomes'>[]
  /** By the order in which they were first seen; `market` is a place in `markets`. */
  outcomes: readonly Omit<OutcomeInfo, 'id'>[]
  wallets: readonly (WalletTotals &
    Readonly<{
      wallet: string
      positions: readonly (PositionRecord | PositionView)[]
      /** Places in `markets` of which rows are missing. */
      missing?: readonly (readonly [number, MissingReach])[]
    }>)[]
}>

const VERSION = 2

/** The columns' part of a snapshot. */
type ColumnsSnapshot = Omit<LedgerSnapshot, 'openConversions'>

/** A snapshot whose wallets are written one by one, as they are asked for. */
export type LazyColumns = Omit<ColumnsSnapshot, 'wallets'> &
  Readonly<{ wallets: Iterable<LedgerSnapshot['wallets'][number]> }>

/** Writes columns as plain JSON, without the wallets that are not to stay. */
export const writeColumns = (
  { wallets, markets, positions, missing }: Columns,
  stays: (wallet: string) => boolean,
): LazyColumns => {
  const infos = markets.all()
  const outcomes = infos.flatMap((market) => market.outcomes).sort((a, b) => a.id - b.id)
  return {
    version: VERSION,
    markets: infos.map(({ id: _, outcomes: __, ...market }) => market),
    outcomes: outcomes.map(({ id: _, ...outcome }) => outcome),
    wallets: writeWallets({ wallets, markets, positions, missing }, stays),
  }
}

function* writeWallets(
  columns: Columns,
  stays: (wallet: string) => boolean,
): Generator<LedgerSnapshot['wallets'][number]> {
  const { wallets, positions, missing } = columns
  for (let id = 0; id < wallets.size(); id++) {
    if (!stays(wallets.nameOf(id))) continue
    yield {
      wallet: wallets.nameOf(id),
      ...wallets.totals(id),
      positions: positionsOf(columns, id).map((row) => writePosition(positions.view(row))),
      ...(missing.of(id).size > 0 && { missing: [...missing.of(id)] }),
    }
  }
}

/**
 * Reads columns back.
 *
 * @throws BotError `invalid-argument` for a snapshot of a later version.
 */
export const restoreColumns = (snapshot: ColumnsSnapshot): Columns => {
  checkVersion(snapshot.version ?? VERSION)
  const columns = createColumns()
  const { wallets, markets, positions } = columns
  for (const { market, event, category, group, feeBips, ending } of snapshot.markets) {
    const info = markets.marketOf(market)
    info.ending = ending
    const named = { ...(event !== undefined && { event }), ...(group !== undefined && { group }) }
    markets.describe({ market, category, feeBips, ...named })
  }
  for (const { market, index, name, token, payout } of snapshot.outcomes) {
    markets.restoreOutcome(market, { index, name, token, payout })
  }
  for (const { positions: held, wallet, missing = [], ...totals } of snapshot.wallets) {
    const id = wallets.restore(wallet, totals)
    for (const [market, reach] of missing) columns.missing.mark(id, market, reach)
    for (const saved of held) {
      const view = readPosition(saved)
      const row = positions.enter(id, view.outcome, wallets.head(id), view.firstAt)
      wallets.setHead(id, row)
      positions.restore(row, view)
    }
  }
  return columns
}

const checkVersion = (version: number): void => {
  if (version === VERSION) return
  throw new BotError(
    'invalid-argument',
    `Expected a ledger snapshot of version ${VERSION} or the first, was ${version}; start empty and apply the rows again`,
    { version },
  )
}
