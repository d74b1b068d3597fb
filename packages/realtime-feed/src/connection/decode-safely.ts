import { type DecodedFrame, messageOf, type StreamProtocol, type TimeMs } from '@bot/core'

/** Decodes a frame; a decoder that throws makes a refused part of reason `decoder-threw`. */
export const decodeSafely = (
  protocol: StreamProtocol,
  text: string,
  receivedAt: TimeMs,
): DecodedFrame => {
  try {
    return protocol.decode(text, receivedAt)
  } catch (error) {
    const detail = messageOf(error)
    return { updates: [], rejected: [{ reason: 'decoder-threw', detail }], pong: false }
  }
}
