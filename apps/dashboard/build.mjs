// Copies the page and the charting library into dist; there is nothing to compile.
import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const here = import.meta.dirname
const dist = join(here, 'dist')
const uplot = dirname(createRequire(import.meta.url).resolve('uplot/package.json'))
rmSync(dist, { recursive: true, force: true })
mkdirSync(join(dist, 'vendor'), { recursive: true })
cpSync(join(here, 'src'), dist, { recursive: true })
for (const file of ['uPlot.esm.js', 'uPlot.min.css'])
  cpSync(join(uplot, 'dist', file), join(dist, 'vendor', file))
cpSync(join(uplot, 'LICENSE'), join(dist, 'vendor', 'uPlot.LICENSE'))
