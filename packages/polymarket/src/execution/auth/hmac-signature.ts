import { createHmac } from 'node:crypto'

/** What a signed request is covered by: `path` without its query, `body` the exact bytes, empty without one. */
export type SignedParts = Readonly<{
  /** Unix seconds. */
  timestamp: string
  method: string
  path: string
  body: string
}>

/**
 * Computes the signature of a request to the CLOB: HMAC-SHA256 in base64url, its `=` kept.
 *
 * The secret may come url-safe or not, padded or not.
 *
 * @see https://docs.polymarket.com/developers/CLOB/authentication
 */
export const hmacSignature = (secret: string, parts: SignedParts): string => {
  const { timestamp, method, path, body } = parts
  const digest = createHmac('sha256', Buffer.from(secret, 'base64url'))
    .update(timestamp + method + path + body)
    .digest('base64')
  return digest.replaceAll('+', '-').replaceAll('/', '_')
}
