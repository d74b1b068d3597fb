import { z } from 'zod'
import type { Route } from '../http/route.js'
import { answer, refuse } from '../http/venue-answer.js'
import { jsonBody } from '../http/venue-request.js'
import { ENGINE_MESSAGES, type EngineMessage, type ScriptedRefusals } from './engine-messages.js'

const NAMES = Object.keys(ENGINE_MESSAGES) as [EngineMessage, ...EngineMessage[]]

const Body = z.strictObject({
  message: z.enum(NAMES),
  count: z.int().positive().max(1_000).optional(),
  signer: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/)
    .optional(),
})

/** Makes `POST /_sim/refusals`: the next orders are refused with what the real engine says now and then. */
export const refusalRoute = (scripted: ScriptedRefusals): Route => ({
  host: 'sim',
  method: 'POST',
  path: '/_sim/refusals',
  handle: ({ body }) => {
    const parsed = Body.safeParse(jsonBody(body))
    if (!parsed.success) return refuse(400, `invalid refusal: ${parsed.error.message}`)
    const { message, count, signer } = parsed.data
    scripted.add(message, count, signer)
    return answer(parsed.data)
  },
})
