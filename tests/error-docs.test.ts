import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ERROR_CODES } from '@bot/core'
import { expect, test } from 'vitest'

const page = readFileSync(join(import.meta.dirname, '../docs/errors.md'), 'utf8')
const documented = new Map(
  [...page.matchAll(/^### (.+)\n\nRetry: `(.+?)`/gm)].map(([, code, retry]) => [code, retry]),
)

test.each(Object.entries(ERROR_CODES))('docs/errors.md explains %s, retry %s', (code, retry) => {
  expect(documented.get(code)).toBe(retry)
})

test('docs/errors.md explains no code that does not exist', () => {
  expect([...documented.keys()].sort()).toEqual(Object.keys(ERROR_CODES).sort())
})
