import type { BasketAction } from '@bot/core'
import { expect, test } from 'vitest'
import { openSettlementStore, type SettlementRecord } from './settlement-store.js'

const action = { action: 'split', markets: ['0x1'], shares: 5 } as unknown as BasketAction
const record = (ref: string): SettlementRecord => ({
  ...{ ref, action, hash: '0x12', raw: '0x34', nonce: 7 },
})

const disk = (text = '') => {
  const lines = {
    text,
    read: async () => lines.text,
    append: async (line: string) => {
      lines.text += line
    },
  }
  return lines
}

test('a store remembers the last that was written of each ref over a restart', async () => {
  const lines = disk()
  const first = await openSettlementStore(lines)
  await first.write(record('a'))
  await first.write(record('b'))
  const ended = { status: 'confirmed', cash: -5 } as const
  await first.write({ ...record('a'), ended })
  for (const store of [first, await openSettlementStore(lines)]) {
    expect(await store.read('a')).toEqual({ ...record('a'), ended })
    expect(await store.read('b')).toEqual(record('b'))
    expect(await store.read('c')).toBeUndefined()
    expect((await store.all()).map(({ ref }) => ref)).toEqual(['a', 'b'])
  }
})

test('a line that a crash cut off is left out, and swallows no other', async () => {
  const lines = disk()
  await (await openSettlementStore(lines)).write(record('a'))
  lines.text += JSON.stringify(record('b')).slice(0, -3)
  await (await openSettlementStore(lines)).write(record('c'))
  const store = await openSettlementStore(lines)
  expect((await store.all()).map(({ ref }) => ref)).toEqual(['a', 'c'])
})

test('a line that is no record is never taken for one', async () => {
  const good = JSON.stringify(record('a'))
  for (const bad of ['{}', 'null', '{"ref":"a"}', good.replace('"0x34"', '"34"')]) {
    await expect(openSettlementStore(disk(`${good}\n${bad}\n`))).rejects.toMatchObject({
      code: 'journal-corrupt',
      context: { line: 2 },
    })
  }
})
