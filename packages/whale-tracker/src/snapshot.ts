import type { MarketId, WalletFact } from '@bot/core'
import type { MarketHolding, OutcomeHolding, WalletRecord } from './ledger/wallet-ledger.js'

/** A tracker as plain JSON. */
export type TrackerSnapshot = Readonly<{
  observed: number
  discovered: readonly string[]
  verdicts: Readonly<Record<string, Pick<WalletFact, 'status' | 'reason'>>>
  wallets: readonly (Omit<WalletRecord, 'markets'> &
    Readonly<{
      markets: readonly (Omit<MarketHolding, 'outcomes'> &
        Readonly<{ outcomes: readonly OutcomeHolding[] }>)[]
    }>)[]
}>

/** Writes records as plain JSON. */
export const writeRecords = (
  records: ReadonlyMap<string, WalletRecord>,
  verdicts: ReadonlyMap<string, Pick<WalletFact, 'status' | 'reason'>>,
  discovered: ReadonlySet<string>,
  observed: number,
): TrackerSnapshot => ({
  observed,
  discovered: [...discovered],
  verdicts: Object.fromEntries(verdicts),
  wallets: [...records.values()].map((record) => ({
    ...record,
    markets: [...record.markets.values()].map((holding) => ({
      ...holding,
      outcomes: [...holding.outcomes.values()].map((outcome) => ({ ...outcome })),
    })),
  })),
})

/** Reads records back; empty without a snapshot. */
export const restoreRecords = (
  snapshot: TrackerSnapshot | undefined,
): Map<string, WalletRecord> => {
  const records = new Map<string, WalletRecord>()
  for (const wallet of snapshot?.wallets ?? []) {
    const markets = new Map<MarketId, MarketHolding>()
    for (const holding of wallet.markets) {
      const outcomes = holding.outcomes.map((each): [string, OutcomeHolding] => [
        each.outcome,
        // JSON leaves out what is undefined.
        { ...each, payout: each.payout ?? undefined },
      ])
      markets.set(holding.market, { ...holding, outcomes: new Map(outcomes) })
    }
    records.set(wallet.wallet, { ...wallet, markets })
  }
  return records
}
