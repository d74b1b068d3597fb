import { BotError, type Clock, messageOf, withDeadline } from '@bot/core'
import { readBody } from '../transport/read-body.js'
import { isFields } from '../wire/is-fields.js'
import type { RpcRequest } from './chain.js'

/** A node that answers JSON-RPC over HTTP. */
export type RpcOptions = Readonly<{
  /** May hold a key of its own: it is shown in no error. */
  url: string
  fetch: typeof globalThis.fetch
  clock: Clock
  /** Default 10,000. */
  timeoutMs?: number
}>

const MOST_BYTES = 8 * 1024 * 1024

/**
 * Makes the request function of a node.
 *
 * It rejects with BotError `request-refused` for what the node itself refuses (its error's `data` stays in the context,
 * for the reason of a revert), `request-failed`, `request-timed-out` or `unexpected-response`. Nothing is tried again.
 */
export const createRpc = ({ url, fetch, clock, timeoutMs = 10_000 }: RpcOptions): RpcRequest => {
  let id = 0
  return ({ method, params = [] }) => {
    id += 1
    const body = JSON.stringify({ jsonrpc: '2.0', id, method, params })
    const { signal } = new AbortController()
    return withDeadline({ clock, timeoutMs, signal, path: method }, async (own) => {
      const headers = { 'content-type': 'application/json' }
      const sent = { method: 'POST', headers, body, redirect: 'error', signal: own } as const
      const answer = await fetch(url, sent).catch((cause: unknown) => {
        throw notReached(method, cause)
      })
      return resultIn(await readBody(answer, MOST_BYTES), answer.status, method)
    })
  }
}

const notReached = (method: string, cause: unknown): BotError =>
  new BotError(
    'request-failed',
    `Expected an answer of the node to ${method}, was ${messageOf(cause)}; check its address and the network`,
    { method },
  )

const resultIn = (text: string, status: number, method: string): unknown => {
  const answer = parse(text)
  if (isFields(answer) && isFields(answer['error'])) {
    const { code, message, data } = answer['error']
    const said = String(message).slice(0, 300)
    throw new BotError('request-refused', `The node refused ${method}: ${said}`, {
      ...{ method, code, said },
      ...(data !== undefined && { data }),
    })
  }
  if (isFields(answer) && 'result' in answer) return answer['result']
  throw new BotError(
    status === 429 ? 'rate-limited' : status >= 500 ? 'request-failed' : 'unexpected-response',
    `Expected JSON-RPC from the node for ${method}, was status ${status}`,
    { method, status },
  )
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
