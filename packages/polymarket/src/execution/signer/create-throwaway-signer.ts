import { createLocalSigner } from './create-local-signer.js'
import type { Signer } from './signer.js'

/**
 * Makes a signer whose key nobody knows and nothing keeps: for a simulated venue, or a look around.
 *
 * `randomBytes` must be cryptographic, such as `randomBytes` of `node:crypto`. Never send real money to its address:
 * the key is gone with the process.
 */
export const createThrowawaySigner = (randomBytes: (count: number) => Uint8Array): Signer =>
  createLocalSigner(`0x${Buffer.from(randomBytes(32)).toString('hex')}`)
