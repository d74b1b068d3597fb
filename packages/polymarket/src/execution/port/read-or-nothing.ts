import { isBotError } from '@bot/core'
import type { Query } from '../../transport/create-getter.js'
import type { SignedClient } from '../auth/create-signed-client.js'

/** Reads JSON where the venue may answer with nothing at all or 404; `undefined` for both. Throws as `readJson` does. */
export const readOrNothing = async (
  client: SignedClient,
  path: string,
  query: Query = {},
): Promise<unknown> => {
  try {
    return await client.read({ method: 'GET', path, query })
  } catch (thrown) {
    const empty = isBotError(thrown, 'unexpected-response') && thrown.context['length'] === 0
    const absent = isBotError(thrown, 'request-refused') && thrown.context['status'] === 404
    if (empty || absent) return undefined
    throw thrown
  }
}
