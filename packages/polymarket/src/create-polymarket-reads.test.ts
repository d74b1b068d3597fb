import { tokenId } from '@bot/core'
import { createManualClock } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { createPolymarketReads } from './create-polymarket-reads.js'
import { startServer } from './fixtures/test-server.js'

test('sends every read to the hosts that it is given', async () => {
  const server = await startServer(({ path }) => (path === '/time' ? 1_795_350_924 : []))
  const reads = createPolymarketReads({
    fetch: globalThis.fetch,
    clock: createManualClock(),
    hosts: { gamma: server.url, clob: `${server.url}/`, data: server.url, ws: 'ws://127.0.0.1:9/' },
  })
  await reads.gamma.marketsByToken([tokenId('1')])
  await reads.clob.time()
  await reads.data.trades()
  await reads.readBooks([tokenId('1')], new AbortController().signal)
  expect(server.seen.map((seen) => `${seen.method} ${seen.path}`)).toEqual([
    'GET /markets',
    'GET /markets',
    'GET /time',
    'GET /trades',
    'POST /books',
  ])
  expect(reads.stream.url).toBe('ws://127.0.0.1:9/ws/market')
})
