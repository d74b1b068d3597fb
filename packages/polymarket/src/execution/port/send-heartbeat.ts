import { BotError } from '@bot/core'
import { z } from 'zod'
import { expectShape } from '../../transport/expect-shape.js'
import { refusalOf } from '../../transport/read-json.js'
import type { SignedClient } from '../auth/create-signed-client.js'

const PATH = '/v1/heartbeats'
/** Two tries must fit into the ten seconds after which the venue cancels. */
const TIMEOUT_MS = 4_000
const shape = z.object({ heartbeat_id: z.string().min(1) })
/** Once the switch has fired nothing is expected but a first heartbeat, which carries no id. */
const expectation = z.object({ heartbeat_id: z.string() })

/**
 * Sends one heartbeat and returns the id that the next one must carry; the first carries none.
 *
 * The first starts the venue's switch: without another one for ten seconds it cancels every open order of the API
 * key. An id that the venue does not expect is answered with the one it does, which is sent at once.
 *
 * @throws BotError what `readJson` throws.
 */
export const sendHeartbeat = async (
  client: SignedClient,
  id: string,
  signal?: AbortSignal,
): Promise<string> => {
  const first = await post(client, id, signal)
  if (typeof first === 'string') return first
  const second = await post(client, first.expected, signal)
  if (typeof second === 'string') return second
  throw new BotError(
    'request-refused',
    `Expected one heartbeat a key, was another's; stop the other bot`,
    {
      path: PATH,
    },
  )
}

const post = async (
  client: SignedClient,
  id: string,
  signal?: AbortSignal,
): Promise<string | Readonly<{ expected: string }>> => {
  const body = JSON.stringify({ heartbeat_id: id })
  const reply = await client.send({
    ...{ method: 'POST', path: PATH, body, timeoutMs: TIMEOUT_MS },
    ...(signal !== undefined && { signal }),
  })
  if (reply.status < 400) return expectShape(shape, reply.body, PATH).heartbeat_id
  const told = expectation.safeParse(reply.body)
  if (reply.status === 400 && told.success) return { expected: told.data.heartbeat_id }
  throw refusalOf(reply, PATH)
}
