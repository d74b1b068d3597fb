// Packs every published package as npm would receive it, then checks each tarball with publint and attw.
// Needs both builds: `npx -y pnpm@10 build` and `npx -y pnpm@10 build:types`.
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { pnpm, root } from './packages.mjs'

const run = (command, args) =>
  new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('error', (error) => resolve({ code: 1, output: String(error) }))
    child.on('close', (code) => resolve({ code, output }))
  })

const attw = join(
  createRequire(import.meta.url).resolve('@arethetypeswrong/cli/package.json'),
  '../dist/index.js',
)

const checkWithPublint = async (tarball) => {
  const bytes = readFileSync(tarball)
  const pack = {
    tarball: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
  }
  const { messages, pkg } = await publint({ pack, strict: true })
  return messages
    .filter((message) => message.type !== 'suggestion')
    .map((message) => formatMessage(message, pkg, { color: false }) ?? message.code)
}

const checkWithAttw = async (tarball) => {
  const { code, output } = await run(process.execPath, [
    attw,
    tarball,
    '--profile',
    'esm-only',
    '--no-color',
    '--no-emoji',
    '--format',
    'ascii',
  ])
  return code === 0 ? [] : [output.trim()]
}

const folder = mkdtempSync(join(tmpdir(), 'packed-'))
try {
  const [command, first] = pnpm()
  const packed = await run(command, [
    ...first,
    '--recursive',
    '--filter=./packages/*',
    '--filter=prediction-bot',
    'pack',
    '--reporter=append-only',
    `--pack-destination=${folder}`,
  ])
  if (packed.code !== 0) throw new Error(`pnpm pack failed\n${packed.output}`)
  const tarballs = readdirSync(folder).map((file) => join(folder, file))
  const failures = []
  const worker = async () => {
    for (let tarball = tarballs.pop(); tarball !== undefined; tarball = tarballs.pop()) {
      const problems = [...(await checkWithPublint(tarball)), ...(await checkWithAttw(tarball))]
      if (problems.length > 0)
        failures.push(`${tarball.split('/').pop()}\n  ${problems.join('\n  ')}`)
    }
  }
  const count = tarballs.length
  await Promise.all([worker(), worker()])
  for (const failure of failures) console.error(failure)
  console.log(`${count - failures.length} of ${count} packed packages are sound.`)
  process.exitCode = failures.length === 0 ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
