// Turns the page's sources into what a browser loads: types stripped, the rest copied, the charting library beside it.
// The modules stay as they are written: a dozen small files from the same machine need no bundler.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import ts from 'typescript'

const here = import.meta.dirname
const source = join(here, 'src')
const dist = resolve(process.argv[2] ?? join(here, 'dist'))
const vendor = join(dist, 'vendor')
const uplot = dirname(createRequire(import.meta.url).resolve('uplot/package.json'))
const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 }

/** A browser knows no package names. */
const withVendorPaths = (code, folder) =>
  code.replaceAll(
    /from 'uplot'/g,
    `from './${relative(folder, join(vendor, 'uPlot.esm.js')).replaceAll('\\', '/')}'`,
  )

rmSync(dist, { recursive: true, force: true })
mkdirSync(vendor, { recursive: true })
for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || /\.test\.ts$/.test(entry.name)) continue
  const from = join(entry.parentPath, entry.name)
  const folder = join(dist, relative(source, entry.parentPath))
  mkdirSync(folder, { recursive: true })
  if (!entry.name.endsWith('.ts')) {
    cpSync(from, join(folder, entry.name))
    continue
  }
  const { outputText } = ts.transpileModule(readFileSync(from, 'utf8'), { compilerOptions })
  const to = join(folder, entry.name.replace(/\.ts$/, '.js'))
  writeFileSync(to, withVendorPaths(outputText, folder))
}
for (const file of ['uPlot.esm.js', 'uPlot.min.css'])
  cpSync(join(uplot, 'dist', file), join(vendor, file))
cpSync(join(uplot, 'LICENSE'), join(vendor, 'uPlot.LICENSE'))
