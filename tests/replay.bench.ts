import { type MarketFacts, marketId, price, size, tokenId } from '@bot/core'
import { compareReplay } from './fixtures/compare-replay.js'
import type { Tape } from './fixtures/replay-tape.js'
import { createSyntheticStream, type SyntheticMarket } from './fixtures/synthetic-stream.js'

const MARKETS = 500
const FRAMES = 20_000
const START = 1_790_000_000_000

const factsOf = ({ id, tokens }: SyntheticMarket, index: number): MarketFacts => ({
  id: marketId(id),
  slug: `market-${index}`,
  question: `Question ${index}?`,
  label: `Market ${index}`,
  tokens: tokens.map(tokenId),
  outcomes: ['Yes', 'No'],
  category: 'politics',
  tick: price(100),
  minimumSize: size(5_000_000),
  fee: { ratePpm: 40_000, exponent: 1, takerOnly: true },
  negRisk: 'none',
  tradable: true,
  closed: false,
  liquidity: 50_000,
  volume: 100_000,
  resolution: { state: 'unresolved' },
})

const syntheticTape = (): Tape => {
  const { markets, frames } = createSyntheticStream({ seed: 2, markets: MARKETS, frames: FRAMES })
  const lines = frames.map((text, index) => `{"t":${START + index * 5},"d":${text}}`)
  return { markets: markets.map(factsOf), lines }
}

await compareReplay(`synthetic tape of ${MARKETS} markets`, [syntheticTape()])
