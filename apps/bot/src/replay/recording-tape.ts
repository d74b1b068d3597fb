import { type Arrived, type MarketFacts, type RejectedPart, type TimeMs, timeMs } from '@bot/core'
import type { TapeMoment } from '@bot/engine'
import { createMarketStreamProtocol } from '@bot/polymarket'
import { createBookTracker } from '@bot/realtime-feed'
import type { Damage, RecordedLine, Recording } from '../recording/read-recording.js'
import type { CensusTaker } from './census.js'

/** A recording as moments for the loop: the same protocol and book tracker as live. */
export async function* recordingTape(
  recording: Recording,
  census: CensusTaker,
  onDamage: (damage: Damage) => void,
): AsyncGenerator<TapeMoment> {
  const protocol = createMarketStreamProtocol()
  const tracker = createBookTracker()
  let clock = 0
  let started = false
  for await (const line of recording.lines()) {
    if (line.kind === 'damaged') {
      onDamage({ file: recording.framesFile, line: line.line, problem: line.problem })
      continue
    }
    // A tape may step back by a few milliseconds; our own time never does.
    clock = Math.max(clock, line.at)
    const at = timeMs(clock)
    if (!started) {
      started = true
      yield { at, arrived: marketFacts(recording.markets, recording.name, at) }
    }
    if (line.kind === 'open' || line.kind === 'close') {
      const connection = line.connection
      const arrived =
        line.kind === 'open' ? tracker.opened(at, connection) : tracker.closed(at, connection)
      yield { at, arrived }
      continue
    }
    const decoded = decode(protocol, line, at)
    const arrived = tracker.apply(decoded.updates, at, line.connection)
    census.frame(decoded.updates, decoded.rejected.map(reasonOf), line.at, tracker.book)
    yield { at, arrived }
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
