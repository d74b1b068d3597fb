import { isBotError } from '@bot/core'
import { createManualClock } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { createKalshiReads } from './create-kalshi-reads.js'
import { startServer } from './fixtures/test-server.js'
import { wireMarket } from './fixtures/wire-market.js'

const setUp = async (handler: Parameters<typeof startServer>[0]) => {
  const server = await startServer(handler)
  const clock = createManualClock()
  const reads = createKalshiReads({ fetch: globalThis.fetch, clock, baseUrl: `${server.url}/v2` })
  return { server, clock, reads }
}
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'answered',
    (thrown: unknown) => (isBotError(thrown) ? thrown.code : 'no BotError'),
  )

test('pages through markets by cursor and names what it cannot read', async () => {
  const pages: Record<string, unknown> = {
    '': { cursor: 'two', markets: [wireMarket(), wireMarket({ ticker: 'B', status: '?' })] },
    two: { cursor: '', markets: [wireMarket({ ticker: 'C' })] },
  }
  const { server, reads } = await setUp((url) => pages[url.searchParams.get('cursor') ?? ''])
  const query = { limit: 2, status: 'open', seriesTicker: 'S', eventTicker: 'E' } as const
  const first = await reads.markets(query)
  expect(first.items.map(({ ticker }) => ticker)).toEqual(['KXGAME-IND'])
  expect(first.rejected).toEqual([{ ticker: 'B', reason: 'unknown-status' }])
  const last = await reads.markets({ cursor: first.next ?? '' })
  expect(last.items.map(({ ticker }) => ticker)).toEqual(['C'])
  expect(last).not.toHaveProperty('next')
  expect(server.asked).toEqual([
    '/v2/markets?limit=2&status=open&series_ticker=S&event_ticker=E',
    '/v2/markets?cursor=two',
  ])
})

test('a cursor that leads to itself ends the listing', async () => {
  const { reads } = await setUp(() => ({ cursor: 'again', markets: [] }))
  expect(await reads.markets()).toMatchObject({ next: 'again' })
  expect(await reads.markets({ cursor: 'again' })).not.toHaveProperty('next')
})

test('reads events with their markets, unreadable ones of both kinds in one list', async () => {
  const { server, reads } = await setUp(() => ({
    events: [{ event_ticker: 'E', title: 'T', markets: [wireMarket(), {}] }, { event_ticker: 'F' }],
  }))
  const page = await reads.events()
  expect(page.items).toMatchObject([{ ticker: 'E', markets: [{ ticker: 'KXGAME-IND' }] }])
  expect(page.rejected).toEqual([
    { ticker: 'F', reason: 'bad-title' },
    { ticker: 'unknown', reason: 'bad-status' },
  ])
  expect(server.asked).toEqual(['/v2/events?with_nested_markets=true'])
})

test('reads an order book, and refuses one that cannot be used', async () => {
  const { server, reads } = await setUp((url) => ({
    orderbook_fp: { yes_dollars: [[url.pathname.includes('bad') ? '2' : '0.4', '1.00']] },
  }))
  expect((await reads.orderBook('A/B')).yes.bids).toEqual([{ price: 4_000, size: 1_000_000 }])
  expect(server.asked).toEqual(['/v2/markets/A%2FB/orderbook'])
  await expect(reads.orderBook('bad')).rejects.toMatchObject({
    code: 'unexpected-response',
    context: { reason: 'bad-price' },
  })
})

test('names every way in which the venue can fail', async () => {
  const { server, clock, reads } = await setUp((url, response) => {
    const [status, body] = ({
      '429': [429, '{}'],
      '500': [500, 'oops'],
      '404': [404, '{}'],
      html: [200, '<html>'],
      odd: [200, '{"markets": 3}'],
    }[url.searchParams.get('cursor') ?? ''] ?? []) as [number?, string?]
    if (status === undefined) return undefined
    response.writeHead(status, { 'retry-after': '1' })
    response.end(body)
    return undefined
  })
  const codes: string[] = []
  for (const cursor of ['429', '500', '404', 'html', 'odd']) {
    codes.push(await codeOf(reads.markets({ cursor })))
  }
  expect(codes).toEqual([
    'rate-limited',
    'request-failed',
    'request-refused',
    'unexpected-response',
    'unexpected-response',
  ])
  const arrived = server.next()
  const silent = codeOf(reads.markets({ cursor: 'silent' }))
  await arrived
  clock.advance(10_000)
  expect(await silent).toBe('request-timed-out')
  const stop = new AbortController()
  const again = server.next()
  const stopped = codeOf(reads.markets({}, stop.signal))
  await again
  stop.abort()
  expect(await stopped).toBe('aborted')
  expect(clock.pending()).toBe(0)
})

test('refuses a base that is no http URL', () => {
  const clock = createManualClock()
  expect(() => createKalshiReads({ fetch, clock, baseUrl: 'kalshi.com' })).toThrow(
    expect.objectContaining({ code: 'invalid-config' }),
  )
})
