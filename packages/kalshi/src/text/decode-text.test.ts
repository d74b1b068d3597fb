import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeText } from './decode-text.js'

const bytes = (...values: (string | number)[]): Uint8Array =>
  Buffer.concat(values.map((one) => (typeof one === 'number' ? Buffer.of(one) : Buffer.from(one))))

test('reads UTF-8 with and without its mark, without the mark', () => {
  expect(decodeText(bytes('José'))).toEqual({ text: 'José', encoding: 'utf-8' })
  expect(decodeText(bytes('\uFEFF[1]'))).toEqual({ text: '[1]', encoding: 'utf-8' })
  expect(decodeText(bytes())).toEqual({ text: '', encoding: 'utf-8' })
})

test('reads UTF-16 of either order by its mark', () => {
  const little = Buffer.from('\uFEFFJosé', 'utf16le')
  expect(decodeText(little)).toEqual({ text: 'José', encoding: 'utf-16le' })
  expect(decodeText(Buffer.from(little).swap16())).toEqual({ text: 'José', encoding: 'utf-16be' })
  expect(() => decodeText(bytes(0xff, 0xfe, 'a'))).toThrow(
    expect.objectContaining({ code: 'invalid-input-file' }),
  )
})

test('what is not UTF-8 is Windows-1252, curly quotes and dashes included', () => {
  const text = decodeText(bytes('Jos', 0xe9, ' ', 0x93, 'x', 0x94, 0x96, 0x92, 0x85, 0x80))
  expect(text).toEqual({ text: 'José “x”–’…€', encoding: 'windows-1252' })
  expect(decodeText(bytes('\uFEFF', 0xe9)).encoding).toBe('windows-1252')
})

test('any text comes back from its UTF-8 bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      fc.pre(!text.startsWith('\uFEFF'))
      expect(decodeText(new TextEncoder().encode(text)).text).toBe(text)
    }),
  )
})

test('every character of Windows-1252 comes back', () => {
  const all = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ¡ÿ'
  const codes =
    '80 82 83 84 85 86 87 88 89 8a 8b 8c 8e 91 92 93 94 95 96 97 98 99 9a 9b 9c 9e 9f a1 ff'
  const encoded = Uint8Array.from(codes.split(' '), (code) => Number.parseInt(code, 16))
  expect(decodeText(encoded)).toEqual({ text: all, encoding: 'windows-1252' })
})

test('any bytes without a mark give a text', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (some) => {
      fc.pre(!(some[0] === 0xff && some[1] === 0xfe) && !(some[0] === 0xfe && some[1] === 0xff))
      expect(typeof decodeText(some).text).toBe('string')
    }),
  )
})
