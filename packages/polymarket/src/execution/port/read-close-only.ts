import { z } from 'zod'
import { expectShape } from '../../transport/expect-shape.js'
import type { SignedClient } from '../auth/create-signed-client.js'

const PATH = '/auth/ban-status/closed-only'
const shape = z.object({ closed_only: z.boolean() })

/** Asks whether the account may only close positions. Throws as `readJson` does. */
export const readCloseOnly = async (client: SignedClient): Promise<boolean> =>
  expectShape(shape, await client.read({ method: 'GET', path: PATH }), PATH).closed_only
