// Runs the programs in examples/, all of them or those named on the command line, against the built packages.
// Without a name each must end with exit code 0 within a minute.
import { spawn } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from './packages.mjs'

const folder = join(root, 'examples')
const out = join(folder, '.out')
const named = process.argv
  .slice(2)
  .map((name) => name.replace(/^examples\//, '').replace(/\.ts$/, ''))
const all = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && !/\.(test|config|d)\.ts$/.test(file))
  .map((file) => file.replace(/\.ts$/, ''))
const chosen = named.length > 0 ? named : all
const unknown = chosen.filter((name) => !all.includes(name))

const run = (name) =>
  new Promise((resolve) => {
    const started = performance.now()
    const child = spawn(process.execPath, [join(out, `${name}.mjs`)], {
      cwd: root,
      stdio: named.length > 0 ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      ...(named.length > 0 ? {} : { timeout: 60_000 }),
    })
    let output = ''
    child.stdout?.on('data', (chunk) => (output += chunk))
    child.stderr?.on('data', (chunk) => (output += chunk))
    child.on('close', (code, signal) => {
      const seconds = ((performance.now() - started) / 1_000).toFixed(1)
      if (named.length === 0)
        console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds}s)`)
      if (code !== 0) console.error(output || `${name} ended with ${signal ?? code}`)
      resolve(code === 0)
    })
  })

if (unknown.length > 0) {
  console.error(
    `No such example: ${unknown.join(', ')}. There are: ${all.join(', ') || 'none yet'}.`,
  )
  process.exitCode = 1
} else {
  rmSync(out, { recursive: true, force: true })
  await build({
    entryPoints: chosen.map((name) => join(folder, `${name}.ts`)),
    outdir: out,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  })
  let failed = 0
  for (const name of chosen) if (!(await run(name))) failed += 1
  if (named.length === 0) console.log(`${chosen.length - failed} of ${chosen.length} examples ran.`)
  process.exitCode = failed === 0 ? 0 : 1
}
