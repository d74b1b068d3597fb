import { z } from 'zod'
import type { Transport } from '../../transport/create-transport.js'
import { readJson } from '../../transport/read-json.js'

/** The one version of orders that is signed here. */
export const ORDER_VERSION = 2

/** Which orders the venue takes, as it says itself. */
export type OrderVersion = Readonly<{
  /** Tells whether the venue takes what is signed here; asks once, and again after each failure and doubt. */
  isOurs: () => Promise<boolean>
  /** Asks now. Never throws: what cannot be read is `'unknown'`. */
  read: () => Promise<number | 'unknown'>
  /** Forgets what was known: the venue refused an order for its version. */
  doubt: () => void
}>

const PATH = '/version'
/** An order waits for it, and its price is of now. */
const TIMEOUT_MS = 2_000
const shape = z.object({ version: z.int() })

/** Makes a version that nobody has asked for yet. */
export const createOrderVersion = (transport: Transport): OrderVersion => {
  let known: number | 'unknown' = 'unknown'
  const read = async (): Promise<number | 'unknown'> => {
    try {
      const raw = await readJson(transport, { host: 'clob', path: PATH, timeoutMs: TIMEOUT_MS })
      const parsed = shape.safeParse(raw)
      known = parsed.success ? parsed.data.version : 'unknown'
    } catch {
      known = 'unknown'
    }
    return known
  }
  return {
    read,
    isOurs: async () => known === ORDER_VERSION || (await read()) === ORDER_VERSION,
    doubt: () => {
      known = 'unknown'
    },
  }
}

/** Tells whether a refusal is about the version of the order. */
export const isVersionMismatch = (said: string): boolean =>
  /order_version_mismatch|invalid order version/i.test(said)
