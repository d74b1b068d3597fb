import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Clock } from '@bot/core'
import type { Fault } from '../faults/fault.js'
import type { VenueAnswer } from './venue-answer.js'

/** Writes an answer as JSON, or breaks it in the way that the fault says. */
export const writeAnswer = (
  raw: ServerResponse,
  given: VenueAnswer,
  clock: Clock,
  fault?: Fault,
): void => {
  if (raw.destroyed) return
  const text = Buffer.from(JSON.stringify(given.body))
  const head = (length: number): void => {
    raw.writeHead(given.status, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': length,
      ...given.headers,
    })
  }
  switch (fault?.kind) {
    case 'wrong-json': {
      const wrong = Buffer.from(`<html><body>${'upstream connect error'}</body></html>`)
      head(wrong.length)
      raw.end(wrong)
      return
    }
    case 'truncated-body':
      head(text.length)
      raw.write(text.subarray(0, Math.floor(text.length / 2)), () => raw.destroy())
      return
    case 'slow-body':
      head(text.length)
      writeSlowly(raw, text, clock, fault.delayMs ?? 5_000)
      return
    default:
      head(text.length)
      raw.end(text)
  }
}

const PIECES = 10

const writeSlowly = (raw: ServerResponse, text: Buffer, clock: Clock, overMs: number): void => {
  const pieceBytes = Math.max(1, Math.ceil(text.length / PIECES))
  const pauseMs = overMs / Math.ceil(text.length / pieceBytes)
  let cancel: () => void = () => {}
  const next = (from: number): void => {
    if (raw.destroyed) return
    if (from >= text.length) return void raw.end()
    raw.write(text.subarray(from, from + pieceBytes))
    cancel = clock.after(pauseMs, () => next(from + pieceBytes))
  }
  raw.on('close', () => cancel())
  next(0)
}

/** Cuts a connection with a reset, so that the client sees an error and no answer. */
export const cutConnection = (socket: Socket | null): void => {
  if (socket === null || socket.destroyed) return
  socket.resetAndDestroy()
}
