import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ContractText } from './contract-text.js'
import { proveEquivalence } from './prove-equivalence.js'

const RULES =
  'If the price of copper is above $9,000 on March 1, 2026, 12:00 PM ET, then the market resolves to Yes. The price is rounded to the nearest dollar. If no price is published because trading is delayed, the market resolves to "No". A strike by miners changes nothing. The resolution source is the Metal Exchange.'
const WORDS = RULES.split(' ')
/** Words that carry nothing in a claim, or before a name: dropping one says the same. */
const EMPTY = new Set(['If', 'the', 'then', 'market'])
const CLAIM_WORDS = WORDS.indexOf('Yes.')
const isEmpty = (word: string, index: number): boolean =>
  EMPTY.has(word) && (index < CLAIM_WORDS || WORDS[index + 1] === 'Metal')

const contract = (venue: string, rules: string): ContractText => ({
  venue,
  id: `${venue}-1`,
  title: 'Copper?',
  rules,
  open: true,
})
const isSame = (rules: string): boolean =>
  !('refused' in proveEquivalence(contract('north', RULES), contract('south', rules)))
const replaceAt = (index: number, ...words: readonly string[]): string =>
  WORDS.toSpliced(index, 1, ...words).join(' ')

test('the text is the same as itself', () => {
  expect(isSame(RULES)).toBe(true)
})

test.each(WORDS.map((word, index) => [word, index] as const))(
  'a text without the word "%s" (%i) is the same only where it is an empty one',
  (word, index) => {
    expect(isSame(replaceAt(index))).toBe(isEmpty(word, index))
  },
)

test('a word changed, added or swapped is another contract', () => {
  const place = fc.nat(WORDS.length - 1)
  const word = fc.constantFrom('not', 'only', 'zinc', '2027', '$9,001', 'UTC', 'announced', 'least')
  fc.assert(
    fc.property(place, word, (index, other) => {
      expect(isSame(replaceAt(index, other))).toBe(false)
      expect(isSame(replaceAt(index, WORDS[index] ?? '', other))).toBe(false)
    }),
    { numRuns: 500 },
  )
})

test('a digit changed is another contract', () => {
  const digits = [...RULES.matchAll(/\d/g)].map(({ index }) => index)
  fc.assert(
    fc.property(fc.constantFrom(...digits), fc.nat(9), (index, digit) => {
      const changed = `${RULES.slice(0, index)}${digit}${RULES.slice(index + 1)}`
      expect(isSame(changed)).toBe(changed === RULES)
    }),
    { numRuns: 300 },
  )
})
