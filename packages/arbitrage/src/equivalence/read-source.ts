import type { ContractText } from './contract-text.js'
import type { Term } from './term.js'

const NAMES =
  /\b(?:resolution|settlement) sources?\b[^.]*?\b(?:is|are|will be|will come from)\b:? (.+?)[.!]?$/i
const CONSENSUS = /consensus of [a-z ]*report(?:ing|s)/i
/** Two pages of one publisher may show two numbers. */
const PAGE = /https?:[^\s)"']+/gi
const BOILERPLATE =
  /^(?:the|an?|official|information|data|from|provided by|statements?|by|specifically|primarily|also|will|be|used|may|suffice)\b/i

/** "Only", "unless", "not": a condition on the source is a rule of its own. */
const QUALIFIED = /\b(?:not|only|unless|except|until|if|before|after)\b|n't\b/i

const PLAINLY =
  /^the (?:primary )?(?:resolution|settlement) sources? (?:for this market )?(?:is|are|will be|will come from) /i

/** Whether a sentence names the resolution source, and says nothing else. */
export const namesSource = (sentence: string): boolean =>
  PLAINLY.test(sentence) && NAMES.test(sentence) && !QUALIFIED.test(sentence)

/** Reads who says how a contract ended: the venue's own list, or the sentence that names the resolution source. */
export const readSource = (
  contract: ContractText,
  sentences: readonly string[],
): Term | undefined => {
  if (contract.sources !== undefined && contract.sources.length > 0) {
    return { value: sortedNames(contract.sources), quote: contract.sources.join('; ') }
  }
  const named = sentences.filter((sentence) => NAMES.test(sentence))
  if (named.length === 0) return undefined
  const names = named.flatMap((sentence) =>
    (NAMES.exec(sentence)?.[1] ?? '')
      .replace(/\(?https?:\S+/g, '')
      .split(/,|;|\band\b|\bhowever\b/),
  )
  const pages = named.flatMap((sentence) => sentence.match(PAGE) ?? [])
  const fallback = sentences.some((sentence) => CONSENSUS.test(sentence))
  const kept = names.filter((name) => !CONSENSUS.test(name))
  return {
    value: sortedNames([...kept, ...pages, ...(fallback ? ['consensus of reporting'] : [])]),
    quote: named.join(' '),
  }
}

const sortedNames = (names: readonly string[]): string =>
  [...new Set(names.map(nameOf))]
    .filter((name) => name !== '')
    .sort()
    .join('; ')

const nameOf = (text: string): string => {
  let name = text.trim()
  while (BOILERPLATE.test(name)) name = name.replace(BOILERPLATE, '').trim()
  return name
    .toLowerCase()
    .replace(/[^a-z0-9 ]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}
