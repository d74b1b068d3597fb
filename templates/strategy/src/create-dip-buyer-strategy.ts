import {
  bestAsk,
  bestBid,
  bookFault,
  defineStrategy,
  PRICE_ONE,
  type Strategy,
  type TimeMs,
} from '@bot/core'

const NAME = 'dip-buyer'
const WINDOW_SECONDS = 300
const MAX_BOOK_AGE_MS = 30_000
const HOLD_MS = 600_000

/**
 * Makes an example: buys the first outcome when its mid fell by 5 % or more within five minutes, hopes for half of
 * it back, and leaves after ten minutes at the latest. It shows every part of a strategy; it is no advice.
 */
export const createDipBuyerStrategy = (): Strategy =>
  defineStrategy({
    spec: 1,
    name: NAME,
    title: 'Dip Buyer',
    priority: 'low',
    // Nothing may ever loosen a threshold past its floor: keep it above what a trade costs.
    thresholds: {
      fallPercent: { default: 5, floor: 4, unit: '% of the price', stricter: 'higher' },
    },
    interest: {
      subject: 'market',
      triggers: ['scan'],
      wants: (market) => market.tradable && market.tokens.length === 2,
      historySeconds: WINDOW_SECONDS,
    },
    evaluate: ({ markets: [market] }, view, levels) => {
      const token = market?.tokens[0]
      const book = token === undefined ? undefined : view.book(token)
      if (market === undefined || token === undefined || book === undefined) return []
      // Never trade on a book that is stale, crossed or one-sided.
      if (bookFault(book, view.now, MAX_BOOK_AGE_MS) !== undefined) return []
      const ask = bestAsk(book)
      const before = view.history(token, WINDOW_SECONDS)[0]?.mid
      if (ask === undefined || before === undefined || market.tick === 'unknown') return []
      const fallPercent = (1 - ask / before) * 100
      if (fallPercent < (levels['fallPercent'] ?? 5) || view.positionsOf(token).length > 0)
        return []
      return [
        {
          kind: 'signal',
          strategy: NAME,
          token,
          market: market.id,
          side: 'buy',
          entry: 'take',
          limit: ask,
          measured: { fallPercent },
          edgePerShare: (before - ask) / 2 / PRICE_ONE,
          confidence: 0.6,
          wanted: 'max',
          expiresAt: (view.now + 30_000) as TimeMs,
          because: `fell ${fallPercent.toFixed(1)} % in ${WINDOW_SECONDS / 60} minutes`,
        },
      ]
    },
    exit: (position, view) => {
      if (view.now - position.openedAt >= HOLD_MS) return { reason: 'max-hold', fraction: 1 }
      const book = view.book(position.token)
      const bid = book === undefined ? undefined : bestBid(book)
      // The best bid since the entry is kept on the position: leave when a gain begins to go.
      return bid !== undefined && bid < (position.highWater ?? 0) * 0.97
        ? { reason: 'trailing-stop', fraction: 1 }
        : undefined
    },
  })
