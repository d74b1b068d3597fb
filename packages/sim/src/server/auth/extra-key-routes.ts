import { z } from 'zod'
import type { Route } from '../http/route.js'
import { answer, refuse } from '../http/venue-answer.js'
import { jsonBody } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import { createKeyRing, type RingKey } from './key-ring.js'
import { signedRoute } from './signed-route.js'

const ReadonlyBody = z.object({ key: z.string() })

/** Makes the routes of readonly and builder keys. They can be made, listed and taken back, and open nothing here. */
export const extraKeyRoutes = (context: ServerContext): readonly Route[] => [
  ...readonlyKeyRoutes(context),
  ...builderKeyRoutes(context),
]

const readonlyKeyRoutes = (context: ServerContext): readonly Route[] => {
  const ring = createKeyRing('readonly')
  const path = '/auth/readonly-api-key'
  return [
    signedRoute(context, 'POST', path, ({ address }, { at }) =>
      answer({ apiKey: ring.create(address, at).key }),
    ),
    signedRoute(context, 'GET', '/auth/readonly-api-keys', ({ address }) =>
      answer(ring.of(address).map(({ key }) => key)),
    ),
    signedRoute(context, 'DELETE', path, ({ address }, { body }) => {
      const parsed = ReadonlyBody.safeParse(jsonBody(body))
      if (!parsed.success) return refuse(400, 'Invalid payload')
      return ring.remove(address, parsed.data.key)
        ? answer(true)
        : refuse(404, 'readonly api key not found')
    }),
  ]
}

const builderKeyRoutes = (context: ServerContext): readonly Route[] => {
  const ring = createKeyRing('builder')
  const path = '/auth/builder-api-key'
  return [
    signedRoute(context, 'POST', path, ({ address }, { at }) => {
      const { key, secret, passphrase } = ring.create(address, at)
      return answer({ key, secret, passphrase })
    }),
    signedRoute(context, 'GET', path, ({ address }) => answer(ring.of(address).map(listed))),
    signedRoute(context, 'DELETE', path, ({ address }) => {
      // The request names no key: the newest one goes.
      const newest = ring.of(address).at(-1)
      if (newest === undefined) return refuse(400, 'invalid revoke builder api key body')
      ring.remove(address, newest.key)
      return answer('OK')
    }),
  ]
}

const listed = ({ key, createdAt }: RingKey): object => ({
  key,
  createdAt: new Date(createdAt).toISOString(),
})
