import { inspect } from 'node:util'
import { createManualClock } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { createTransport } from '../transport/create-transport.js'
import { type Answer, startExecution } from './fixtures/start-execution.js'
import { vectors } from './fixtures/vectors.js'
import { createPolymarketExecution } from './port/create-polymarket-execution.js'
import { createLocalSigner } from './signer/create-local-signer.js'

const SECRETS = [vectors.privateKey.slice(2), 'c2VjcmV0LW9mLWtleQ', 'pass-phrase-of-key']
const credentials = { apiKey: 'key', secret: SECRETS[1] ?? '', passphrase: SECRETS[2] ?? '' }
const { signal } = new AbortController()

const everything = (value: unknown): string =>
  inspect(value, { depth: 12, showHidden: true, getters: true, maxStringLength: null }) +
  JSON.stringify(value, (_, each: unknown) =>
    each instanceof Error ? { ...each, message: each.message, stack: each.stack } : each,
  )

const expectHidden = (...values: readonly unknown[]): void => {
  for (const value of values) {
    const shown = everything(value).toLowerCase()
    for (const secret of SECRETS) expect(shown).not.toContain(secret.toLowerCase())
  }
}

const answers: readonly Answer[] = [
  [400, { error: 'not enough balance / allowance' }],
  [401, { error: 'Unauthorized/Invalid api key' }],
  [500, '<html>'],
  { success: 'of another shape' },
]

test.each(answers)(
  'nothing secret is in what an execution shows and throws: %j',
  async (answer) => {
    const { execution, intent, problems, reports } = await startExecution(() => answer, {
      credentials,
    })
    const prepared = await execution.prepare(intent())
    const thrown: unknown[] = []
    const task = (work: Promise<unknown>) => work.catch((error: unknown) => void thrown.push(error))
    const result = await execution.submit(prepared, signal)
    await task(execution.lookup(prepared.id))
    await task(execution.account())
    await task(execution.cancel('all'))
    await task(execution.heartbeat(''))
    await task(execution.balanceOf('collateral', true))
    await task(execution.prepare(intent({ limit: 0 as never })))
    expect(thrown.length).toBeGreaterThan(4)
    expectHidden(execution, prepared, result, thrown, problems, reports, execution.venueState())
  },
)

test('nothing secret is in the failure of a request that never arrived, or of making a key', async () => {
  const seen: unknown[] = []
  const clock = createManualClock()
  const fetch = async (...request: readonly unknown[]): Promise<Response> => {
    seen.push(request)
    throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') })
  }
  const transport = createTransport({ fetch: fetch as never, clock })
  const options = {
    ...{ transport, clock, signer: createLocalSigner(vectors.privateKey) },
    ...{ marketOf: () => undefined, random: () => 0, onProblem: () => {} },
    venue: { name: 'none', simulated: true },
  }
  const unmade = await createPolymarketExecution(options).catch((error: unknown) => error)
  const execution = await createPolymarketExecution({ ...options, credentials })
  const unread = await execution.account().catch((error: unknown) => error)
  for (const error of [unmade, unread]) expect(error).toMatchObject({ code: 'request-failed' })
  expectHidden(unmade, unread, execution)
  // The scan can fail: what goes out does carry the passphrase.
  expect(() => expectHidden(seen)).toThrow()
})
