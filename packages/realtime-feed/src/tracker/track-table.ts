import type { MarketId, TimeMs, TokenId } from '@bot/core'
import { createTokenTrack, type MarketTrack, type TokenTrack } from './token-track.js'

/** The tracks of all tokens, and of the markets that they belong to. */
export type TrackTable = Readonly<{
  get: (token: TokenId) => TokenTrack | undefined
  getOrMake: (token: TokenId, market: MarketId, at: TimeMs) => TokenTrack
  market: (market: MarketId) => MarketTrack | undefined
  all: () => Iterable<TokenTrack>
  forget: (tokens: readonly TokenId[]) => void
}>

/** Makes an empty table. */
export const createTrackTable = (): TrackTable => {
  const tracks = new Map<TokenId, TokenTrack>()
  const markets = new Map<MarketId, MarketTrack>()
  return {
    get: (token) => tracks.get(token),
    getOrMake: (token, market, at) => {
      const known = tracks.get(token)
      if (known !== undefined) return known
      const group = markets.get(market) ?? { market, aliveAt: at, resolved: false, tokens: [] }
      const track = createTokenTrack(token, group, at)
      group.tokens.push(track)
      markets.set(market, group)
      tracks.set(token, track)
      return track
    },
    market: (market) => markets.get(market),
    all: () => tracks.values(),
    forget: (tokens) => {
      for (const token of tokens) {
        const track = tracks.get(token)
        if (track === undefined) continue
        tracks.delete(token)
        const { market, tokens: siblings } = track.market
        siblings.splice(siblings.indexOf(track), 1)
        if (siblings.length === 0) markets.delete(market)
      }
    },
  }
}
