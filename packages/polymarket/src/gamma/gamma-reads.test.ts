import { marketId, tokenId } from '@bot/core'
import { expect, test } from 'vitest'
import { startLoopback } from '../fixtures/loopback.js'
import type { Handler } from '../fixtures/test-server.js'
import { respond } from '../fixtures/test-server.js'
import { createGammaReads } from './gamma-reads.js'

const market = (id: string, closed = false) => ({
  conditionId: id,
  slug: `slug-${id}`,
  question: id,
  outcomes: '["Yes","No"]',
  clobTokenIds: JSON.stringify([`${id}-yes`, `${id}-no`]),
  negRisk: false,
  feesEnabled: false,
  closed,
})

const start = async (handler: Handler) => {
  const { server, transport } = await startLoopback(handler)
  return { server, gamma: createGammaReads(transport) }
}

test('walks the keyset listing by its cursor, naming what it cannot read', async () => {
  const { server, gamma } = await start(({ query }) =>
    query.get('after_cursor') === 'second'
      ? { markets: [market('c')] }
      : { markets: [market('a'), { slug: 'broken' }, market('b')], next_cursor: 'second' },
  )
  const first = await gamma.markets({ filters: { closed: true, tag_id: ['1', '2'] } })
  expect(first.items.map((item) => item.id)).toEqual(['a', 'b'])
  expect(first.rejected).toEqual([{ market: 'broken', reason: 'missing-condition-id' }])
  expect(first.next).toBe('second')
  const last = await gamma.markets({ cursor: 'second', limit: 20 })
  expect(last.items).toHaveLength(1)
  expect('next' in last).toBe(false)
  expect(server.seen.map((seen) => `${seen.path}?${seen.query}`)).toEqual([
    '/markets/keyset?closed=true&tag_id=1&tag_id=2&limit=100',
    '/markets/keyset?limit=20&after_cursor=second',
  ])
})

test('reads events with their markets and every refusal', async () => {
  const { gamma } = await start(() => ({
    events: [
      { id: '7', title: 'T', slug: 's', markets: [market('a'), null] },
      { title: 'no id', slug: 'x' },
    ],
  }))
  const page = await gamma.events()
  expect(page.items.map((event) => event.markets.map((it) => it.eventTitle))).toEqual([['T']])
  expect(page.rejected).toEqual([
    { market: 'x', reason: 'missing-event-id' },
    { market: 'null', reason: 'not-an-object' },
  ])
})

test('walks the older listing by offset and says where the venue cuts it off', async () => {
  const { server, gamma } = await start(({ query }) =>
    query.get('offset') === '2' ? [market('z')] : [market('a'), market('b')],
  )
  expect(await gamma.marketsByOffset({ limit: 2 })).toMatchObject({ next: '2', cut: false })
  const last = await gamma.marketsByOffset({ limit: 2, cursor: '2' })
  expect(last).toMatchObject({ cut: false })
  expect('next' in last).toBe(false)
  const cut = await gamma.marketsByOffset({ limit: 2, cursor: '2000' })
  expect(cut).toMatchObject({ cut: true })
  expect('next' in cut).toBe(false)
  expect(server.seen.map((seen) => seen.query.get('offset'))).toEqual(['0', '2', '2000'])
})

test('reads one market or event by slug, and nothing for one that is not there', async () => {
  const { gamma } = await start(({ path }, response) => {
    if (path === '/markets/slug/a%2Fb') return market('a')
    if (path === '/events/slug/e') return { id: '1', markets: [] }
    if (path === '/markets/slug/broken') return {}
    return respond(response, 404, { error: 'slug not found' })
  })
  expect((await gamma.marketBySlug('a/b'))?.id).toBe('a')
  expect((await gamma.eventBySlug('e'))?.id).toBe('1')
  expect(await gamma.marketBySlug('none')).toBeUndefined()
  expect(await gamma.eventBySlug('none')).toBeUndefined()
  await expect(gamma.marketBySlug('broken')).rejects.toMatchObject({
    code: 'unexpected-response',
    context: { reason: 'missing-condition-id' },
  })
})

test('reads markets by id in parts of 50, asking for closed ones only where open ones are missing', async () => {
  const { server, gamma } = await start(({ query }) => {
    const closed = query.get('closed') === 'true'
    return query
      .getAll('condition_ids')
      .filter((id) => id.startsWith(closed ? 'closed' : 'open'))
      .map((id) => market(id, closed))
  })
  const open = Array.from({ length: 60 }, (_, i) => marketId(`open-${i}`))
  const page = await gamma.marketsByCondition([...open, marketId('closed-1'), marketId('none')])
  expect(page.items).toHaveLength(61)
  expect(server.seen.map((seen) => seen.query.getAll('condition_ids').length)).toEqual([50, 12, 2])
  expect(await gamma.marketsByCondition([])).toEqual({ items: [], rejected: [] })
})

test('reads markets by token', async () => {
  const { server, gamma } = await start(() => [market('a')])
  const page = await gamma.marketsByToken([tokenId('a-yes'), tokenId('a-no')])
  expect(page.items.map((item) => item.id)).toEqual(['a'])
  expect(server.seen).toHaveLength(1)
  expect(server.seen[0]?.query.getAll('clob_token_ids')).toEqual(['a-yes', 'a-no'])
})

test('refuses an answer of another shape', async () => {
  const { gamma } = await start(() => ({ data: [] }))
  await expect(gamma.markets()).rejects.toMatchObject({ code: 'unexpected-response' })
})
