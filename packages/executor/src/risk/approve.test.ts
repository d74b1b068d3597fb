import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const approving = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  .filter((path) => /from '[^']*\/approve\.js'/.test(readFileSync(join(root, path), 'utf8')))
  .map((path) => relative(root, join(root, path)).replaceAll('\\', '/'))

test('only the risk folder approves: nobody else calls the one constructor, and it is not exported', () => {
  expect(approving).toContain('risk/entry-gate.ts')
  expect(approving.filter((path) => !path.startsWith('risk/'))).toEqual([])
})
