import type { TransportReply } from '../../transport/create-transport.js'
import { saidBy } from './said-by.js'

/**
 * Reads from a 503 that the venue takes no such orders now, which it says before it does anything; `undefined` for
 * any other 503, after which an order may be there.
 */
export const orderEntryMode = (
  reply: TransportReply,
): 'post-only' | 'close-only' | 'down' | undefined => {
  const text = `${codeIn(reply.body)} ${saidBy(reply)}`
  if (/post[-_ ]only/i.test(text)) return 'post-only'
  if (/cancel[-_ ]only|close[d]?[-_ ]only/i.test(text)) return 'close-only'
  return /trading[-_ ](is )?disabled/i.test(text) ? 'down' : undefined
}

const codeIn = (body: unknown): string =>
  typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : ''
