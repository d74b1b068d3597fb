import { BotError, marketId, messageOf } from '@bot/core'
import { readClaim } from './read-claim.js'
import type { Relation } from './relation.js'

/**
 * What a file of relations says.
 *
 * `confirmed` may be traded; `proposed` waits for a person; `refused` names entries that are neither, with why.
 */
export type RelationFile = Readonly<{
  confirmed: readonly Relation[]
  proposed: readonly Relation[]
  refused: readonly Readonly<{ entry: number; reason: string }>[]
}>

/**
 * Reads relations that were written down by hand or proposed by a program: JSON, `{"version": 1, "relations": […]}`.
 *
 * An entry is a claim (`kind` with its fields), an `id`, `splits` (`never` or `together`), `because` (what it was
 * read from) and, once a person has checked it, `confirmedBy` and `confirmedAt` (a date such as `2026-11-20`). An
 * entry without those two is only proposed. Other fields are for the reader and change nothing. Pure: reading the file is the caller's part.
 *
 * @throws BotError `invalid-input-file` for text that is no such file.
 */
export const parseRelationFile = (text: string): RelationFile => {
  const entries = entriesOf(text)
  const confirmed: Relation[] = []
  const proposed: Relation[] = []
  const refused: { entry: number; reason: string }[] = []
  const seen = new Set<string>()
  for (const [entry, value] of entries.entries()) {
    const read = readEntry(value)
    if (typeof read === 'string') refused.push({ entry, reason: read })
    else if (seen.has(read.relation.id)) refused.push({ entry, reason: 'id-twice' })
    else {
      seen.add(read.relation.id)
      if (read.isConfirmed) confirmed.push(read.relation)
      else proposed.push(read.relation)
    }
  }
  return { confirmed, proposed, refused }
}

const entriesOf = (text: string): readonly unknown[] => {
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch (thrown) {
    throw malformed(messageOf(thrown))
  }
  const { version, relations } = (read ?? {}) as Readonly<Record<string, unknown>>
  if (version !== 1 || !Array.isArray(relations)) throw malformed('no version 1 with relations')
  return relations
}

const malformed = (problem: string): BotError =>
  new BotError(
    'invalid-input-file',
    `Expected a file of relations, was ${problem}; write {"version": 1, "relations": []}`,
    { problem },
  )

const readEntry = (
  value: unknown,
): Readonly<{ relation: Relation; isConfirmed: boolean }> | string => {
  if (typeof value !== 'object' || value === null) return 'not-an-object'
  const entry = value as Readonly<Record<string, unknown>>
  const { id, splits, because, confirmedBy, confirmedAt } = entry
  if (typeof id !== 'string' || id === '') return 'id-missing'
  if (typeof because !== 'string' || because === '') return 'because-missing'
  if (splits !== 'never' && splits !== 'together') return 'splits-unstated'
  const claim = readClaim(entry, marketId)
  if (typeof claim === 'string') return claim
  const isConfirmed = isText(confirmedBy) && isText(confirmedAt) && isDate(confirmedAt)
  const evidence = {
    because,
    ...(isConfirmed ? { confirmedBy, confirmedAt } : {}),
  }
  return { relation: { ...claim, id, rule: 'confirmed', splits, evidence }, isConfirmed }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

const isDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(Date.parse(text))
