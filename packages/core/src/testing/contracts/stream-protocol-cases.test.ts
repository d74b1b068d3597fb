import { expect, test } from 'vitest'
import { failingCases } from '../../fixtures/failing-cases.js'
import type { StreamProtocol } from '../../ports/stream-protocol.js'
import { streamProtocolCases } from './stream-protocol-cases.js'

const toy: StreamProtocol = {
  url: 'ws://127.0.0.1:1',
  maxTokens: 10,
  ping: 'PING',
  pingEveryMs: 1_000,
  subscribe: (tokens) => JSON.stringify({ add: tokens }),
  unsubscribe: (tokens) => JSON.stringify({ remove: tokens }),
  decode: (frame) =>
    frame === 'PONG'
      ? { updates: [], rejected: [], pong: true }
      : { updates: [], rejected: [{ reason: 'unknown-frame', detail: frame }], pong: false },
}

const failures = (protocol: StreamProtocol): Promise<string[]> =>
  failingCases(streamProtocolCases, () => protocol)

test('a sound protocol passes every case', async () => {
  expect(await failures(toy)).toEqual([])
})

test('a protocol that throws on garbage fails', async () => {
  const throwing: StreamProtocol = {
    ...toy,
    decode: (frame, at) => {
      if (frame !== 'PONG') JSON.parse(frame)
      return toy.decode(frame, at)
    },
  }
  expect(await failures(throwing)).toContain('refuses garbage with a reason and never throws')
})

test('a protocol that swallows garbage without a reason fails', async () => {
  const silent: StreamProtocol = {
    ...toy,
    decode: (frame) => ({ updates: [], rejected: [], pong: frame === 'PONG' }),
  }
  expect(await failures(silent)).toEqual(['refuses garbage with a reason and never throws'])
})
