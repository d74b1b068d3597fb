import { createSeededRandom, orderId, parsePrice, parseSize, tokenId } from '@bot/core'
import { createManualClock } from '@bot/core/testing'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { describe, expect, test } from 'vitest'
import { createExchange } from '../exchange/create-exchange.js'
import { createExchangeVenue } from './create-exchange-venue.js'
import { type Carried, carriers } from './fixtures/carriers.js'

type Heard = Readonly<{
  /** `open`, frames, `error: <code or message>` and `close: <code> <reason>`, as they came. */
  log: readonly string[]
  /** Waits until so many entries came. */
  until: (count: number) => Promise<readonly string[]>
  send: (text: string) => void
  close: () => void
  terminate: () => void
}>

const listen = ({ openSocket, urls }: Carried, path = '/ws/market'): Heard => {
  const log: string[] = []
  const waiting: { count: number; resolve: () => void }[] = []
  const add = (entry: string): void => {
    log.push(entry)
    for (const { resolve } of waiting.filter(({ count }) => count <= log.length)) resolve()
  }
  const socket = openSocket(urls.ws + path, {
    onOpen: () => add('open'),
    onMessage: add,
    onError: (error) => {
      const { code, message } = error as { code?: string; message: string }
      add(`error: ${code ?? message}`)
    },
    onClose: (code, reason) => add(`close: ${code} ${reason}`),
  })
  const until = async (count: number): Promise<readonly string[]> => {
    if (log.length < count) {
      await new Promise<void>((resolve) => void waiting.push({ count, resolve }))
    }
    return log
  }
  return { log, until, ...socket }
}

const place = ({ exchange, yes }: Carried, price: string, id: string): void => {
  exchange.place({
    id: orderId(id),
    owner: 'maker',
    token: tokenId(yes),
    side: 'buy',
    shares: parseSize('10'),
    limit: parsePrice(price),
    tif: 'gtc',
    postOnly: false,
  })
}

const failureOf = async (asked: Promise<unknown>): Promise<readonly unknown[]> => {
  const thrown = await asked.then(
    () => undefined,
    (cause: unknown) => cause,
  )
  const { name, message, cause } = thrown as Error & { cause?: { code?: string } }
  return [name, message, cause?.code]
}

