import {
  type BookReading,
  type MarketFacts,
  PRICE_ONE,
  type Price,
  type Size,
  type TimeMs,
} from '@bot/core'

/** How many shares each quote is taken for, because listings name prices without sizes: 100. */
export const ASSUMED_SHARES: Size = 100_000_000 as Size

type Fields = Readonly<Record<string, unknown>>

/**
 * Makes books of both outcomes from the best prices that a listing names, as if some shares were there.
 *
 * None for a market that cannot be traded or that lacks a bid or an ask: quotes of closed markets are no quotes.
 */
export const readQuotes = (
  raw: unknown,
  facts: MarketFacts,
  at: TimeMs,
): readonly BookReading[] => {
  const [yes, no] = facts.tokens
  if (!facts.tradable || yes === undefined || no === undefined) return []
  const { bestBid, bestAsk } = raw as Fields
  const [bid, ask] = [priceOf(bestBid), priceOf(bestAsk)]
  if (bid === undefined || ask === undefined) return []
  const level = (price: number) => [{ price: price as Price, size: ASSUMED_SHARES }]
  const both = { market: facts.id, venueAt: at }
  return [
    { ...both, token: yes, bids: level(bid), asks: level(ask) },
    { ...both, token: no, bids: level(PRICE_ONE - ask), asks: level(PRICE_ONE - bid) },
  ]
}

const priceOf = (value: unknown): number | undefined => {
  const units = typeof value === 'number' ? Math.round(value * PRICE_ONE) : 0
  const exact = Math.abs(units / PRICE_ONE - Number(value)) < 1e-9
  return exact && units > 0 && units < PRICE_ONE ? units : undefined
}
