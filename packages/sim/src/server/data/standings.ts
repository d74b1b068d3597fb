import type { ServerContext } from '../server-context.js'
import { totalEquity } from './ledger/equity-history.js'
import { type PERIODS, periodStart } from './period.js'

/** What a wallet made and moved in a period: dollars, shares, dollars. */
export type Standing = Readonly<{ wallet: string; pnl: number; shares: number; usd: number }>

/**
 * Computes every wallet's standing in a calendar period and category; `overall` is all.
 *
 * Profit of a finite period is the change of realized profit and marks since the last full hour before its start.
 * `ALL` counts since the books began: with the marks, or without where `realizedOnly` says so.
 */
export const standings = (
  context: ServerContext,
  period: (typeof PERIODS)[number],
  category: string,
  realizedOnly = false,
): readonly Standing[] => {
  const { ledger, names, exchange } = context
  const start = periodStart(period, exchange.now()) * 1000
  const wanted = category.toLowerCase() === 'overall' ? undefined : category
  return [...ledger.read().owners.keys()].map((owner) => {
    const now = totalEquity(ledger.equity.now(owner), wanted)
    const then = totalEquity(
      period === 'ALL' ? undefined : ledger.equity.before(owner, start),
      wanted,
    )
    const marked = realizedOnly && period === 'ALL' ? 0 : now.unrealized - then.unrealized
    return {
      wallet: names.addressOf(owner),
      pnl: roundMicro(now.realized - then.realized + marked),
      shares: roundMicro(now.shares - then.shares),
      usd: roundMicro(now.money - then.money),
    }
  })
}

/** A board lists who made something, or who moved something, best first. */
export const ranked = (
  all: readonly Standing[],
  value: (standing: Standing) => number,
): readonly Standing[] => all.filter((s) => value(s) > 0).sort((a, b) => value(b) - value(a))

const roundMicro = (amount: number): number => Math.round(amount * 1_000_000) / 1_000_000
