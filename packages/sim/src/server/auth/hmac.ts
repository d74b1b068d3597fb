import { createHmac, timingSafeEqual } from 'node:crypto'

/** The parts that an L2 signature covers. `path` is without the query string, `body` the exact text sent. */
export type SignedParts = Readonly<{
  timestamp: string
  method: string
  path: string
  body: string
}>

/** Computes the L2 signature: base64url with its `=` kept, of HMAC-SHA256 under the decoded secret. */
export const hmacSignature = (secret: string, parts: SignedParts): string => {
  const key = Buffer.from(secret, 'base64url')
  const message = parts.timestamp + parts.method + parts.path + parts.body
  const digest = createHmac('sha256', key).update(message).digest('base64')
  return digest.replaceAll('+', '-').replaceAll('/', '_')
}

/** Tells whether a signature fits, in constant time. */
export const checkHmac = (secret: string, parts: SignedParts, signature: string): boolean => {
  const expected = Buffer.from(hmacSignature(secret, parts))
  const given = Buffer.from(signature)
  return expected.length === given.length && timingSafeEqual(expected, given)
}
