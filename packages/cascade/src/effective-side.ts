import type { MarketFacts, Signal, TokenId } from '@bot/core'

/**
 * Returns the outcome that a signal ends up on: what it buys, or, when it sells, the other outcome of the market;
 * `undefined` when that is not known.
 */
export const effectiveToken = (
  { token, side }: Signal,
  market: MarketFacts | undefined,
): TokenId | undefined => (side === 'buy' ? token : market?.tokens.find((other) => other !== token))

/** Returns the markets that a signal touches: its own, or all that its basket trades or acts on. */
export const marketsOf = ({ market, basket }: Signal): readonly string[] =>
  basket === undefined
    ? [market]
    : [
        ...new Set([
          market,
          ...basket.stages.flatMap((stage) => {
            if (stage.kind === 'legs') return stage.legs.map((leg) => leg.market)
            return stage.kind === 'action' ? stage.action.markets : []
          }),
        ]),
      ]
