import { inspect } from 'node:util'
import { createManualClock } from '@bot/core/testing'
import { encodeErrorResult, parseAbi } from 'viem'
import { expect, test } from 'vitest'
import { type Handler, respond, startServer } from '../fixtures/test-server.js'
import { createRpc } from './create-rpc.js'
import { revertReason } from './revert-reason.js'

const start = async (handler: Handler) => {
  const server = await startServer(handler)
  const clock = createManualClock()
  const url = `${server.url}/secret-key-of-the-node`
  return { server, clock, request: createRpc({ url, fetch, clock }) }
}

const thrownBy = (task: Promise<unknown>): Promise<unknown> =>
  task.then(
    () => Promise.reject(new Error('expected a failure')),
    (thrown: unknown) => thrown,
  )

test('a node is asked in JSON-RPC, and answers with its result', async () => {
  const { request, server } = await start(() => ({ jsonrpc: '2.0', id: 1, result: '0x5' }))
  expect(await request({ method: 'eth_call', params: [{ to: '0x1' }, 'latest'] })).toBe('0x5')
  const [seen] = server.seen
  expect(JSON.parse(seen?.body ?? '')).toEqual({
    jsonrpc: '2.0',
    id: 1,
    method: 'eth_call',
    params: [{ to: '0x1' }, 'latest'],
  })
})

test('the words of a contract are found in what the node says', async () => {
  const abi = parseAbi(['error Error(string reason)'])
  const data = encodeErrorResult({ abi, errorName: 'Error', args: ['the adapter is paused'] })
  for (const where of [data, { data }, { data: { data } }]) {
    const error = { code: 3, message: 'execution reverted', data: where }
    const { request } = await start(() => ({ jsonrpc: '2.0', id: 1, error }))
    const thrown = await thrownBy(request({ method: 'eth_call' }))
    expect(thrown).toMatchObject({ code: 'request-refused', context: { code: 3 } })
    expect(revertReason(thrown)).toBe('the adapter is paused')
  }
})

test('a contract’s errors without words are named, or shown by their selector', () => {
  const abi = parseAbi(['error TransferFromFailed()', 'error Other(uint256 much)'])
  const named = encodeErrorResult({ abi, errorName: 'TransferFromFailed' })
  const other = encodeErrorResult({ abi, errorName: 'Other', args: [5n] })
  expect(revertReason({ data: named })).toBe('TransferFromFailed')
  expect(revertReason({ cause: { data: other } })).toBe(`reverted with ${other.slice(0, 10)}`)
  expect(revertReason(new Error('no data'))).toBe('no data')
  expect(revertReason('anything')).toBe('reverted')
})

test.each([
  [429, 'slow down', 'rate-limited'],
  [502, '<html>', 'request-failed'],
  [200, '<html>', 'unexpected-response'],
  [200, '{"jsonrpc":"2.0"}', 'unexpected-response'],
])('status %i with %s is %s', async (status, body, code) => {
  const { request } = await start((_, response) => respond(response, status, body))
  expect(await thrownBy(request({ method: 'eth_call' }))).toMatchObject({ code })
})

test('a node that never answers is given up, and its address is shown nowhere', async () => {
  const { request, clock, server } = await start(() => undefined)
  const waiting = thrownBy(request({ method: 'eth_blockNumber' }))
  await server.next()
  clock.advance(10_000)
  const late = await waiting
  expect(late).toMatchObject({ code: 'request-timed-out' })
  const gone = createRpc({ url: 'http://127.0.0.1:1/secret-key-of-the-node', fetch, clock })
  const refused = await thrownBy(gone({ method: 'eth_blockNumber' }))
  expect(refused).toMatchObject({ code: 'request-failed' })
  for (const thrown of [late, refused]) {
    expect(inspect(thrown, { depth: 9 })).not.toContain('secret-key-of-the-node')
  }
})
