import { timeMs } from '@bot/core'
import { describe } from 'vitest'
import { compareFrames, type FrameTape } from './fixtures/compare-frames.js'
import { readRecordings, recordingsFolder } from './fixtures/recorded-frames.js'

const tapes = readRecordings().map(
  ({ lines }): FrameTape =>
    lines.map((line) => {
      const { t, d } = JSON.parse(line) as { t: number; d: unknown }
      return { text: Buffer.from(JSON.stringify(d)).toString(), at: timeMs(t) }
    }),
)
const frames = tapes.flat()
const bytes = Math.round(frames.reduce((sum, { text }) => sum + text.length, 0) / frames.length)

if (tapes.length === 0) {
  console.log(`Skipped: no recordings in ${recordingsFolder}; BOT_DATA_DIR names another folder`)
}
describe.skipIf(tapes.length === 0)(
  `${frames.length} frames: ${tapes.length} real recordings, ${bytes} bytes a frame`,
  () => compareFrames(tapes),
)
