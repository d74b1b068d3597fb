import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const package_ = fileURLToPath(new URL('..', import.meta.url))
let dist = ''
let files: readonly string[] = []
const text = (file: string): string => readFileSync(join(dist, file), 'utf8')
const own = (): readonly string[] => files.filter((file) => !file.startsWith('vendor'))

beforeAll(() => {
  dist = mkdtempSync(join(tmpdir(), 'page-'))
  execFileSync(process.execPath, [join(package_, 'build.mjs'), dist])
  files = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dist.length + 1))
})
afterAll(() => rmSync(dist, { recursive: true, force: true }))

describe('the built page', () => {
  test('everything that the page and its modules load is there', () => {
    const loads = own().flatMap((file) => {
      const pattern = file.endsWith('.js') ? /from '([^']+)'/g : /(?:src|href)="([^"#]+\.\w+)"/g
      return [...text(file).matchAll(pattern)].map(([, path = '']) => join(dirname(file), path))
    })
    expect(loads.length).toBeGreaterThan(50)
    expect(loads.filter((path) => !existsSync(join(dist, path)))).toEqual([])
  })

  test('nothing of another host is named', () => {
    const names = /https?:\/\/(?!www\.w3\.org\/2000\/svg)[\w.]+|url\(|@import/g
    expect(own().flatMap((file) => text(file).match(names) ?? [])).toEqual([])
  })

  test('data never becomes HTML, and no script or style is inline: the policy of the server forbids them', () => {
    const unsafe = /innerHTML|outerHTML|insertAdjacentHTML|document\.write|new Function|\beval\(/
    expect(own().filter((file) => unsafe.test(text(file)))).toEqual([])
    expect(text('index.html')).not.toMatch(/<script(?![^>]* src=)|<style| style=| on\w+=/)
  })

  test('neither tests nor types are shipped, and the licence of the charting library is', () => {
    expect(files.filter((file) => file.includes('.test.') || file.endsWith('.ts'))).toEqual([])
    expect(text('vendor/uPlot.LICENSE')).toContain('MIT')
  })
})
