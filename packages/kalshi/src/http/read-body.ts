import { BotError } from '@bot/core'

/**
 * Reads a body as text, at most `most` bytes of it.
 *
 * @throws BotError `unexpected-response` when it is larger; the rest is not read.
 */
export const readBody = async (response: Response, most: number): Promise<string> => {
  const decoder = new TextDecoder()
  const parts: string[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > most) {
      throw new BotError('unexpected-response', `Expected at most ${most} bytes, was more`, {
        most,
      })
    }
    parts.push(decoder.decode(chunk, { stream: true }))
  }
  return parts.join('') + decoder.decode()
}
