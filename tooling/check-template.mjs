// Proves that the strategy template works for someone who has only npm: packs @bot/core, copies the template to a
// folder of its own, installs, checks types, tests and builds there. Needs both builds of @bot/core.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { copyTemplate } from './copy-template.mjs'
import { pnpm, root } from './packages.mjs'

const folder = mkdtempSync(join(tmpdir(), 'template-'))
const copy = join(folder, 'my-strategy')
// pnpm hands its settings down as npm_config_*; npm must run as it would for a stranger.
const env = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^npm_config_/i.test(name) || /registry|proxy|cache|cafile/i.test(name),
  ),
)
const run = (command, args, cwd) => {
  console.log(`$ ${[command, ...args].join(' ')}`)
  execFileSync(command, args, { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] })
}

try {
  const [command, first] = pnpm()
  const pack = [
    '--filter=@bot/core',
    'pack',
    '--reporter=append-only',
    `--pack-destination=${folder}`,
  ]
  run(command, [...first, ...pack], root)
  const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz'))
  copyTemplate(copy, `file:${join(folder, tarball)}`)
  run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'], copy)
  for (const script of ['typecheck', 'test', 'build']) run('npm', ['run', script], copy)
  run('npm', ['pack', '--dry-run'], copy)
  console.log('The template works outside the workspace.')
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
