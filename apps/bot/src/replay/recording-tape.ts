import { type Arrived, type MarketFacts, type RejectedPart, type TimeMs, timeMs } from '@bot/core'
import type { TapeMoment } from '@bot/engine'
import { createMarketStreamProtocol } from '@bot/polymarket'
import { createBookTracker } from '@bot/realtime-feed'
import type { Damage, RecordedLine, Recording } from '../recording/read-recording.js'
import type { CensusTaker } from './census.js'

/** A recording as moments for the loop, in batches: the same protocol and book tracker as live. */
export async function* recordingTape(
  recording: Recording,
  census: CensusTaker,
  onDamage: (damage: Damage) => void,
): AsyncGenerator<readonly TapeMoment[]> {
  const read = createMomentReader(recording, census, onDamage)
  for await (const lines of recording.lines()) yield lines.flatMap(read)
}

const createMomentReader = (
  recording: Recording,
  census: CensusTaker,
  onDamage: (damage: Damage) => void,
): ((line: RecordedLine) => readonly TapeMoment[]) => {
  const protocol = createMarketStreamProtocol()
  const tracker = createBookTracker()
  let clock = 0
  const moment = (line: Exclude<RecordedLine, { kind: 'damaged' }>, at: TimeMs): TapeMoment => {
    if (line.kind === 'open') return { at, arrived: tracker.opened(at, line.connection) }
    if (line.kind === 'close') return { at, arrived: tracker.closed(at, line.connection) }
    const decoded = decode(protocol, line, at)
    const arrived = tracker.apply(decoded.updates, at, line.connection)
    census.frame(decoded.updates, decoded.rejected.map(reasonOf), line.at, tracker.book)
    return { at, arrived }
  }
  return (line) => {
    if (line.kind === 'damaged') {
      onDamage({ file: recording.framesFile, line: line.line, problem: line.problem })
      return []
    }
    const first = clock === 0
    // A tape may step back by a few milliseconds; our own time never does.
    clock = Math.max(clock, line.at)
    const at = timeMs(clock)
    if (!first) return [moment(line, at)]
    return [{ at, arrived: marketFacts(recording.markets, recording.name, at) }, moment(line, at)]
  }
}

const decode = (
  protocol: ReturnType<typeof createMarketStreamProtocol>,
  line: Extract<RecordedLine, { kind: 'frame' | 'text' }>,
  at: TimeMs,
) => (line.kind === 'text' ? protocol.decode(line.text, at) : protocol.decodeMessage(line.data, at))

const reasonOf = (part: RejectedPart): string => part.reason

/** Market facts as the events that a catalogue would have sent. */
export const marketFacts = (
  markets: readonly MarketFacts[],
  source: string,
  at: TimeMs,
): readonly Arrived[] =>
  markets.map((value) => ({
    at,
    venueAt: at,
    event: {
      type: 'fact',
      kind: 'market',
      key: value.id,
      value,
      provenance: { source: `recording ${source}`, ageMs: 0, state: 'live', simulated: false },
    },
  }))
