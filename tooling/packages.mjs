import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..')

const read = (folder) => {
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
  return { folder, manifest, name: manifest.name, published: manifest.private !== true }
}

/** Every workspace package, root excluded: `{ folder, manifest, name, published }`. */
export const workspacePackages = () => {
  const nested = ['packages', 'apps', 'templates'].flatMap((parent) =>
    readdirSync(join(root, parent)).map((name) => `${parent}/${name}`),
  )
  return [...nested, 'examples', 'tests', 'tooling']
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .map(read)
}

/** Files below a folder, as paths from the root; build output and dependencies are left out. */
export const filesBelow = (folder) =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory())
      return ['node_modules', 'dist', '.turbo', '.out'].includes(entry.name) ? [] : filesBelow(path)
    return [path]
  })

/** How to call pnpm from a script: `[command, first arguments]`. */
export const pnpm = () =>
  process.env.npm_execpath?.includes('pnpm')
    ? [process.execPath, [process.env.npm_execpath]]
    : ['npx', ['-y', 'pnpm@10']]
