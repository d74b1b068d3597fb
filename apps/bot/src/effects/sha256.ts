import { createHash } from 'node:crypto'
import type { Digest } from '@bot/engine'

/** Starts a SHA-256. */
export const sha256 = (): Digest => {
  const hash = createHash('sha256')
  return { update: (text) => void hash.update(text), hex: () => hash.digest('hex') }
}
