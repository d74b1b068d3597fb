import { timeMs, tokenId } from '@bot/core'
import { describe } from 'vitest'
import {
  bookFrames,
  compareFrames,
  type FrameTape,
  trackFrames,
} from './fixtures/compare-frames.js'
import { createSyntheticStream } from './fixtures/synthetic-stream.js'

const MARKETS = 2_000
const FRAMES = 38_000
const START = 1_790_000_000_000

const stream = createSyntheticStream({ seed: 1, markets: MARKETS, frames: FRAMES })
const tape: FrameTape = stream.frames.map((text, index) => ({
  text,
  at: timeMs(START + index * 5),
}))

/** The books at the end must be the true ones, or the speed means nothing. */
const proveRight = (): void => {
  for (const { known } of [trackFrames(tape), bookFrames(tape)]) {
    for (const [token, { bid, ask }] of stream.best) {
      const found = known.get(tokenId(token))
      if (found?.bid !== bid * 100 || found.ask !== ask * 100) {
        throw new Error(`Expected ${bid}/${ask} cents for ${token}, was ${JSON.stringify(found)}`)
      }
    }
  }
}
proveRight()

const bytes = Math.round(stream.bytes / tape.length)
describe(`${tape.length} frames: synthetic, ${MARKETS} markets, ${bytes} bytes a frame`, () => {
  compareFrames([tape])
})