describe.each(carriers)('over %s', (_name, start) => {
  test('answers requests, and 404 for what nobody serves', async () => {
    const { fetch, urls, yes } = await start()
    const version = await fetch(`${urls.clob}/version`)
    expect([version.status, await version.json()]).toEqual([200, { version: 2 }])
    expect(version.headers.get('content-type')).toMatch('application/json')
    const book = await fetch(new URL(`${urls.clob}/book?token_id=${yes}`))
    expect(await book.json()).toMatchObject({ asset_id: yes, bids: [] })
    const many = await fetch(`${urls.clob}/books`, {
      method: 'POST',
      body: JSON.stringify([{ token_id: yes }]),
      headers: { 'Content-Type': 'application/json' },
    })
    expect(await many.json()).toHaveLength(1)
    expect((await fetch(`${urls.clob}/nowhere`)).status).toBe(404)
    expect((await fetch(`${urls.clob}/version`, { method: 'DELETE' })).status).toBe(404)
    const asked = new Request(`${urls.clob}/version`)
    expect((await fetch(asked)).status).toBe(200)
  })

  test('fails as a network fails', async () => {
    const { fetch, urls, faults } = await start()
    const url = `${urls.clob}/version`
    faults.set({ kind: 'reset', scope: 'clob', count: 1 })
    expect(await failureOf(fetch(url))).toEqual(['TypeError', 'fetch failed', 'ECONNRESET'])
    faults.set({ kind: 'truncated-body', scope: 'clob', count: 1 })
    const cut = await fetch(url)
    expect(await failureOf(cut.text())).toEqual(['TypeError', 'terminated', 'UND_ERR_SOCKET'])
    faults.set({ kind: 'wrong-json', scope: 'clob', count: 1 })
    const wrong = await fetch(url)
    expect((await failureOf(wrong.json()))[0]).toBe('SyntaxError')
  })

  test('never answers, until the client gives up with its own reason', async () => {
    const { fetch, urls, faults, pass } = await start()
    const url = `${urls.clob}/version`
    faults.set({ kind: 'no-answer', scope: 'clob', count: 1 })
    const giveUp = new AbortController()
    const asked = failureOf(fetch(url, { signal: giveUp.signal }))
    await pass(20)
    giveUp.abort(new TypeError('waited long enough'))
    expect(await asked).toEqual(['TypeError', 'waited long enough', undefined])
    await expect(fetch(url, { signal: giveUp.signal })).rejects.toThrow('waited long enough')
    faults.set({ kind: 'slow-body', scope: 'clob', count: 1, delayMs: 10_000 })
    const amid = new AbortController()
    const slow = await fetch(url, { signal: amid.signal })
    const reading = failureOf(slow.text())
    amid.abort()
    expect((await reading)[0]).toBe('AbortError')
  })

  test('answers late, in pieces', async () => {
    const { fetch, urls, faults, pass } = await start()
    const url = `${urls.clob}/version`
    for (const kind of ['stall', 'slow-body'] as const) {
      faults.set({ kind, scope: 'clob', count: 1, delayMs: 100 })
      let answered = false
      const asked = fetch(url)
        .then((response) => response.text())
        .finally(() => {
          answered = true
        })
      await pass(30)
      expect(answered).toBe(false)
      const [body] = await Promise.all([asked, pass(100)])
      expect(body).toBe('{"version":2}')
    }
  })

  test('tells a socket of the books, of changes, and answers its frames', async () => {
    const venue = await start()
    const heard = listen(venue)
    expect(await heard.until(1)).toEqual(['open'])
    heard.send('PING')
    heard.send(JSON.stringify({ assets_ids: [venue.yes], type: 'market' }))
    const [, pong, books = ''] = await heard.until(3)
    expect(pong).toBe('PONG')
    expect(JSON.parse(books)).toMatchObject([{ event_type: 'book', asset_id: venue.yes }])
    place(venue, '0.40', 'one')
    place(venue, '0.41', 'two')
    const changes = (await heard.until(5)).slice(3).map((frame) => JSON.parse(frame))
    expect(changes.map((change) => change.price_changes[0].price)).toEqual(['0.4', '0.41'])
    heard.close()
    expect((await heard.until(6)).at(-1)).toBe('close: 1005 ')
  })

  test('cuts, refuses and closes sockets', async () => {
    const venue = await start()
    const { faults, yes, exchange, pass } = venue
    faults.set({ kind: 'reset', scope: 'ws', count: 1 })
    expect(await listen(venue).until(2)).toEqual(['error: ECONNRESET', 'close: 1006 '])
    const unknown = ['error: Unexpected server response: 404', 'close: 1006 ']
    expect(await listen(venue, '/ws/other').until(2)).toEqual(unknown)
    const cut = listen(venue)
    await cut.until(1)
    cut.send(JSON.stringify({ assets_ids: [yes], type: 'market' }))
    await cut.until(2)
    faults.set({ kind: 'disconnect', scope: 'ws', count: 1 })
    place(venue, '0.40', 'one')
    expect((await cut.until(3))[2]).toBe('close: 1006 ')
    const left = listen(venue)
    left.terminate()
    expect((await left.until(2)).at(-1)).toBe('close: 1006 ')
    const resolved = listen(venue)
    await resolved.until(1)
    resolved.send(JSON.stringify({ assets_ids: [yes], type: 'market' }))
    await resolved.until(2)
    const [market] = exchange.markets()
    if (market !== undefined) exchange.resolve(market.id, [1_000_000, 0])
    await pass(100)
    await expect.poll(() => resolved.log.at(-1)).toBe('close: 1000 all subscribed assets resolved')
  })

  test('restarts: cuts what is open, refuses, and comes back', async () => {
    const venue = await start()
    const { fetch, urls, faults, pass } = venue
    const heard = listen(venue)
    await heard.until(1)
    faults.set({ kind: 'stall', scope: 'clob', count: 1, delayMs: 10_000 })
    const waiting = failureOf(fetch(`${urls.clob}/ok`))
    await pass(20)
    faults.set({ kind: 'restart', scope: 'clob', forMs: 150 })
    expect((await heard.until(2))[1]).toBe('close: 1006 ')
    expect((await waiting).slice(0, 2)).toEqual(['TypeError', 'fetch failed'])
    const refused = ['TypeError', 'fetch failed', 'ECONNREFUSED']
    expect(await failureOf(fetch(`${urls.clob}/ok`))).toEqual(refused)
    expect(await listen(venue).until(2)).toEqual(['error: ECONNREFUSED', 'close: 1006 '])
    await pass(200)
    expect((await fetch(`${urls.clob}/ok`)).status).toBe(200)
    expect(await listen(venue).until(1)).toEqual(['open'])
  })
})

test('reaches nothing but its own venue in process', async () => {
  const [, inProcess] = carriers
  const venue = await inProcess?.[1]()
  const notFound = ['TypeError', 'fetch failed', 'ENOTFOUND']
  expect(await failureOf(venue?.fetch('http://127.0.0.1:1/ok') ?? Promise.resolve())).toEqual(
    notFound,
  )
})

test('checks a signature in microtasks, so that virtual time need not wait', async () => {
  const clock = createManualClock()
  const exchange = createExchange({ start: clock.now() })
  const venue = createExchangeVenue({ exchange, clock, random: createSeededRandom(1) })
  const account = privateKeyToAccount(generatePrivateKey())
  const timestamp = String(clock.now() / 1000)
  const signature = await account.signTypedData({
    domain: { name: 'ClobAuthDomain', version: '1', chainId: 137 },
    types: {
      ClobAuth: [
        { name: 'address', type: 'address' },
        { name: 'timestamp', type: 'string' },
        { name: 'nonce', type: 'uint256' },
        { name: 'message', type: 'string' },
      ],
    },
    primaryType: 'ClobAuth',
    message: {
      address: account.address,
      timestamp,
      nonce: 0n,
      message: 'This message attests that I control the given wallet',
    },
  })
  let made: unknown
  void venue
    .fetch(`${venue.urls.clob}/auth/api-key`, {
      method: 'POST',
      headers: {
        POLY_ADDRESS: account.address,
        POLY_SIGNATURE: signature,
        POLY_TIMESTAMP: timestamp,
        POLY_NONCE: '0',
      },
    })
    .then((response) => response.json())
    .then((body) => {
      made = body
    })
  await clock.advanceAsync(1)
  await clock.advanceAsync(1)
  expect(made).toMatchObject({ apiKey: expect.stringMatching(/^[0-9a-f-]{36}$/) })
  await venue.close()
})
