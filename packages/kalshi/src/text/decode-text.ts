import { BotError } from '@bot/core'

/** How a text was encoded. */
export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'
/** A text without its byte order mark, and how it was encoded. */
export type DecodedText = Readonly<{ text: string; encoding: TextEncodingName }>

/**
 * Reads the bytes of a saved file: by its byte order mark, else as UTF-8 when they are valid UTF-8, else as
 * Windows-1252, in which every byte is a character.
 *
 * @throws BotError `invalid-input-file` for UTF-16 that ends within a character or is not valid.
 */
export const decodeText = (bytes: Uint8Array): DecodedText => {
  const marked = encodingOfMark(bytes)
  if (marked !== undefined) {
    const text = tryDecode(bytes, marked)
    if (text !== undefined) return { text, encoding: marked }
    if (marked !== 'utf-8') {
      throw new BotError('invalid-input-file', `Expected ${marked} as its mark says, was not`, {
        encoding: marked,
      })
    }
  }
  const text = tryDecode(bytes, 'utf-8')
  if (text !== undefined) return { text, encoding: 'utf-8' }
  return { text: decodeWindows1252(bytes), encoding: 'windows-1252' }
}

/** The characters of 0x80 to 0x9f; the five that Windows leaves open are control characters, as on the web. */
const HIGH = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

/** Node 20's own decoder of this name reads Latin-1: it has no quotes, dashes and euro signs. */
const decodeWindows1252 = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) =>
    byte >= 0x80 && byte <= 0x9f ? HIGH.charAt(byte - 0x80) : String.fromCharCode(byte),
  ).join('')

const encodingOfMark = ([first, second, third]: Uint8Array): TextEncodingName | undefined => {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return first === 0xef && second === 0xbb && third === 0xbf ? 'utf-8' : undefined
}

const tryDecode = (bytes: Uint8Array, encoding: TextEncodingName): string | undefined => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
