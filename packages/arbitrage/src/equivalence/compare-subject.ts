import type { ContractText } from './contract-text.js'
import { plainText } from './plain-text.js'

/** What every rule says. Words that relate things, such as "by" and "for", stay. */
const BOILERPLATE = new Set(['a', 'an', 'the', 'this', 'market', 'markets', 'will', 'if', 'then'])
const RESOLVES =
  /,? ?(?:then )?(?:(?:this|the|all) markets? )?(?:will |shall )?resolves? to "?(?:yes|no)"?/gi
/** "The above actor", "the date specified in the title": the claim names something that stands elsewhere. */
const GENERIC =
  /\b(?:listed|following|specified|aforementioned|respective|stated)\b|\babove (?!\$?\d)[a-z]|\bin the title\b/i
const CALENDAR = /^(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*$/

/** The words of a claim in their order: without what every rule says, and without the phrases that other fields read. */
export const subjectOf = (claim: string, read: readonly string[]): string => {
  let rest = claim.replace(RESOLVES, ' ')
  for (const phrase of read) if (phrase !== '') rest = rest.replace(phrase, ' ')
  return wordsOf(rest)
    .filter((word) => !BOILERPLATE.has(word))
    .join(' ')
}

/** Lower-case words and numbers of a text, possessives cut. */
export const wordsOf = (text: string): string[] =>
  plainText(text)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/'s\b/g, '')
    .match(/[\p{L}\p{N}$%]+(?:[.,]\p{N}+)*/gu) ?? []

/** Whether a claim names its subject itself, and not as "the above actor". */
export const namesItsSubject = (claim: string): boolean => !GENERIC.test(claim)

/** Whether each contract's title names someone or something that the other's whole text does not. */
export const namesDiffer = (left: ContractText, right: ContractText): boolean =>
  missingNames(left, right) && missingNames(right, left)

const missingNames = (from: ContractText, into: ContractText): boolean => {
  const known = new Set(wordsOf([into.title, into.outcome, into.rules].join(' ')))
  return namesOf(from).some((name) => !known.has(name))
}

const namesOf = ({ title, outcome = '' }: ContractText): string[] =>
  [...plainText(`${title.replace(/^\S+ /, '')} ${outcome}`).matchAll(/\p{Lu}[\p{L}'-]+/gu)]
    .flatMap(([name]) => wordsOf(name))
    .filter((name) => !CALENDAR.test(name) && !BOILERPLATE.has(name))
