import { inspect } from 'node:util'
import { BotError } from '@bot/core'
import { createManualClock } from '@bot/core/testing'
import { parseTransaction, type TransactionSerializedEIP1559 } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { expect, test } from 'vitest'
import { walletClaim } from '../auth/wallet-headers.js'
import { vectors } from '../fixtures/vectors.js'
import { type OrderFields, orderTypedData } from '../order/order-fields.js'
import { signOrder } from '../order/sign-order.js'
import { type CommandAnswer, createCommandSigner } from './create-command-signer.js'
import { createFileSigner } from './create-file-signer.js'
import { createLocalSigner } from './create-local-signer.js'
import { createThrowawaySigner } from './create-throwaway-signer.js'
import type { ChainTransaction, HexText, Signer } from './signer.js'

const SECRET = vectors.privateKey.slice(2)
const account = privateKeyToAccount(vectors.privateKey)

const thrownBy = async (task: () => unknown): Promise<unknown> => {
  try {
    await task()
  } catch (thrown) {
    return thrown
  }
  throw new Error('expected a failure')
}

const everything = (value: unknown): string =>
  inspect(value, { depth: 9, showHidden: true, getters: true }) +
  JSON.stringify(value) +
  (value instanceof Error ? `${value.stack} ${inspect(value.cause)}` : '')

test('a signer has the address of its key and nothing of the key itself', () => {
  const signer = createLocalSigner(vectors.privateKey)
  expect(signer.address).toBe(vectors.address)
  expect(createLocalSigner(` ${SECRET}\n`).address).toBe(vectors.address)
  expect(everything(signer)).not.toContain(SECRET)
  expect(Object.keys(signer).sort()).toEqual(['address', 'signTransaction', 'signTypedData'])
})

test('a bad key is refused without being shown', async () => {
  const inner = 'dead'.repeat(8)
  for (const key of [
    '',
    inner,
    `0x${inner}`,
    `0x${inner}${inner}zz`,
    `0x${'0'.repeat(64)}`,
    `0x${'f'.repeat(64)}`,
  ]) {
    const thrown = await thrownBy(() => createLocalSigner(key))
    expect(thrown).toBeInstanceOf(BotError)
    expect(thrown).toMatchObject({ code: 'invalid-config' })
    expect(everything(thrown)).not.toContain(inner)
    expect(thrown).not.toHaveProperty('cause')
  }
})

test('a throw-away signer is made of the bytes that it is given', () => {
  const signer = createThrowawaySigner((count) => {
    expect(count).toBe(32)
    return Buffer.from(SECRET, 'hex')
  })
  expect(signer.address).toBe(vectors.address)
})

const keyFile = (mode: number, text = `${vectors.privateKey}\n`) => {
  const read: string[] = []
  const path = '/home/me/my key'
  const readFile = async (of: string) => {
    read.push(of)
    return text
  }
  return { read, open: () => createFileSigner({ path, stat: async () => ({ mode }), readFile }) }
}

test('a key file signs when only its owner can read it', async () => {
  for (const mode of [0o100600, 0o100400]) {
    const signer = await keyFile(mode).open()
    expect(signer.address).toBe(vectors.address)
    expect(everything(signer)).not.toContain(SECRET)
  }
})

test('a key file that others have any right to is not even read, and the way out is said', async () => {
  for (const rights of [0o640, 0o604, 0o644, 0o660, 0o610, 0o777]) {
    const { open, read } = keyFile(0o100000 | rights)
    const thrown = await thrownBy(open)
    expect(thrown).toMatchObject({ code: 'invalid-config' })
    expect((thrown as Error).message).toContain(`was mode ${rights.toString(8)};`)
    expect((thrown as Error).message).toContain("run: chmod 600 '/home/me/my key'")
    expect(read).toEqual([])
  }
})

test('a key file that is absent or holds no key is refused without showing what it holds', async () => {
  const absent = await thrownBy(() =>
    createFileSigner({
      path: '/none',
      stat: () => Promise.reject(new Error('ENOENT: no such file')),
      readFile: async () => '',
    }),
  )
  expect(absent).toMatchObject({ code: 'invalid-config' })
  expect((absent as Error).message).toContain('ENOENT')
  const wrong = await thrownBy(keyFile(0o600, `my key is ${SECRET}`).open)
  expect(wrong).toMatchObject({ code: 'invalid-config' })
  expect(everything(wrong)).not.toContain(SECRET)
})

/** A command that signs as a real one would: from the JSON that it was given. */
const honest = async (input: string): Promise<CommandAnswer> => {
  const { transaction, ...typed } = JSON.parse(input)
  if (transaction === undefined) return answer(await account.signTypedData(typed))
  const { to, data, type, value, ...numbers } = transaction
  expect({ type, value }).toEqual({ type: '0x2', value: '0x0' })
  const parsed = Object.fromEntries(Object.entries(numbers).map(([k, v]) => [k, BigInt(String(v))]))
  const { chainId, nonce, ...gas } = parsed
  const whole = { type: 'eip1559', to, data, chainId: Number(chainId), nonce: Number(nonce) }
  return answer(await account.signTransaction({ ...whole, ...gas } as never))
}

