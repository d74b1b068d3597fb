// Runs every *.bench.ts and prints medians with their ratio to the first row of each group, which is its yardstick.
// `node tooling/run-benches.mjs [file filter] [--json]`; `pnpm bench` is this.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { basename, join } from 'node:path'

const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'bench-'))
const report = join(folder, 'report.json')
const asJson = process.argv.includes('--json')
const filters = process.argv.slice(2).filter((each) => !each.startsWith('--'))
const vitest = join(root, 'node_modules/vitest/vitest.mjs')
const config = join(root, 'vitest.bench.config.ts')
const options = ['bench', '--run', `--config=${config}`, `--outputJson=${report}`]
const run = spawnSync(process.execPath, [vitest, ...options, ...filters], {
  cwd: root,
  stdio: ['ignore', process.env['BENCH_VERBOSE'] ? 'inherit' : 'pipe', 'pipe'],
  encoding: 'utf8',
})

/** `40000 frames: ...` names how many of what one round does. */
const unitsOf = (name) => {
  const match = /^([\d,]+) ([a-z]+)/.exec(name)
  return match ? { count: Number(match[1].replaceAll(',', '')), unit: match[2] } : undefined
}

const readGroups = () =>
  JSON.parse(readFileSync(report, 'utf8')).files.flatMap(({ filepath, groups }) =>
    groups.map(({ fullName, benchmarks }) => {
      const name = fullName.split(' > ').slice(1).join(' > ')
      const units = unitsOf(name)
      const first = benchmarks[0]?.median
      const rows = benchmarks.map((each) => ({
        name: each.name,
        medianMs: each.median,
        bestMs: each.min,
        rounds: each.sampleCount,
        speed: first / each.median,
        ...(units && { perSecond: Math.round((units.count / each.median) * 1000) }),
      }))
      return { file: filepath.slice(root.length + 1), name, unit: units?.unit, rows }
    }),
  )

const milliseconds = (value) =>
  value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(2) : value.toFixed(4)

const printGroup = ({ file, name, unit, rows }) => {
  console.log(`\n${basename(file)}: ${name}`)
  const head = ['', 'median ms', 'best ms', unit ? `${unit}/s` : '', 'speed', 'rounds']
  const table = rows.map((row) => [
    row.name,
    milliseconds(row.medianMs),
    milliseconds(row.bestMs),
    row.perSecond?.toLocaleString('en') ?? '',
    `${Number(row.speed.toPrecision(3))} x`,
    String(row.rounds),
  ])
  const widths = head.map((_, i) => Math.max(...[head, ...table].map((row) => row[i].length)))
  for (const row of [head, ...table]) {
    const cells = row.map((cell, i) =>
      i === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[i]),
    )
    console.log(`  ${cells.join('  ').trimEnd()}`)
  }
}

try {
  if (run.status !== 0) {
    process.stderr.write(`${run.stdout ?? ''}${run.stderr}`)
    process.exitCode = 1
  } else {
    const groups = readGroups()
    if (asJson) console.log(JSON.stringify({ node: process.version, groups }, null, 2))
    else {
      for (const line of (run.stdout ?? '').split('\n'))
        if (/^Skipped: /.test(line)) console.log(line)
      console.log(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`)
      console.log('speed: how many times as fast as the first row of its group, by medians')
      groups.forEach(printGroup)
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
