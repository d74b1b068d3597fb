import { inspect } from 'node:util'
import { BotError } from '@bot/core'
import { expect, test } from 'vitest'
import { vectors } from '../fixtures/vectors.js'
import { createLocalSigner } from './create-local-signer.js'
import { createThrowawaySigner } from './create-throwaway-signer.js'

test('a signer has the address of its key and nothing of the key itself', () => {
  const signer = createLocalSigner(vectors.privateKey)
  expect(signer.address).toBe(vectors.address)
  const shown = inspect(signer, { depth: 9, showHidden: true })
  expect(shown).not.toContain(vectors.privateKey.slice(2))
  expect(Object.keys(signer).sort()).toEqual(['address', 'signTypedData'])
})

test('a bad key is refused without being shown', () => {
  const inner = 'dead'.repeat(8)
  for (const key of [
    '',
    inner,
    `0x${inner}`,
    `0x${inner}${inner}zz`,
    `0x${'0'.repeat(64)}`,
    `0x${'f'.repeat(64)}`,
  ]) {
    const thrown = (() => {
      try {
        return createLocalSigner(key)
      } catch (error) {
        return error
      }
    })()
    expect(thrown).toBeInstanceOf(BotError)
    expect(thrown).toMatchObject({ code: 'invalid-config' })
    expect(inspect(thrown, { depth: 9, showHidden: true })).not.toContain(inner)
    expect(thrown).not.toHaveProperty('cause')
  }
})

test('a throw-away signer is made of the bytes that it is given', () => {
  const signer = createThrowawaySigner((count) => {
    expect(count).toBe(32)
    return Buffer.from(vectors.privateKey.slice(2), 'hex')
  })
  expect(signer.address).toBe(vectors.address)
})
