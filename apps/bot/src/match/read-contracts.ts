import type { ContractText } from '@bot/arbitrage'
import {
  type KalshiContract,
  parseKalshiEvent,
  parseKalshiMarket,
  toKalshiContract,
} from '@bot/kalshi'
import { parseClobMarket, parseGammaMarket } from '@bot/polymarket'

/** The contracts of one venue in saved listings, each once, and why the other entries are none. */
export type VenueContracts = Readonly<{
  contracts: readonly ContractText[]
  rejected: Readonly<Record<string, number>>
}>

type Fields = Readonly<Record<string, unknown>>
type Read = Readonly<{ contract: ContractText } | { rejected: string }>

/** Reads what Gamma (markets or events) or the CLOB list of markets that ask yes or no. */
export const readPolymarketContracts = (items: readonly unknown[]): VenueContracts =>
  gather(items.flatMap(marketsIn).map(readPolymarket))

/** Reads what Kalshi lists, as events with their markets or as markets alone. */
export const readKalshiContracts = (items: readonly unknown[]): VenueContracts =>
  gather(items.flatMap(readKalshi))

const fieldsOf = (raw: unknown): Fields =>
  typeof raw === 'object' && raw !== null ? (raw as Fields) : {}

const marketsIn = (raw: unknown): readonly unknown[] => {
  const { markets } = fieldsOf(raw)
  return Array.isArray(markets) ? markets : [raw]
}

const readPolymarket = (raw: unknown): Read => {
  const fields = fieldsOf(raw)
  const parsed = 'condition_id' in fields ? parseClobMarket(raw) : parseGammaMarket(raw)
  if ('rejected' in parsed) return parsed
  const { id, question, outcomes, closed } = parsed.facts
  if (outcomes[0] !== 'Yes' || outcomes[1] !== 'No') return { rejected: 'not-yes-or-no' }
  const { description } = fields
  const rules = typeof description === 'string' ? { rules: description } : {}
  return { contract: { venue: 'polymarket', id, title: question, open: !closed, ...rules } }
}

const readKalshi = (raw: unknown): readonly Read[] => {
  if (!Array.isArray(fieldsOf(raw)['markets'])) {
    const parsed = parseKalshiMarket(raw)
    return ['market' in parsed ? { contract: toKalshiContract(parsed.market) } : parsed]
  }
  const parsed = parseKalshiEvent(raw)
  if ('rejected' in parsed) return [parsed]
  const { markets, rejected } = parsed.event
  return [
    ...markets.map((market) => ({ contract: toKalshiContract(market) as KalshiContract })),
    ...rejected.map(({ reason }) => ({ rejected: reason })),
  ]
}

const gather = (read: readonly Read[]): VenueContracts => {
  const contracts = new Map<string, ContractText>()
  const rejected: Record<string, number> = {}
  for (const each of read) {
    if ('rejected' in each) rejected[each.rejected] = (rejected[each.rejected] ?? 0) + 1
    else {
      const known = contracts.get(each.contract.id)
      // Some listings leave the rules out: the one that carries them says more.
      if (known === undefined || (known.rules === undefined && each.contract.rules !== undefined)) {
        contracts.set(each.contract.id, each.contract)
      }
    }
  }
  return { contracts: [...contracts.values()], rejected }
}
