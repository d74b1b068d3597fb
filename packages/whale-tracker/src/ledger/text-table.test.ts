import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTextTable } from './text-table.js'

const anyText = fc.oneof(
  fc.string({ maxLength: 70 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('', '\0', '\0\0', 'a', 'a\0', 'é', 'ſ', 'aſ', '漢字', 'x'.repeat(300)),
)

test('texts keep their numbers and come back as they were, as in a map', () => {
  fc.assert(
    fc.property(fc.array(anyText, { maxLength: 200 }), (texts) => {
      const table = createTextTable()
      const map = new Map<string, number>()
      for (const text of texts) {
        expect(table.find(text)).toBe(map.get(text) ?? -1)
        if (!map.has(text)) map.set(text, map.size)
        expect(table.idOf(text)).toBe(map.get(text))
      }
      expect(table.size()).toBe(map.size)
      for (const [text, id] of map) expect(table.textOf(id)).toBe(text)
    }),
  )
})

test('a table goes on after many growths', () => {
  const table = createTextTable()
  const texts = Array.from({ length: 20_000 }, (_, i) => `0x${i.toString(16).padStart(40, '0')}`)
  expect(texts.map(table.idOf)).toEqual(texts.map((_, i) => i))
  expect(texts.map(table.find)).toEqual(texts.map((_, i) => i))
  expect(table.bytes()).toBeLessThan(20_000 * 150)
})

test('a print finds what the text itself finds', () => {
  fc.assert(
    fc.property(fc.array(anyText, { maxLength: 50 }), fc.array(anyText), (known, asked) => {
      const table = createTextTable()
      known.map(table.idOf)
      const prints = new Uint32Array(9)
      for (const text of [...known, ...asked]) {
        table.print(text, prints, 3)
        table.fetch(prints, 3)
        expect(table.findPrinted(prints, 3)).toBe(known.indexOf(text) < 0 ? -1 : table.find(text))
        expect(table.find(text)).toBe(known.includes(text) ? [...new Set(known)].indexOf(text) : -1)
      }
    }),
  )
})
