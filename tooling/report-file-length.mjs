// Reports the length of source files against the budgets of CONTRIBUTING.md. A report, not a gate.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesBelow, root, workspacePackages } from './packages.mjs'

const MEDIAN = 90
const P90 = 220
const files = workspacePackages()
  .filter(({ folder }) => folder.startsWith('packages/') || folder.startsWith('apps/'))
  .flatMap(({ folder }) => filesBelow(folder))
  .filter(
    (path) =>
      path.includes('/src/') && path.endsWith('.ts') && !/\.(test|test-d|bench)\.ts$/.test(path),
  )
  .map((path) => ({ path, lines: readFileSync(join(root, path), 'utf8').split('\n').length - 1 }))
  .sort((a, b) => a.lines - b.lines)
const at = (share) =>
  files[Math.min(files.length - 1, Math.floor(files.length * share))]?.lines ?? 0
const verdict = (value, budget) => (value <= budget ? 'within' : 'OVER')

console.log(`${files.length} source files`)
console.log(`median ${at(0.5)} lines (${verdict(at(0.5), MEDIAN)} ${MEDIAN})`)
console.log(`p90 ${at(0.9)} lines (${verdict(at(0.9), P90)} ${P90})`)
for (const { path, lines } of files.filter((it) => it.lines > P90).reverse())
  console.log(`${lines} ${path}`)
