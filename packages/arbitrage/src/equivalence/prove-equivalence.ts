import { hashText } from '@bot/core'
import { namesDiffer } from './compare-subject.js'
import type { Confirmation } from './confirmation.js'
import { type ContractTerms, readTerms } from './contract-terms.js'
import type { ContractRef, ContractText } from './contract-text.js'
import { plainText } from './plain-text.js'
import { EQUIVALENCE_FIELDS, type EquivalenceField, NOT_SAID, type Term } from './term.js'

/** How a field of an equivalence was proven: by the texts, or by a person's confirmation. */
export type FieldProof = Readonly<{
  field: EquivalenceField
  left: Term
  right: Term
  by: 'text' | Readonly<{ person: string; at: string }>
}>

/** Why two contracts are not taken for the same, in kebab-case. */
export type EquivalenceReason =
  | 'same-venue'
  | 'not-open'
  | 'rules-missing'
  | `different-${EquivalenceField}`
  | `${EquivalenceField}-unproven`
  | 'opposite-polarity'
  | 'strict-versus-inclusive'

/** One field in which two contracts differ or are not proven the same, with the words of both. */
export type FieldDoubt = Readonly<{
  field: EquivalenceField
  reason: EquivalenceReason
  left?: Term
  right?: Term
}>

/** A proof that two contracts pay in the same states: every field, with the words that say it. */
export type EquivalenceRecord = Readonly<{
  left: ContractRef
  right: ContractRef
  fields: readonly FieldProof[]
}>

/** Two contracts that are not proven the same: the first contradiction, else the first gap; and every field in doubt. */
export type NotEquivalent = Readonly<{
  left: ContractRef
  right: ContractRef
  refused: EquivalenceReason
  doubts: readonly FieldDoubt[]
}>

/**
 * Proves that two contracts of two venues pay in the same states, or says why that is not proven.
 *
 * Every field must be read from both and be equal, or be confirmed by a person. A person can settle what a text leaves
 * open, never what the texts contradict. The result is for reports; nothing here makes a basket of it. Never throws.
 */
export const proveEquivalence = (
  left: ContractText,
  right: ContractText,
  confirmations: readonly Confirmation[] = [],
): EquivalenceRecord | NotEquivalent => {
  const refs = { left: refOf(left), right: refOf(right) }
  const ahead = refuseAhead(left, right)
  if (ahead !== undefined) return { ...refs, refused: ahead, doubts: [] }
  const terms: [ContractTerms, ContractTerms] = [readTerms(left), readTerms(right)]
  const fields: FieldProof[] = []
  const doubts: FieldDoubt[] = []
  for (const field of EQUIVALENCE_FIELDS) {
    const [ours, theirs] = [terms[0][field], terms[1][field]]
    const reason = doubtOf(field, ours, theirs, left, right)
    if (reason === undefined) {
      fields.push({ field, left: ours ?? NOT_SAID, right: theirs ?? NOT_SAID, by: 'text' })
      continue
    }
    const confirmed = reason.endsWith('-unproven') && confirmedBy(field, left, right, confirmations)
    if (confirmed) fields.push(confirmed)
    else
      doubts.push({ field, reason, ...(ours && { left: ours }), ...(theirs && { right: theirs }) })
  }
  const [first] = doubts
  if (first === undefined) return { ...refs, fields }
  const contradiction = doubts.find(({ reason }) => !reason.endsWith('-unproven'))
  return { ...refs, refused: (contradiction ?? first).reason, doubts }
}

/** Digests what a confirmation was made of, so that it ends when a venue changes a word. */
export const digestContract = ({
  title,
  outcome = '',
  rules = '',
  sources = [],
}: ContractText): string =>
  hashText(JSON.stringify([title, outcome, rules, sources]))
    .toString(16)
    .padStart(8, '0')

const refOf = ({ venue, id }: ContractText): ContractRef => ({ venue, id })

const refuseAhead = (left: ContractText, right: ContractText): EquivalenceReason | undefined => {
  if (left.venue === right.venue) return 'same-venue'
  if (!left.open || !right.open) return 'not-open'
  const silent = [left, right].some(({ rules }) => rules === undefined || rules.trim() === '')
  return silent ? 'rules-missing' : undefined
}

const doubtOf = (
  field: EquivalenceField,
  left: Term | undefined,
  right: Term | undefined,
  ours: ContractText,
  theirs: ContractText,
): EquivalenceReason | undefined => {
  if (field === 'subject' && namesDiffer(ours, theirs)) return 'different-subject'
  if (left === undefined || right === undefined) return `${field}-unproven`
  if (left.value === right.value) return undefined
  // Other words may say the same; whether they do is for a person to say.
  const silent = [left.value, right.value].includes(NOT_SAID.value)
  if (field === 'subject' || field === 'other-rules' || silent) return `${field}-unproven`
  if (field === 'polarity') return 'opposite-polarity'
  const strictness = (value: string): string => value.replaceAll('=', '')
  return field === 'threshold' && strictness(left.value) === strictness(right.value)
    ? 'strict-versus-inclusive'
    : `different-${field}`
}

const confirmedBy = (
  field: EquivalenceField,
  left: ContractText,
  right: ContractText,
  confirmations: readonly Confirmation[],
): FieldProof | undefined => {
  for (const made of confirmations) {
    const [ours, theirs] = [made.left, made.right]
    if (made.field !== field || !isOf(ours, left) || !isOf(theirs, right)) continue
    return {
      field,
      left: { value: made.value, quote: ours.quote },
      right: { value: made.value, quote: theirs.quote },
      by: { person: made.by, at: made.at },
    }
  }
  return undefined
}

/** A confirmation holds for the text it was made of, and only if its quote stands there. */
const isOf = (side: Confirmation['left'], contract: ContractText): boolean => {
  const { title, outcome = '', rules = '', sources = [] } = contract
  const text = plainText([title, outcome, rules, sources.join('; ')].join('\n'))
  return (
    side.venue === contract.venue &&
    side.id === contract.id &&
    side.digest === digestContract(contract) &&
    text.includes(plainText(side.quote))
  )
}
