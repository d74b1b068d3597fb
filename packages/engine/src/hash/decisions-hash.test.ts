import { createHash } from 'node:crypto'
import type { Stamped, Tick } from '@bot/core'
import { stampAll } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { createDecisionsHash } from './decisions-hash.js'

const digest = () => {
  const hash = createHash('sha256')
  return { update: (text: string) => void hash.update(text), hex: () => hash.digest('hex') }
}
const [stamped] = stampAll([{ type: 'timer', name: 'x' }]) as [Stamped]
const tick = (refused: string): Tick => ({
  seq: 1,
  decisions: [{ kind: 'refusal', refused, step: 'chosen', by: 's', subject: 'm', context: {} }],
  commands: [],
  wants: [],
  audits: [],
})
const hashOf = (refused: string): string => {
  const hash = createDecisionsHash(digest())
  hash.add(stamped, tick(refused))
  return hash.result().hash
}

test('the hash repeats for equal decisions and differs for others', () => {
  expect(hashOf('a')).toBe(hashOf('a'))
  expect(hashOf('a')).not.toBe(hashOf('b'))
})

test('a tick that decided nothing leaves no trace', () => {
  const hash = createDecisionsHash(digest())
  hash.add(stamped, { seq: 1, decisions: [], commands: [], wants: [], audits: [] })
  expect(hash.result().ticks).toBe(0)
})
