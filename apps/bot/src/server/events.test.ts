import { get, type IncomingMessage } from 'node:http'
import { createManualClock, type ManualClock } from '@bot/core/testing'
import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import type { StatsSource } from '../stats/stats-source.js'
import { createStatsServer, type StatsServer } from './create-stats-server.js'
import { createSampleStats, type SampleStats } from './fixtures/sample-stats.js'

type Started = Readonly<{ server: StatsServer; stats: SampleStats; clock: ManualClock }>

const servers: StatsServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

const start = async (replaced: Partial<StatsSource> = {}): Promise<Started> => {
  const stats = createSampleStats(replaced)
  const clock = createManualClock()
  const log = pino({ level: 'silent' })
  const server = await createStatsServer({
    source: stats.source,
    host: '127.0.0.1',
    port: 0,
    portWasSet: true,
    log,
    clock,
  })
  servers.push(server)
  return { server, stats, clock }
}

/** Reads a stream of events until told what to wait for. */
const listen = async (server: StatsServer) => {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${server.url}/api/events`, resolve).on('error', reject)
  })
  let text = ''
  response.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  const ended = new Promise<void>((resolve) => response.on('close', resolve))
  response.on('error', () => undefined)
  return {
    headers: response.headers,
    ended,
    leave: () => response.destroy(),
    /** Waits until the stream holds a number of blocks that match. */
    blocks: async (pattern: RegExp, count: number): Promise<readonly string[]> => {
      for (;;) {
        const found = text.split('\n\n').filter((block) => pattern.test(block))
        if (found.length >= count) return found
        await new Promise((resolve) => response.once('data', resolve))
      }
    },
    text: () => text,
  }
}

const dataOf = (block: string | undefined): unknown =>
  JSON.parse(block?.split('\ndata: ')[1] ?? 'null')

test('a new page gets everything once, as events named after what they hold', async () => {
  const { server, stats } = await start()
  const page = await listen(server)
  expect(page.headers['content-type']).toBe('text/event-stream; charset=utf-8')
  expect(page.headers['x-content-type-options']).toBe('nosniff')
  await page.blocks(/^event: whales/, 1)
  const [status] = await page.blocks(/^event: status/, 1)
  expect(dataOf(status)).toEqual(stats.source.status())
  expect(page.text().match(/^event: .*/gm)).toEqual([
    'event: status',
    'event: positions',
    'event: trades',
    'event: signals',
    'event: whales',
  ])
})

test('status comes at most once a second however often it changes', async () => {
  let read = 0
  const { source } = createSampleStats()
  const status = (): ReturnType<typeof source.status> => ({ ...source.status(), seq: ++read })
  const { server, stats, clock } = await start({ status })
  const page = await listen(server)
  await page.blocks(/^event: status/, 1)
  for (let change = 0; change < 100; change++) {
    stats.announce('status')
    clock.advance(30)
  }
  await page.blocks(/^event: status/, 4)
  clock.advance(1000)
  expect((await page.blocks(/^event: status/, 5)).length).toBeLessThanOrEqual(5)
  expect(read).toBe(5)
})

test('a change is not sent inside the call that announces it, so that the loop never pays for a page', async () => {
  let reads = 0
  const positions = (): readonly [] => {
    reads += 1
    return []
  }
  const { server, stats, clock } = await start({ positions })
  const page = await listen(server)
  await page.blocks(/^event: positions/, 1)
  stats.announce('positions')
  expect(reads).toBe(1)
  clock.advance(0)
  await page.blocks(/^event: positions/, 2)
  expect(reads).toBe(2)
})

test('a comment every 15 seconds keeps the connection', async () => {
  const { server, clock } = await start()
  const page = await listen(server)
  await page.blocks(/^event: whales/, 1)
  clock.advance(45_000)
  expect(await page.blocks(/^: still here/, 3)).toHaveLength(3)
})

test('a source that fails once is left out and sent at the next change', async () => {
  let broken = true
  const signals = (): readonly [] => {
    if (broken) throw new Error('no signals now')
    return []
  }
  const { server, stats, clock } = await start({ signals })
  const page = await listen(server)
  await page.blocks(/^event: whales/, 1)
  expect(page.text()).not.toContain('event: signals')
  broken = false
  stats.announce('signals')
  clock.advance(1000)
  expect(dataOf((await page.blocks(/^event: signals/, 1))[0])).toEqual([])
})

test('when the last page leaves nothing is listened to and no timer is left', async () => {
  const { server, stats, clock } = await start()
  const [one, other] = [await listen(server), await listen(server)]
  await Promise.all([one.blocks(/^event: whales/, 1), other.blocks(/^event: whales/, 1)])
  expect(stats.listeners()).toBe(1)
  one.leave()
  other.leave()
  await expect.poll(() => stats.listeners()).toBe(0)
  expect(clock.pending()).toBe(0)
})

test('closing the server ends the streams', async () => {
  const { server, stats, clock } = await start()
  const page = await listen(server)
  await page.blocks(/^event: whales/, 1)
  await server.close()
  await page.ended
  expect(stats.listeners()).toBe(0)
  expect(clock.pending()).toBe(0)
})

test('the 33rd page is told that there are too many', async () => {
  const { server } = await start()
  for (let page = 0; page < 32; page++) await listen(server)
  const response = await fetch(`${server.url}/api/events`)
  expect(response.status).toBe(503)
  expect(((await response.json()) as { error: { code: string } }).error.code).toBe(
    'too-many-listeners',
  )
})
