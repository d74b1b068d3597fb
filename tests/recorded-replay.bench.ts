import { parseGammaMarket } from '@bot/polymarket'
import { compareReplay } from './fixtures/compare-replay.js'
import { readRecordings, recordingsFolder } from './fixtures/recorded-frames.js'
import type { Tape } from './fixtures/replay-tape.js'

const recordedTapes = (): readonly Tape[] =>
  readRecordings().map(({ markets, lines }) => ({
    lines: [...lines].sort((a, b) => timeOf(a) - timeOf(b)),
    markets: markets.flatMap((raw) => {
      const parsed = parseGammaMarket(raw)
      return 'facts' in parsed ? [parsed.facts] : []
    }),
  }))
const timeOf = (line: string): number => (JSON.parse(line) as { t: number }).t

const tapes = recordedTapes()
if (tapes.length > 0) await compareReplay(`${tapes.length} real recordings`, tapes)
else console.log(`Skipped: no recordings in ${recordingsFolder}; BOT_DATA_DIR names another folder`)
