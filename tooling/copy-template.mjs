// Copies templates/strategy to a folder outside the workspace and gives it versions that npm understands.
// Usage: npx -y pnpm@10 template <folder> [--core <version or tarball>]
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { root } from './packages.mjs'

const source = join(root, 'templates/strategy')
const LEFT_OUT = ['node_modules', 'dist', '.turbo', 'turbo.json']
const catalog = new Map(
  [
    ...readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8').matchAll(
      /^ {2}'?([^\s':]+)'?: (\S+)$/gm,
    ),
  ].map(([, name, version]) => [name, version]),
)

/** Copies the template; `core` is a version or a tarball of @bot/core. Throws when the folder exists. */
export const copyTemplate = (folder, core) => {
  if (existsSync(folder)) throw new Error(`${folder} exists already`)
  cpSync(source, folder, {
    recursive: true,
    filter: (path) => !LEFT_OUT.includes(relative(source, path).split(/[\\/]/)[0]),
  })
  const file = join(folder, 'package.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8'))
  manifest.name = basename(folder)
  delete manifest.private
  for (const kind of ['dependencies', 'devDependencies']) {
    for (const [name, range] of Object.entries(manifest[kind] ?? {})) {
      if (name === '@bot/core') manifest[kind][name] = core
      else if (range === 'catalog:') manifest[kind][name] = `^${catalog.get(name)}`
    }
  }
  delete manifest.exports['.']['@bot/source']
  writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`)
}

if (resolve(process.argv[1] ?? '') === import.meta.filename) {
  const [folder, flag, given] = process.argv.slice(2)
  if (!folder || (flag && (flag !== '--core' || !given))) {
    console.error('Usage: npx -y pnpm@10 template <folder> [--core <version or tarball>]')
    process.exitCode = 1
  } else {
    const { version } = JSON.parse(readFileSync(join(root, 'packages/core/package.json'), 'utf8'))
    try {
      copyTemplate(resolve(folder), given ?? `^${version}`)
      console.log(`Copied to ${resolve(folder)}. Next: npm install, npm test.`)
    } catch (error) {
      console.error(error.message)
      process.exitCode = 1
    }
  }
}
