import type { FeedMode, Stamped, TokenId, View } from '@bot/core'

/** Knows which of the streamed tokens have no fresh data: what is held and wanted is what is streamed. */
export type FeedWatch = Readonly<{
  observe: (event: Stamped, view: View) => void
  /** Whether more than `maxPercent` of all tokens, or of those with money in them, are without fresh data. */
  isBlind: (maxPercent: number, atStake: Iterable<TokenId>) => boolean
}>

/** One blind token among those with money in it is its own market's matter; more are the feed's. */
const LEAST_AT_STAKE = 2

const isFresh = (mode: FeedMode): boolean => mode !== 'stale' && mode !== 'down'

/**
 * Makes a watch that has heard of no token: where no feed reports, nothing is held against it. Nor is it of a market
 * that nobody can trade any more, such as one whose outcome is proposed: its books fall silent, and nothing is lost.
 */
export const createFeedWatch = (): FeedWatch => {
  const modes = new Map<TokenId, FeedMode>()
  const known = new Map<TokenId, boolean>()
  let blind = 0
  const set = (token: TokenId, fresh: boolean | undefined): void => {
    if (known.get(token) === false) blind -= 1
    if (fresh === false) blind += 1
    if (fresh === undefined) known.delete(token)
    else known.set(token, fresh)
  }
  const count = (token: TokenId, counts: boolean): void => {
    const mode = modes.get(token)
    set(token, counts && mode !== undefined ? isFresh(mode) : undefined)
  }
  return {
    observe: ({ event }, view) => {
      if (event.type === 'feed-status') {
        modes.set(event.token, event.status)
        count(event.token, view.marketOf(event.token)?.tradable !== false)
      } else if (event.type === 'market-resolved') {
        for (const token of view.market(event.market)?.tokens ?? []) {
          modes.delete(token)
          set(token, undefined)
        }
      } else if (event.type === 'fact' && event.kind === 'market') {
        const { tokens, tradable, closed } = event.value
        for (const token of tokens) count(token, tradable && !closed)
      }
    },
    isBlind: (maxPercent, atStake) => {
      if (blind === 0) return false
      if (blind * 100 > known.size * maxPercent) return true
      const mine = new Set([...atStake].filter((token) => known.has(token)))
      const lost = [...mine].filter((token) => known.get(token) === false).length
      return lost >= LEAST_AT_STAKE && lost * 100 > mine.size * maxPercent
    },
  }
}
