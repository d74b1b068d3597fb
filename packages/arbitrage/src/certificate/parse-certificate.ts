import { BotError, messageOf } from '@bot/core'
import type { Certificate } from './certificate.js'

const LISTS = ['books', 'legs', 'stages', 'payoffs', 'margins'] as const
const WHOLE = ['certifiedAt', 'expiresAt', 'shares', 'cost', 'capital', 'worstProfit'] as const

/**
 * Reads a certificate from its JSON text.
 *
 * Checks version and outline only: what it claims is for `verify` to check.
 *
 * @throws BotError `invalid-argument` for text that is no certificate of version 2.
 */
export const parseCertificate = (text: string): Certificate => {
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch (thrown) {
    throw malformed(messageOf(thrown))
  }
  const fields = (read ?? {}) as Readonly<Record<string, unknown>>
  if (fields['version'] !== 2) throw malformed(`version ${String(fields['version'])}`)
  for (const name of LISTS) if (!Array.isArray(fields[name])) throw malformed(`no ${name}`)
  for (const name of WHOLE) if (!Number.isSafeInteger(fields[name])) throw malformed(`no ${name}`)
  return fields as unknown as Certificate
}

const malformed = (problem: string): BotError =>
  new BotError(
    'invalid-argument',
    `Expected a certificate of version 2, was ${problem}; certify the opportunity anew`,
    { problem },
  )
