import { z } from 'zod'
import type { Route } from '../http/route.js'
import { answer } from '../http/venue-answer.js'
import { jsonBody } from '../http/venue-request.js'
import { callRpc, type RpcParts } from './rpc-methods.js'

const Call = z.object({
  id: z.union([z.number(), z.string(), z.null()]).default(null),
  method: z.string(),
  params: z.array(z.unknown()).default([]),
})

/** Makes `POST /rpc`: the part of a Polygon node that settlement needs, one call or several at once. */
export const chainRoutes = (parts: RpcParts): readonly Route[] => [
  {
    host: 'sim',
    method: 'POST',
    path: '/rpc',
    handle: async (request) => {
      const body = jsonBody(request.body)
      const calls = Array.isArray(body) ? body : [body]
      const answers = await Promise.all(calls.map((call) => answerOf(parts, call)))
      return answer(Array.isArray(body) ? answers : answers[0])
    },
  },
]

const answerOf = async (parts: RpcParts, given: unknown): Promise<object> => {
  const call = Call.safeParse(given)
  if (!call.success) return envelope(null, { error: { code: -32600, message: 'invalid request' } })
  const { id, method, params } = call.data
  return envelope(id, await callRpc(parts, method, params))
}

const envelope = (id: unknown, content: object): object => ({ jsonrpc: '2.0', id, ...content })
