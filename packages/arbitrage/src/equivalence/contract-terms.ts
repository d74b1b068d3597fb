import { namesItsSubject, subjectOf } from './compare-subject.js'
import type { ContractText } from './contract-text.js'
import { claimOf, plainText, sentencesOf } from './plain-text.js'
import { readAct } from './read-act.js'
import { readEdgeCases } from './read-edge-cases.js'
import { readPolarity } from './read-polarity.js'
import { namesSource, readSource } from './read-source.js'
import { readThreshold } from './read-threshold.js'
import { readWindow } from './read-window.js'
import { type EquivalenceField, NOT_SAID, type Term } from './term.js'

/** What could be read of a contract, field by field; a field that is absent is not proven. */
export type ContractTerms = Readonly<Partial<Record<EquivalenceField, Term>>>

/** Reads the terms of a contract from its fields and the words of its rules. Never throws. */
export const readTerms = (contract: ContractText): ContractTerms => {
  const sentences = sentencesOf(plainText(contract.rules ?? ''))
  const claim = claimOf(sentences)
  if (claim === undefined) return {}
  const { start, end, zone } = readWindow(claim)
  const threshold = readThreshold(claim)
  const read = [end?.quote ?? '', ...threshold.quote.split(' … ')]
  const said = {
    subject: readSubject(claim, read),
    polarity: readPolarity(claim),
    act: readAct(sentences),
    'window-end': end,
    'window-start': start,
    timezone: zone,
    threshold,
    rounding: readRounding(sentences, threshold),
    source: readSource(contract, sentences),
    'edge-cases': readEdgeCases(sentences),
    'other-rules': readOthers(sentences, claim),
  }
  return Object.fromEntries(Object.entries(said).filter(([, term]) => term !== undefined))
}

const readSubject = (claim: string, read: readonly string[]): Term | undefined => {
  const value = subjectOf(claim, read)
  return value === '' || !namesItsSubject(claim) ? undefined : { value, quote: claim }
}

const OTHERWISE_NO = /^otherwise,? (?:this|the) market (?:will )?resolves? to "?no"?\.?$/i

/** Every sentence that is not read whole: what it adds may matter, so both must say it in the same words. */
const readOthers = (sentences: readonly string[], claim: string): Term => {
  const others = sentences.filter(
    (sentence) =>
      sentence !== claim &&
      !OTHERWISE_NO.test(sentence) &&
      !namesSource(sentence) &&
      !ROUNDS.test(sentence),
  )
  if (others.length === 0) return NOT_SAID
  const value = others.map((sentence) => sentence.toLowerCase()).sort()
  return { value: value.join(' '), quote: others.join(' ') }
}

const ROUNDS = /\bround|\bdecimal|\bnearest\b/i

/** Where a number decides, how it is rounded decides too; silence about that proves nothing. */
const readRounding = (sentences: readonly string[], threshold: Term): Term | undefined => {
  if (threshold === NOT_SAID) return NOT_SAID
  const quote = sentences.filter((sentence) => ROUNDS.test(sentence)).join(' ')
  return quote === '' ? undefined : { value: quote.toLowerCase(), quote }
}
