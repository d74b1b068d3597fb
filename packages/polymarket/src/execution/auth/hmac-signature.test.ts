import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { vectors } from '../fixtures/vectors.js'
import { hmacSignature } from './hmac-signature.js'

test('a request is signed as in the vectors', () => {
  for (const { secret, signature, timestamp, method, path, body } of vectors.hmac) {
    expect(hmacSignature(secret, { timestamp, method, path, body })).toBe(signature)
  }
})

test('a secret is read url-safe or not, padded or not, and the signature is url-safe', () => {
  const parts = { timestamp: '1', method: 'GET', path: '/data/orders', body: '' }
  for (let i = 0; i < 50; i++) {
    const standard = randomBytes(32).toString('base64')
    const safe = standard.replaceAll('+', '-').replaceAll('/', '_')
    const signature = hmacSignature(standard, parts)
    for (const secret of [safe, safe.replace(/=+$/, ''), standard.replace(/=+$/, '')]) {
      expect(hmacSignature(secret, parts)).toBe(signature)
    }
    expect(signature).toMatch(/^[\w-]{43}=$/)
  }
})
