import { type BasketAction, BotError } from '@bot/core'
import { z } from 'zod'
import type { HexText } from '../execution/signer/signer.js'

/** What is kept of an action: enough to send the same bytes again, to find them, and to say how it ended. */
export type SettlementRecord = Readonly<{
  ref: string
  action: BasketAction
  hash: HexText
  /** The signed transaction; anyone who has it can send it, and nobody can change it. */
  raw: HexText
  nonce: number
  /** The contract wallet that acts; absent where the signer's own account does. */
  wallet?: HexText
  /** How it ended, once that is certain. */
  ended?: Readonly<{ status: 'confirmed' | 'failed'; cash: number; reason?: string }>
}>

/** Remembers actions over restarts. A `write` must be durable before it resolves. */
export type SettlementStore = Readonly<{
  read: (ref: string) => Promise<SettlementRecord | undefined>
  write: (record: SettlementRecord) => Promise<void>
  all: () => Promise<readonly SettlementRecord[]>
}>

/** Where the lines of a store are kept. */
export type StoreLines = Readonly<{
  /** Reads all of it; empty when there is nothing yet. */
  read: () => Promise<string>
  /** Adds a line and its end, and resolves when it is durable. */
  append: (line: string) => Promise<void>
}>

/** Ends a line that a crash cut off, so that it swallows no other and is known for what it is. */
const TORN = ' #torn'

const hex = z.string().regex(/^0x[0-9a-f]*$/i)
const shape = z.object({
  ref: z.string().min(1),
  action: z.object({
    action: z.enum(['split', 'merge', 'convert', 'redeem']),
    markets: z.array(z.string()),
    group: z.string().optional(),
    shares: z.int(),
  }),
  hash: hex,
  raw: hex,
  nonce: z.int(),
  wallet: hex.optional(),
  ended: z
    .object({
      status: z.enum(['confirmed', 'failed']),
      cash: z.int(),
      reason: z.string().optional(),
    })
    .optional(),
})

/**
 * Opens a store of lines, each a record that replaces the earlier ones of its `ref`.
 *
 * A last line without an end was cut off by a crash while it was written, before anything was sent: it is left out.
 *
 * @throws BotError `journal-corrupt` for any other line that is no record.
 */
export const openSettlementStore = async (lines: StoreLines): Promise<SettlementStore> => {
  const records = new Map<string, SettlementRecord>()
  const text = await lines.read()
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  for (const [index, line] of whole.split('\n').entries()) {
    if (line === '' || line.endsWith(TORN)) continue
    const record = parseLine(line, index + 1)
    records.set(record.ref, record)
  }
  if (whole.length < text.length) await lines.append(`${TORN}\n`)
  return {
    read: async (ref) => records.get(ref),
    write: async (record) => {
      await lines.append(`${JSON.stringify(record)}\n`)
      records.set(record.ref, record)
    },
    all: async () => [...records.values()],
  }
}

const parseLine = (line: string, number: number): SettlementRecord => {
  try {
    return shape.parse(JSON.parse(line)) as unknown as SettlementRecord
  } catch (cause) {
    throw new BotError(
      'journal-corrupt',
      `Expected a settlement in line ${number}, was something else; restore the file or move it away after looking up its transactions`,
      { line: number },
      cause,
    )
  }
}
