import { z } from 'zod'
import { signedRoute } from '../auth/signed-route.js'
import type { Route } from '../http/route.js'
import { answer, refuse, type VenueAnswer } from '../http/venue-answer.js'
import { jsonBody } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import { cancelFor } from './key-accounts.js'

const Body = z.object({ heartbeat_id: z.string().nullish() })

type Beat = Readonly<{ id: string; stop: () => void }>

/** The dead man's switch of each API key. */
export type Heartbeats = Readonly<{ routes: readonly Route[]; stop: () => void }>

/** Makes the switch: it starts with a key's first heartbeat, and fires once when the next one is late. */
export const createHeartbeats = (context: ServerContext, random: () => number): Heartbeats => {
  const beats = new Map<string, Beat>()
  const start = (apiKey: string, owner: string): string => {
    beats.get(apiKey)?.stop()
    const id = Math.floor(random() * 2 ** 48)
      .toString(16)
      .padStart(12, '0')
    const stop = context.clock.after(context.rules.heartbeatMs, () => {
      beats.delete(apiKey)
      cancelFor(context, owner, 'all')
      context.log('Cancelled the orders of a key whose heartbeat stopped', { owner })
    })
    beats.set(apiKey, { id, stop })
    return id
  }
  const beat = (apiKey: string, owner: string, body: string): VenueAnswer => {
    const parsed = Body.safeParse(jsonBody(body))
    if (!parsed.success) return refuse(400, 'Invalid payload')
    const expected = beats.get(apiKey)?.id ?? ''
    const given = parsed.data.heartbeat_id ?? ''
    if (given !== expected) {
      const text = `invalid heartbeat id, expected: ${expected}`
      return { status: 400, body: { heartbeat_id: expected, error_msg: text, error: text } }
    }
    return answer({ heartbeat_id: start(apiKey, owner) })
  }
  return {
    routes: [
      signedRoute(context, 'POST', '/v1/heartbeats', (key, { body }) =>
        beat(key.apiKey, key.address, body),
      ),
    ],
    stop: () => {
      for (const { stop } of beats.values()) stop()
      beats.clear()
    },
  }
}