const answer = (output: string, exitCode = 0): CommandAnswer => ({
  exitCode,
  output: `${output}\n`,
})

const commanded = (run: (input: string, signal: AbortSignal) => Promise<CommandAnswer>) => {
  const clock = createManualClock()
  return { clock, signer: createCommandSigner({ address: account.address, run, clock }) }
}

const claim = walletClaim({ address: account.address, timestamp: '1', nonce: 0, chainId: 137 })

const transaction: ChainTransaction = {
  ...{ chainId: 137, nonce: 7, to: account.address, data: '0x1234' },
  ...{ gas: 100_000n, maxFeePerGas: 3n, maxPriorityFeePerGas: 2n },
}

test('a command signs claims, orders of every wallet and transactions as the key itself would', async () => {
  const local = createLocalSigner(vectors.privateKey)
  const { signer } = commanded(honest)
  expect(await signer.signTypedData(claim)).toBe(await local.signTypedData(claim))
  const [vector] = vectors.orders
  for (const signatureType of [0, 1, 2, 3] as const) {
    const { salt, side, ...rest } = vector.message
    const fields = { ...rest, salt: Number(salt), side: 'BUY', signatureType } as OrderFields
    const place = { chainId: 137, negRisk: false }
    expect(await signOrder(signer, fields, place)).toBe(await signOrder(local, fields, place))
    expect(orderTypedData(fields, place).message['side']).toBe(side)
  }
  const signed = await signer.signTransaction?.(transaction)
  expect(signed).toBe(await local.signTransaction?.(transaction))
  expect(parseTransaction(signed as TransactionSerializedEIP1559)).toMatchObject({ nonce: 7 })
})

test('a command may end its signature with 0 or 1', async () => {
  const { signer } = commanded(async (input) => {
    const { output } = await honest(input)
    const end = output.trim().endsWith('1b') ? '00' : '01'
    return answer(output.trim().slice(0, -2) + end)
  })
  expect(await signer.signTypedData(claim)).toBe(await account.signTypedData(claim as never))
})

test('what another key signed, or what signs something else, is refused', async () => {
  const stranger = createLocalSigner(`0x${'1'.repeat(64)}`)
  const other = commanded(async () => answer(await stranger.signTypedData(claim)))
  await expect(other.signer.signTypedData(claim)).rejects.toMatchObject({
    code: 'unexpected-response',
    message: expect.stringContaining('check which key'),
  })
  for (const changed of [{ nonce: 8 }, { to: stranger.address }, { gas: 1n }]) {
    const local = createLocalSigner(vectors.privateKey)
    const { signer } = commanded(async () =>
      answer(String(await local.signTransaction?.({ ...transaction, ...changed }))),
    )
    await expect(signer.signTransaction?.(transaction)).rejects.toMatchObject({
      code: 'unexpected-response',
    })
  }
})

test('a command that fails, prints something else or never ends is told without what it printed', async () => {
  const failing = [
    { made: answer(SECRET, 3), code: 'request-refused', says: 'exit code 3' },
    { made: answer(`key ${SECRET}`), code: 'unexpected-response', says: 'hex text alone' },
    { made: answer(`0x${SECRET}`), code: 'unexpected-response', says: 'another signature' },
  ]
  for (const { made, code, says } of failing) {
    const { signer } = commanded(async () => made)
    const thrown = await thrownBy(() => signer.signTypedData(claim))
    expect(thrown).toMatchObject({ code, message: expect.stringContaining(says) })
    expect(everything(thrown)).not.toContain(SECRET)
  }
  let stopped = false
  const slow = commanded(
    (_, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          stopped = true
          reject(new Error('stopped'))
        })
      }),
  )
  const waiting = thrownBy(() => slow.signer.signTypedData(claim))
  slow.clock.advance(10_000)
  expect(await waiting).toMatchObject({ code: 'request-timed-out' })
  expect(stopped).toBe(true)
})

test('no signer shows a key, whichever way it is looked at', async () => {
  const signers: Signer[] = [
    createLocalSigner(vectors.privateKey),
    await keyFile(0o600).open(),
    commanded(honest).signer,
  ]
  for (const signer of signers) {
    expect(everything(signer)).not.toContain(SECRET)
    for (const bad of [
      { ...claim, primaryType: 'None' },
      { ...claim, types: {} },
    ]) {
      expect(everything(await thrownBy(() => signer.signTypedData(bad)))).not.toContain(SECRET)
    }
    const wrong = { ...transaction, to: '0x12' as HexText }
    expect(everything(await thrownBy(() => signer.signTransaction?.(wrong)))).not.toContain(SECRET)
  }
})
