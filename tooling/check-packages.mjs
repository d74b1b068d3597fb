// Checks that every published package has the shape that CONTRIBUTING.md describes.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesBelow, root, workspacePackages } from './packages.mjs'

const problems = []
const text = (path) => readFileSync(join(root, path), 'utf8')
const has = (path) => existsSync(join(root, path))
const git = (...args) => {
  try {
    return execFileSync('git', args, {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return ''
  }
}

const checkManifest = ({ folder, manifest, name }, say) => {
  if (name !== `@bot/${folder.split('/').pop()}`)
    say(`the name is not @bot/${folder.split('/').pop()}`)
  if (manifest.license !== 'MIT') say('license is not MIT')
  if (manifest.type !== 'module') say('type is not module')
  if (manifest.sideEffects !== false) say('sideEffects is not false')
  if (!/^\d+\.\d+\.\d+/.test(manifest.version ?? '')) say('version is not semver')
  if (!manifest.description) say('description is missing')
  if (!manifest.engines?.node) say('engines.node is missing')
  if (manifest.publishConfig?.access !== 'public') say('publishConfig.access is not public')
  for (const entry of ['dist', 'src']) {
    if (!manifest.files?.includes(entry)) say(`files does not list ${entry}`)
  }
  for (const script of ['preinstall', 'install', 'postinstall', 'prepare']) {
    if (manifest.scripts?.[script]) say(`runs a script at install time (${script})`)
  }
}

const checkExports = ({ folder, manifest }, say) => {
  const build = has(`${folder}/tsup.config.ts`) ? text(`${folder}/tsup.config.ts`) : ''
  if (!manifest.exports?.['.']) say('exports has no "."')
  if (manifest.exports?.['./package.json'] !== './package.json')
    say('exports has no "./package.json"')
  for (const [entry, target] of Object.entries(manifest.exports ?? {})) {
    if (entry === './package.json') continue
    const source = target['@bot/source'] ?? ''
    const stem = source.replace(/^\.\/src\//, '').replace(/\.ts$/, '')
    const wanted = {
      '@bot/source': `./src/${stem}.ts`,
      types: `./dist/${stem}.d.ts`,
      import: `./dist/${stem}.js`,
    }
    if (JSON.stringify(target) !== JSON.stringify(wanted)) {
      say(`exports["${entry}"] is not ${JSON.stringify(wanted)}, in this order`)
    }
    if (!has(`${folder}/src/${stem}.ts`))
      say(`exports["${entry}"] names a missing source, src/${stem}.ts`)
    if (entry !== '.' && !build.includes(`'src/${stem}.ts'`))
      say(`tsup.config.ts does not build src/${stem}.ts`)
    const frozen = `${folder}/src/${stem}.test.ts`
    if (!has(frozen))
      say(`src/${stem}.test.ts is missing: it freezes the names that "${entry}" exports`)
    else if (!text(frozen).includes('Object.keys'))
      say(`src/${stem}.test.ts does not freeze Object.keys of the exports`)
  }
}

const checkDependencies = ({ folder, manifest, name }, say) => {
  for (const [kind, allowed] of [
    ['dependencies', ['@bot/core']],
    ['peerDependencies', ['@bot/core']],
    ['devDependencies', ['@bot/core', '@bot/tooling']],
  ]) {
    for (const [dependency, range] of Object.entries(manifest[kind] ?? {})) {
      if (dependency.startsWith('@bot/')) {
        if (!allowed.includes(dependency))
          say(`${kind} lists ${dependency}; only ${allowed.join(', ')} may be`)
      } else if (kind !== 'peerDependencies' && range !== 'catalog:') {
        say(`${dependency} does not take its version from the catalog`)
      }
    }
  }
  if (name === '@bot/core' && Object.keys(manifest.dependencies ?? {}).length > 0)
    say('core has dependencies')
  if (name !== '@bot/core' && manifest.dependencies?.['@bot/core'] !== 'workspace:*') {
    say('does not depend on @bot/core as workspace:*')
  }
  for (const file of filesBelow(`${folder}/src`).filter((path) => /\.[mc]?[jt]s$/.test(path))) {
    for (const [, imported] of text(file).matchAll(
      /(?:from|import)\s*\(?\s*['"](@bot\/[^'"]+)['"]/g,
    )) {
      const target = imported.split('/').slice(0, 2).join('/')
      if (target !== '@bot/core' || name === '@bot/core') say(`${file} imports ${imported}`)
    }
  }
}

const checkFiles = ({ folder, name }, say) => {
  if (!has(`${folder}/README.md`)) say('README.md is missing')
  else if (!text(`${folder}/README.md`).startsWith(`# ${name}\n`))
    say(`README.md does not start with "# ${name}"`)
  for (const file of [
    'tsconfig.json',
    'tsconfig.declarations.json',
    'tsup.config.ts',
    'turbo.json',
  ]) {
    if (!has(`${folder}/${file}`)) say(`${file} is missing`)
  }
  const tags = has(`${folder}/turbo.json`)
    ? (JSON.parse(text(`${folder}/turbo.json`)).tags ?? [])
    : []
  if (!tags.includes('published')) say('turbo.json does not have the tag "published"')
  if (tags.includes('core') !== (name === '@bot/core'))
    say('the tag "core" belongs to @bot/core alone')
}

const changesets = readdirSync(join(root, '.changeset'))
  .filter((file) => file.endsWith('.md') && file !== 'README.md')
  .map((file) => ({ file, content: text(`.changeset/${file}`) }))

const checkChangeset = ({ folder, name }, say) => {
  const announced = changesets.some(
    (it) => it.content.includes(`'${name}':`) || it.content.includes(`"${name}":`),
  )
  if (announced) return
  const released = git('describe', '--tags', '--abbrev=0', '--match', `${name}@*`)
  const changed = released
    ? git('diff', '--name-only', `${released}..HEAD`, '--', `${folder}/src`)
    : folder
  if (changed)
    say(`changed since ${released || 'the start'} without a changeset (npx -y pnpm@10 changeset)`)
}

const names = new Set(workspacePackages().map((it) => it.name))
for (const { file, content } of changesets) {
  const [, head = '', body = ''] = content.match(/^---\n([\s\S]*?)---\n([\s\S]*)$/) ?? []
  const lines = head.split('\n').filter((line) => line !== '')
  const named = lines.map((line) => line.match(/^['"](.+)['"]: (patch|minor|major)$/)?.[1])
  if (!content.startsWith('---\n') || named.some((name) => !names.has(name)) || !body.trim()) {
    problems.push(`.changeset/${file}: expected ---, lines of 'package': bump, ---, and a sentence`)
  }
}
if (!has('LICENSE')) problems.push('LICENSE is missing')
for (const it of workspacePackages()) {
  const say = (problem) => problems.push(`${it.folder}: ${problem}`)
  if (it.published) checkChangeset(it, say)
  if (!it.folder.startsWith('packages/')) continue
  for (const check of [checkManifest, checkExports, checkDependencies, checkFiles]) check(it, say)
}
for (const problem of problems) console.error(problem)
console.log(
  problems.length === 0 ? 'All packages have the agreed shape.' : `${problems.length} problems.`,
)
process.exitCode = problems.length === 0 ? 0 : 1
