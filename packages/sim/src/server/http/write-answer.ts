import type { Fault } from '../faults/fault.js'
import type { AnswerSink } from './answer-sink.js'
import type { VenueAnswer } from './venue-answer.js'

/** Runs a task after a delay, unless the server is closed by then. */
export type Later = (delayMs: number, task: () => void) => void

/** Writes an answer as JSON, or breaks it in the way that the fault says. */
export const writeAnswer = (
  sink: AnswerSink,
  given: VenueAnswer,
  later: Later,
  fault?: Fault,
): void => {
  if (sink.isOver()) return
  const bytes = bytesOf(fault?.kind === 'wrong-json' ? WRONG : given.body)
  sink.head(given.status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(bytes.length),
    ...given.headers,
  })
  if (fault?.kind === 'truncated-body') {
    sink.write(bytes.subarray(0, Math.floor(bytes.length / 2)))
    sink.cut()
  } else if (fault?.kind === 'slow-body') writeSlowly(sink, bytes, later, fault.delayMs ?? SLOW_MS)
  else {
    sink.write(bytes)
    sink.end()
  }
}

const bytesOf = (body: unknown): Uint8Array =>
  body instanceof Uint8Array ? body : new TextEncoder().encode(JSON.stringify(body))

const WRONG = new TextEncoder().encode('<html><body>upstream connect error</body></html>')
const SLOW_MS = 5_000
const PIECES = 10

const writeSlowly = (sink: AnswerSink, bytes: Uint8Array, later: Later, overMs: number): void => {
  const pieceBytes = Math.max(1, Math.ceil(bytes.length / PIECES))
  const pauseMs = overMs / Math.ceil(bytes.length / pieceBytes)
  const next = (from: number): void => {
    if (sink.isOver()) return
    if (from >= bytes.length) {
      sink.end()
      return
    }
    sink.write(bytes.subarray(from, from + pieceBytes))
    later(pauseMs, () => next(from + pieceBytes))
  }
  next(0)
}
