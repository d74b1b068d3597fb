import { hashTypedData, keccak256, stringToHex, type TypedDataDefinition } from 'viem'
import { expect, test } from 'vitest'
import { walletClaim, walletHeaders } from '../auth/wallet-headers.js'
import { vectors } from '../fixtures/vectors.js'
import { createLocalSigner } from '../signer/create-local-signer.js'
import type { HexText } from '../signer/signer.js'
import { ORDER_STRUCT, type OrderFields, orderDigest } from './order-fields.js'
import { signOrder } from './sign-order.js'

const signer = createLocalSigner(vectors.privateKey)

test('an order has the id and the signature of the vectors, on either exchange', async () => {
  for (const { label, message, orderId, signature } of vectors.orders) {
    const { salt, side, ...rest } = message
    const order: OrderFields = { ...rest, salt: Number(salt), side: side === 0 ? 'BUY' : 'SELL' }
    const place = { chainId: 137, negRisk: label === 'V2 negRisk' }
    expect(orderDigest(order, place)).toBe(orderId)
    expect(await signOrder(signer, order, place)).toBe(signature)
  }
})

test('the struct is the one whose type hash the contract knows', () => {
  const text = `Order(${ORDER_STRUCT.map(({ name, type }) => `${type} ${name}`).join(',')})`
  expect(keccak256(stringToHex(text))).toBe(vectors.orderTypeHash)
})

test('every field changes the id but none that is not signed', () => {
  const [vector] = vectors.orders
  const order: OrderFields = { ...vector.message, salt: Number(vector.message.salt), side: 'BUY' }
  const other: HexText = `0x${'1'.repeat(40)}`
  const bytes: HexText = `0x${'1'.repeat(64)}`
  const changes: Partial<OrderFields>[] = [
    { salt: 1 },
    { maker: other },
    { signer: other },
    { tokenId: '1' },
    { makerAmount: '1' },
    { takerAmount: '1' },
    { side: 'SELL' },
    { signatureType: 1 },
    { timestamp: '1' },
    { metadata: bytes },
    { builder: bytes },
  ]
  expect(changes).toHaveLength(ORDER_STRUCT.length)
  const place = { chainId: 137, negRisk: false }
  const ids = changes.map((change) => orderDigest({ ...order, ...change }, place))
  expect(new Set([...ids, vector.orderId]).size).toBe(changes.length + 1)
  expect(orderDigest({ ...order, expiration: '5' } as OrderFields, place)).toBe(vector.orderId)
})

test('a wallet proves itself as in the vectors', async () => {
  for (const { chainId, timestamp, nonce, digest, signature } of vectors.clobAuth) {
    const claim = { address: signer.address, timestamp, nonce, chainId }
    expect(hashTypedData(walletClaim(claim) as TypedDataDefinition)).toBe(digest)
    expect(await walletHeaders(signer, { timestamp, nonce, chainId })).toEqual({
      POLY_ADDRESS: vectors.address,
      POLY_SIGNATURE: signature,
      POLY_TIMESTAMP: timestamp,
      POLY_NONCE: String(nonce),
    })
  }
})
