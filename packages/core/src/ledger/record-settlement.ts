import type { TimeMs } from '../brand.js'
import type { SettlementReported } from '../events/event.js'
import type { MarketFacts } from '../market/market-facts.js'
import { USD_ZERO, usd } from '../money/usd.js'
import { findEntry, type Ledger, recordEntry } from './ledger.js'
import { positionKey, type Settled } from './position.js'
import { type SettlementPart, settlementParts } from './settlement-parts.js'

const SETTLED: Readonly<Record<SettlementReported['status'], Settled | undefined>> = {
  submitted: 'provisional',
  confirmed: 'confirmed',
  failed: 'failed',
  unknown: undefined,
}

type Report = Pick<SettlementReported, 'ref' | 'action' | 'status'>

/**
 * Records a split, merge, convert or redeem of an owner.
 *
 * What an action moves follows from the protocol's own rules, and is worked out once, when it is first reported:
 * repeating the report, or a later stage of it, moves the same. The dollars of a merge, and those of a convert, are
 * shared among the positions by what they cost, so that each one's own profit stays meaningful; what a convert's NO
 * cost beyond the dollars received goes on as the cost of the YES received.
 *
 * A redeem of what is not held moves nothing and is not remembered. An `unknown` outcome changes nothing until it is looked up, nor does a `failed` one that was never recorded.
 * Markets that are not in `markets` count nothing, nor does a redeem of one that is not resolved
 * and whose action names no payouts: pass every market
 * that the action names, and for `convert` every market of the group.
 */
export const recordSettlement = (
  ledger: Ledger,
  owner: Readonly<{ owner: string; basket?: string }>,
  report: Report,
  markets: readonly MarketFacts[],
  at: TimeMs,
): Ledger => {
  const settled = SETTLED[report.status]
  if (settled === undefined) return ledger
  const known = knownParts(ledger, owner.owner, report, markets)
  const isNew = known.length === 0 && settled !== 'failed'
  const parts = isNew ? settlementParts(ledger, owner.owner, report.action, markets) : known
  return parts.reduce(
    (next, { token, market, shares, cash }) =>
      recordEntry(
        next,
        { ...owner, token, market: market.id },
        { id: entryId(report, token), shares, cash: usd(cash), fee: USD_ZERO, settled, at },
      ),
    ledger,
  )
}

const entryId = ({ ref }: Report, token: string): string => `${ref} ${token}`

const knownParts = (
  ledger: Ledger,
  owner: string,
  report: Report,
  markets: readonly MarketFacts[],
): readonly SettlementPart[] =>
  markets.flatMap((market) =>
    market.tokens.flatMap((token) => {
      const entry = findEntry(ledger, positionKey(owner, token), entryId(report, token))
      return entry === undefined ? [] : [{ token, market, shares: entry.shares, cash: entry.cash }]
    }),
  )
