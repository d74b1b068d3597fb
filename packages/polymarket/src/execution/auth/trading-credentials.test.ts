import { expect, test } from 'vitest'
import { startLoopback } from '../../fixtures/loopback.js'
import { respond } from '../../fixtures/test-server.js'
import { vectors } from '../fixtures/vectors.js'
import { createLocalSigner } from '../signer/create-local-signer.js'
import { createSignedClient } from './create-signed-client.js'
import { createTradingCredentials } from './create-trading-credentials.js'
import { hmacSignature } from './hmac-signature.js'

const signer = createLocalSigner(vectors.privateKey)
const made = { apiKey: 'key', secret: 'c2VjcmV0', passphrase: 'pass' }

test('a key is made, and read again where it exists', async () => {
  let exists = false
  const { server, clock, transport } = await startLoopback(({ path }, response) => {
    if (path === '/auth/derive-api-key') return { ...made, more: 1 }
    if (exists) return respond(response, 400, { error: 'Could not create api key' })
    exists = true
    return made
  })
  const create = () => createTradingCredentials({ transport, signer, clock, nonce: 3 })
  expect(await create()).toEqual(made)
  expect(await create()).toEqual(made)
  expect(server.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /auth/api-key',
    'POST /auth/api-key',
    'GET /auth/derive-api-key',
  ])
  expect(server.seen[2]?.headers).toMatchObject({
    poly_address: signer.address,
    poly_timestamp: String(Math.floor(clock.now() / 1000)),
    poly_nonce: '3',
  })
})

test('what no key can be read from is an error that shows none of it', async () => {
  const { clock, transport } = await startLoopback(({ path }, response) =>
    path === '/auth/api-key'
      ? { apiKey: 'key', secret: 'hidden-secret' }
      : respond(response, 401, { error: 'Invalid L1 Request headers' }),
  )
  const options = { transport, signer, clock }
  const error = await createTradingCredentials(options).catch((thrown: Error) => thrown)
  expect(error).toMatchObject({ code: 'unexpected-response' })
  expect(JSON.stringify(error)).not.toContain('hidden')
  expect(String(error)).not.toContain('hidden')
})

test('a wallet that the venue does not accept is named so', async () => {
  const { clock, transport } = await startLoopback((_, response) =>
    respond(response, 401, { error: 'Invalid L1 Request headers' }),
  )
  await expect(createTradingCredentials({ transport, signer, clock })).rejects.toMatchObject({
    code: 'request-refused',
    context: { status: 401, said: 'Invalid L1 Request headers' },
  })
})

test('a signed request covers its path without the query and exactly its body', async () => {
  const { server, clock, transport } = await startLoopback(() => ({}))
  const outcomes: unknown[] = []
  const client = createSignedClient({
    transport,
    clock,
    address: signer.address,
    credentials: made,
    onOutcome: (outcome) => void outcomes.push(outcome),
  })
  const body = '{"a": 1}'
  await client.read({ method: 'POST', path: '/order', query: { id: 'x' }, body })
  const timestamp = String(Math.floor(clock.now() / 1000))
  const [seen] = server.seen
  expect(seen?.body).toBe(body)
  expect(seen?.headers).toMatchObject({
    poly_address: signer.address,
    poly_api_key: 'key',
    poly_passphrase: 'pass',
    poly_timestamp: timestamp,
    poly_signature: hmacSignature(made.secret, { timestamp, method: 'POST', path: '/order', body }),
  })
  expect(outcomes).toMatchObject([{ request: { path: '/order' }, reply: { status: 200 } }])
})
