import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const program = join(import.meta.dirname, 'fixtures/count-allocations.mjs')

const build = async (): Promise<unknown> => {
  const byPnpm = (process.env['npm_config_user_agent'] ?? '').startsWith('pnpm')
  const [file, ...args] = [
    ...(byPnpm ? [] : ['npx', '-y', 'pnpm@10', 'exec']),
    ...['node', join(root, 'tooling/prepare.mjs'), '@bot/arbitrage...'],
  ]
  const [code] = await once(spawn(file ?? '', args, { cwd: root, stdio: 'inherit' }), 'close')
  return code
}

beforeAll(async () => expect(await build(), 'the packages are built').toBe(0), 180_000)

test('where there is no opportunity, re-checking a changed book, sweeping and looking at an event allocate nothing', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', program])
  const counted = JSON.parse(stdout) as Record<string, number>
  // An object of one number takes at least 12 bytes: the measure sees one at every call.
  expect(counted['object']).toBeGreaterThanOrEqual(12)
  expect(counted).toMatchObject({ found: 0 })
  expect(counted['changes']).toBeGreaterThan(10_000)
  for (const what of ['recheck', 'sweep', 'event']) {
    expect(counted[what], `bytes of ${what}`).toBeLessThan(4)
  }
}, 60_000)
