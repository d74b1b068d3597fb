import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { BotError, findProblem, messageOf, type Strategy } from '@bot/core'

/**
 * Imports packages, or modules by a relative path, and returns the strategies that they export.
 *
 * @throws BotError `invalid-strategy` naming the package and why it is refused.
 */
export const loadPackages = async (
  packages: readonly string[],
  folder: string,
): Promise<readonly Strategy[]> => {
  const found: Strategy[] = []
  for (const name of packages) {
    const loaded: unknown = await importFrom(name, folder).catch((thrown: unknown) => {
      throw new BotError(
        'invalid-strategy',
        `BOT_STRATEGIES: ${name} cannot be loaded: ${messageOf(thrown)}`,
        { name },
        thrown,
      )
    })
    found.push(...checkStrategies((loaded as { strategies?: unknown }).strategies, name))
  }
  return found
}

/**
 * Returns the strategies when each of them fits the contract.
 *
 * @throws BotError `invalid-strategy` naming where it came from, its name and the first thing wrong with it.
 */
export const checkStrategies = (value: unknown, from: string): readonly Strategy[] => {
  if (!Array.isArray(value)) {
    throw new BotError('invalid-strategy', `${from}: expected an exported array \`strategies\``, {
      from,
    })
  }
  for (const strategy of value) {
    const problem = findProblem(strategy)
    if (problem === undefined) continue
    const name = String((strategy as { name?: unknown } | null)?.name ?? 'without a name')
    throw new BotError('invalid-strategy', `${from}: strategy ${name} is refused: ${problem}`, {
      from,
    })
  }
  return value as readonly Strategy[]
}

const importFrom = async (name: string, folder: string): Promise<unknown> => {
  const file = name.startsWith('.') || name.startsWith('/')
  return import(file ? pathToFileURL(resolve(folder, name)).href : resolvePackage(name, folder))
}

/** Finds a package beside the config first, then beside the bot. Reads its own entry, so that ESM-only packages load. */
const resolvePackage = (name: string, folder: string): string => {
  const home = resolve(folder, 'node_modules', name)
  if (!existsSync(home)) return name
  const manifest: unknown = JSON.parse(readFileSync(resolve(home, 'package.json'), 'utf8'))
  const { main, exports } = (manifest ?? {}) as Readonly<{ main?: unknown; exports?: unknown }>
  const entry = exportedEntry(exports) ?? (typeof main === 'string' ? main : 'index.js')
  return pathToFileURL(resolve(home, entry)).href
}

const CONDITIONS = new Set(['.', 'node', 'import', 'module', 'default'])

/** The file of the first condition that an import takes, however deep. */
const exportedEntry = (exports: unknown): string | undefined => {
  if (typeof exports === 'string') return exports
  if (typeof exports !== 'object' || exports === null) return undefined
  for (const [condition, value] of Object.entries(exports)) {
    const entry = CONDITIONS.has(condition) ? exportedEntry(value) : undefined
    if (entry !== undefined) return entry
  }
  return undefined
}
