import { expect, test } from 'vitest'
import { checkClobAuth } from '../auth/clob-auth.js'
import { checkHmac, hmacSignature } from '../auth/hmac.js'
import { vectors } from '../fixtures/vectors.js'
import { type OrderDomain, orderDigest, orderDomain } from '../trading/order-digest.js'
import { recoverOrderSigner } from '../trading/order-signature.js'
import { bookHash } from './book-hash.js'

const signedOrder = (message: (typeof vectors.orders)[number]['message']) => ({
  ...message,
  salt: BigInt(message.salt),
  tokenId: BigInt(message.tokenId),
  makerAmount: BigInt(message.makerAmount),
  takerAmount: BigInt(message.takerAmount),
  timestamp: BigInt(message.timestamp),
})

const DOMAINS: Readonly<Record<string, OrderDomain>> = {
  'V2 binary': orderDomain(false, 137),
  'V2 negRisk': orderDomain(true, 137),
  V3: orderDomain(false, 137, '3'),
}

test.each(vectors.orders)(
  'computes the order id and finds the signer: $label',
  async ({ label, message, orderId, signature }) => {
    const order = signedOrder(message)
    const domain = DOMAINS[label]
    if (domain === undefined) throw new Error(`The test knows no domain for ${label}`)
    expect(orderDigest(order, domain)).toBe(orderId)
    expect(await recoverOrderSigner(order, domain, signature)).toBe(order.signer.toLowerCase())
    expect(await recoverOrderSigner(order, domain, '0x12')).toBeUndefined()
    const others = Object.values(DOMAINS).filter((other) => other !== domain)
    for (const other of others) {
      expect(await recoverOrderSigner(order, other, signature)).not.toBe(order.signer.toLowerCase())
    }
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
