import { expect, test } from 'vitest'
import { checkClobAuth } from '../auth/clob-auth.js'
import { checkHmac, hmacSignature } from '../auth/hmac.js'
import { vectors } from '../fixtures/vectors.js'
import { checkOrderSignature, orderDigest } from '../trading/order-digest.js'
import { bookHash } from './book-hash.js'

const signedOrder = (message: (typeof vectors.orders)[number]['message']) => ({
  ...message,
  salt: BigInt(message.salt),
  tokenId: BigInt(message.tokenId),
  makerAmount: BigInt(message.makerAmount),
  takerAmount: BigInt(message.takerAmount),
  timestamp: BigInt(message.timestamp),
})

test.each(vectors.orders)(
  'computes the order id and accepts the signature: $label',
  async (vector) => {
    const order = signedOrder(vector.message)
    const negRisk = vector.label === 'V2 negRisk'
    expect(orderDigest(order, negRisk, 137)).toBe(vector.orderId)
    expect(await checkOrderSignature(vector.orderId, vector.signature, order.signer)).toBe(true)
    const other = orderDigest(order, !negRisk, 137)
    expect(await checkOrderSignature(other, vector.signature, order.signer)).toBe(false)
    expect(await checkOrderSignature(vector.orderId, '0x12', order.signer)).toBe(false)
  },
)

test.each(vectors.clobAuth)(
  'accepts a wallet that signed for chain $chainId alone',
  async (vector) => {
    const { chainId, timestamp, nonce, signature } = vector
    const claim = { address: vectors.address, timestamp, nonce: String(nonce), signature }
    expect(await checkClobAuth(claim, chainId)).toBe(true)
    expect(await checkClobAuth(claim, chainId + 1)).toBe(false)
    expect(await checkClobAuth({ ...claim, nonce: '24' }, chainId)).toBe(false)
    expect(await checkClobAuth({ ...claim, address: 'me' }, chainId)).toBe(false)
  },
)

test.each(vectors.hmac)(
  'signs $method $path as the official client does',
  ({ secret, signature, ...parts }) => {
    expect(hmacSignature(secret, parts)).toBe(signature)
    expect(checkHmac(secret, parts, signature)).toBe(true)
    expect(checkHmac(secret, { ...parts, body: `${parts.body} ` }, signature)).toBe(false)
  },
)

test('hashes a book by its exact recipe', () => {
  const { hash: _, ...book } = JSON.parse(vectors.bookHash.canonicalJson)
  expect(bookHash(book)).toBe(vectors.bookHash.sha1)
})
