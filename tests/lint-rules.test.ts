import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const biome = createRequire(join(root, 'package.json')).resolve('@biomejs/biome/bin/biome')
const approving = `import type { Approved } from '@bot/core'

export const approve = (it: object): Approved<object> => it as Approved<object>
`

const refused = {
  'packages/adaptive/src/clock.ts': 'export const now: number = Date.now()\n',
  'packages/adaptive/src/date.ts': 'export const now: Date = new Date()\n',
  'packages/adaptive/src/apart.ts': 'const { now } = Date\nexport const at: number = now()\n',
  'packages/adaptive/src/random.ts': 'export const draw: number = Math.random()\n',
  'packages/adaptive/src/performance.ts': 'export const now: number = performance.now()\n',
  'packages/adaptive/src/timer.ts': 'setTimeout(() => undefined, 1)\n',
  'packages/adaptive/src/environment.ts': 'export const home: unknown = process.env\n',
  'packages/adaptive/src/print.ts': "console.log('x')\n",
  'packages/adaptive/src/node.ts': "export { readFileSync } from 'node:fs'\n",
  'packages/adaptive/src/default.ts': 'export default 1\n',
  'packages/adaptive/src/any.ts': 'export const it: any = 1\n',
  'packages/adaptive/src/a.ts': "import type { B } from './b.js'\n\nexport type A = B | 1\n",
  'packages/adaptive/src/b.ts': "import type { A } from './a.js'\n\nexport type B = A | 2\n",
  'packages/polymarket/src/approve.ts': approving,
  'packages/executor/src/approve.ts': approving,
}
const accepted = {
  'packages/adaptive/src/convert.ts': 'export const day = (ms: number): Date => new Date(ms)\n',
  'packages/adaptive/src/clock.test.ts': 'export const now: number = Date.now()\n',
  'packages/sports/src/clock.ts': 'export const now: number = Date.now()\n',
  'packages/executor/src/risk/approve.ts': approving,
}

const folder = mkdtempSync(join(tmpdir(), 'lint-rules-'))
const found = new Map<string, number>()

beforeAll(() => {
  cpSync(join(root, 'biome.json'), join(folder, 'biome.json'))
  cpSync(join(root, 'tooling/lint'), join(folder, 'tooling/lint'), { recursive: true })
  for (const [path, text] of Object.entries({ ...refused, ...accepted })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const args = [biome, 'lint', '--vcs-enabled=false', '--reporter=github', '--max-diagnostics=none']
  const { stdout, error } = spawnSync(process.execPath, [...args, 'packages'], {
    cwd: folder,
    encoding: 'utf8',
  })
  if (error) throw error
  for (const [, path = ''] of stdout.matchAll(/^::error .*?file=([^,]+)/gm)) {
    const key = path.replaceAll('\\', '/').replace(/^.*?(?=packages\/)/, '')
    found.set(key, (found.get(key) ?? 0) + 1)
  }
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each(Object.keys(refused))('the linter refuses %s', (path) => {
  expect(found.get(path) ?? 0).toBeGreaterThan(0)
})

test.each(Object.keys(accepted))('the linter accepts %s', (path) => {
  expect(found.get(path) ?? 0).toBe(0)
})
