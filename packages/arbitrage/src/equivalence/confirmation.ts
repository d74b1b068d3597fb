import { BotError } from '@bot/core'
import type { ContractRef } from './contract-text.js'
import { EQUIVALENCE_FIELDS, type EquivalenceField } from './term.js'

/** One side of a confirmation: the words it rests on, and the digest of the contract that they were read in. */
export type ConfirmedSide = ContractRef & Readonly<{ quote: string; digest: string }>

/** A person's word that two contracts mean the same by a field that their texts leave open. */
export type Confirmation = Readonly<{
  field: EquivalenceField
  /** What both mean, in the person's words. */
  value: string
  left: ConfirmedSide
  right: ConfirmedSide
  by: string
  /** When, as the person wrote it, such as `2026-02-14`. */
  at: string
}>

/**
 * Reads a file of confirmations: `{"confirmations": [{field, value, left: {venue, id, quote, digest}, right, by, at}]}`.
 *
 * @throws BotError `invalid-input-file` for text that is no such list: half a confirmation is none
 */
export const parseConfirmations = (text: string): readonly Confirmation[] => {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (cause) {
    throw new BotError(
      'invalid-input-file',
      'Expected a JSON file of confirmations; mend the file',
      {},
      cause,
    )
  }
  const list = fieldsOf(parsed)['confirmations']
  if (!Array.isArray(list)) throw wrong('a list "confirmations"', parsed)
  return list.map(readOne)
}

const readOne = (raw: unknown): Confirmation => {
  const fields = fieldsOf(raw)
  const field = EQUIVALENCE_FIELDS.find((name) => name === fields['field'])
  if (field === undefined)
    throw wrong(`a field of ${EQUIVALENCE_FIELDS.join(', ')}`, fields['field'])
  return {
    field,
    value: textOf(fields, 'value'),
    left: sideOf(fields['left']),
    right: sideOf(fields['right']),
    by: textOf(fields, 'by'),
    at: textOf(fields, 'at'),
  }
}

const sideOf = (raw: unknown): ConfirmedSide => {
  const fields = fieldsOf(raw)
  return {
    venue: textOf(fields, 'venue'),
    id: textOf(fields, 'id'),
    quote: textOf(fields, 'quote'),
    digest: textOf(fields, 'digest'),
  }
}

const textOf = (fields: Readonly<Record<string, unknown>>, name: string): string => {
  const value = fields[name]
  if (typeof value !== 'string' || value.trim() === '') throw wrong(`a text "${name}"`, value)
  return value
}

const fieldsOf = (raw: unknown): Readonly<Record<string, unknown>> =>
  typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>) : {}

const wrong = (expected: string, was: unknown): BotError =>
  new BotError(
    'invalid-input-file',
    `Expected ${expected} in a confirmation, was ${JSON.stringify(was)}; mend the file`,
  )
