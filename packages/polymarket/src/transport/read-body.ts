import { BotError } from '@bot/core'

/**
 * Reads a body as text, at most `most` bytes of it.
 *
 * @throws BotError `unexpected-response` when it is larger; the rest is not read.
 */
export const readBody = async (response: Response, most: number): Promise<string> => {
  const reader = response.body?.getReader()
  if (reader === undefined) return ''
  const decoder = new TextDecoder()
  let bytes = 0
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    bytes += value.byteLength
    if (bytes > most) {
      await reader.cancel().catch(() => undefined)
      throw new BotError('unexpected-response', `Expected at most ${most} bytes, was more`, {
        most,
      })
    }
    text += decoder.decode(value, { stream: true })
  }
}
