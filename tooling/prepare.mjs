// Builds the JavaScript that the bot needs and says nothing unless it fails or takes a while.
// Turbo's own lines never reach stdout, so a command's `--json` output stays JSON.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const turbo = createRequire(join(root, 'package.json')).resolve('turbo/bin/turbo')
const filters = process.argv.slice(2).map((name) => `--filter=${name}`)
const args = [turbo, 'run', 'build', '--output-logs=errors-only', ...filters]
const env = { DO_NOT_TRACK: '1', ...process.env }
const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })

const output = []
child.stdout.on('data', (chunk) => output.push(chunk))
child.stderr.on('data', (chunk) => output.push(chunk))
const notice = setTimeout(() => process.stderr.write('Building ...\n'), 1_500)
child.on('error', (error) => {
  process.stderr.write(`The build did not start: ${error.message}\n`)
  process.exitCode = 1
})
child.on('close', (code, signal) => {
  clearTimeout(notice)
  if (code === 0) return
  process.stderr.write(Buffer.concat(output))
  process.stderr.write(`The build failed (${signal ?? `exit code ${code}`}).\n`)
  process.exitCode = code ?? 1
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
